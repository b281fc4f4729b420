import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { verifyRun } from '../../host/verify-run.ts';
import { defaultRunsFolder } from '../../storage/runs-folder.ts';
import type { Arguments, Command } from '../command.ts';
import { printResult } from '../output.ts';

const command: Command = {
  name: 'verify',
  usage: 'RUN',
  summary: 'Runs the spec of a saved run again and compares every byte. RUN is a folder, or its name in the runs folder.',
  options: {
    runs: { type: 'string', value: 'FOLDER', help: 'the runs folder (default $PHASIC_RUNS, else Phasic/runs in the home folder)' },
    json: { type: 'boolean', help: 'print one JSON object' },
  },
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const [asked] = args.positionals;
  if (asked === undefined) throw new InputError('which run is missing', 'phasic verify', 'name the folder of a saved run');
  const named = join(args.text('runs') ?? defaultRunsFolder(), asked);
  const verified = await verifyRun(!existsSync(asked) && existsSync(named) ? named : asked);
  const { folder, hash, trials, steps, ended } = verified;
  const done = ended === undefined ? `${trials} trials` : `${trials} of ${ended.planned} trials (${ended.why})`;
  printResult(args.on('json') ? JSON.stringify(verified) : `${folder}: ${done}, ${steps} steps, every byte as saved. Hash ${hash}`);
  return 0;
}
