import { InputError } from '../../core/errors.ts';
import { AlteredRun } from '../../session/verify/repeatable.ts';
import { verifyRun, type VerifiedRun } from '../../session/verify/verify-run.ts';
import { defaultRunsFolder } from '../../storage/runs-folder.ts';
import type { Arguments, Command } from '../command.ts';
import { note, printResult, progressLine } from '../output.ts';
import { runFolder } from '../run-folder.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'verify',
  group: 'experiments',
  short: 'recompute a saved run and compare every byte',
  usage: 'RUN',
  summary:
    'Runs the spec of a saved run again and compares every byte; exits with 1 if one differs. RUN is a folder, or its name in the runs folder.',
  examples: [
    'phasic verify ~/Phasic/runs/schultz-1997_td-csc_seed-1',
    'phasic verify schultz-1997_td-csc_seed-1 --json',
    'phasic verify my-run --runs ./runs',
  ],
  options: {
    ...sharedOptions('runs', 'json'),
  },
  words: 1,
  run,
};
export default command;

/** For a run that was altered. */
const failed = 1;

async function run(args: Arguments): Promise<number> {
  const [asked] = args.positionals;
  if (asked === undefined)
    throw new InputError('missing argument RUN', 'phasic verify', 'name the folder of a saved run');
  const folder = runFolder(asked, args.text('runs') ?? defaultRunsFolder());
  let line: ReturnType<typeof progressLine> | undefined;
  const verified = await verifyRun(folder, { onProgress: (steps, all) => (line ??= progressLine(all)).show(steps) })
    .catch(asAltered)
    .finally(() => line?.clear());
  if (verified instanceof AlteredRun) {
    note(`phasic: ${verified.message}`);
    return failed;
  }
  printResult(args.on('json') ? JSON.stringify(verified) : textOf(verified));
  return 0;
}

function textOf(verified: VerifiedRun): string {
  const { folder, hash, steps, ended } = verified;
  const of = ended === undefined ? '' : ` of ${ended.planned}`;
  const why = ended === undefined ? '' : ` (${ended.why})`;
  const done =
    'trials' in verified
      ? `${verified.trials}${of} trials${why}, ${steps} steps`
      : `${steps}${of} steps${why}, ${verified.episodes} episodes`;
  return `${folder}: ${done}, every byte as saved. Hash ${hash}`;
}

function asAltered(error: unknown): AlteredRun {
  if (error instanceof AlteredRun) return error;
  throw error;
}
