import { homedir } from 'node:os';
import { join } from 'node:path';

/** Default folder for runs: $PHASIC_RUNS, otherwise Phasic/runs in the home folder. */
export function defaultRunsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['PHASIC_RUNS'] || join(homedir(), 'Phasic', 'runs');
}
