import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where runs are saved unless said otherwise: $PHASIC_RUNS, else Phasic/runs in the home folder. */
export function defaultRunsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['PHASIC_RUNS'] || join(homedir(), 'Phasic', 'runs');
}
