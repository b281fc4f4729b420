import { basename, dirname, resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { defaultRunsFolder } from '../../storage/runs-folder.ts';
import { readControlManifest } from '../../storage/control-run.ts';
import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { servePage } from '../serve-page.ts';
import { runFolder } from '../run-folder.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'watch',
  group: 'games',
  short: 'open a trained agent in the app',
  usage: 'RUN',
  summary: 'Opens a trained agent in the app, in its environment. RUN is a folder, or its name in the runs folder.',
  examples: [
    'phasic watch breakout_dqn_seed-1',
    'phasic watch ./runs/snake_ppo_seed-3',
    'phasic watch my-run --port 8000',
  ],
  options: {
    ...sharedOptions('port', 'runs'),
  },
  words: 1,
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const [asked] = args.positionals;
  if (asked === undefined)
    throw new InputError('missing argument RUN', 'phasic watch', 'name the folder of a run that phasic train saved');
  const folder = resolve(runFolder(asked, args.text('runs') ?? defaultRunsFolder()));
  // Reported now, in one line, rather than by the page.
  await readControlManifest(folder);
  return servePage({
    port: wholeNumber(args.text('port') ?? '0', '--port', 0, 65_535),
    runsFolder: dirname(folder),
    hash: new URLSearchParams({ run: basename(folder) }).toString(),
  });
}
