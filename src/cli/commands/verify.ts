import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { AlteredRun, verifyRun } from '../../host/verify-run.ts';
import { defaultRunsFolder } from '../../storage/runs-folder.ts';
import type { Arguments, Command } from '../command.ts';
import { note, printResult } from '../output.ts';

const command: Command = {
  name: 'verify',
  usage: 'RUN',
  summary: 'Runs the spec of a saved run again and compares every byte; exits with 1 where one differs. RUN is a folder, or its name in the runs folder.',
  options: {
    runs: { type: 'string', value: 'FOLDER', help: 'the runs folder (default $PHASIC_RUNS, else Phasic/runs in the home folder)' },
    json: { type: 'boolean', help: 'print one JSON object' },
  },
  words: 1,
  run,
};
export default command;

/** Of a run that was altered. */
const failed = 1;

async function run(args: Arguments): Promise<number> {
  const [asked] = args.positionals;
  if (asked === undefined) throw new InputError('which run is missing', 'phasic verify', 'name the folder of a saved run');
  const named = join(args.text('runs') ?? defaultRunsFolder(), asked);
  const verified = await verifyRun(!existsSync(asked) && existsSync(named) ? named : asked).catch(asAltered);
  if (verified instanceof AlteredRun) {
    note(`phasic: ${verified.message}`);
    return failed;
  }
  const { folder, hash, trials, steps, ended } = verified;
  const done = ended === undefined ? `${trials} trials` : `${trials} of ${ended.planned} trials (${ended.why})`;
  printResult(args.on('json') ? JSON.stringify(verified) : `${folder}: ${done}, ${steps} steps, every byte as saved. Hash ${hash}`);
  return 0;
}

function asAltered(error: unknown): AlteredRun {
  if (error instanceof AlteredRun) return error;
  throw error;
}
