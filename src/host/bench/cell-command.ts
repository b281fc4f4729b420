import { find } from '../../engine/registry.ts';
import type { BenchJob } from './bench-job.ts';

/** The command that runs a cell of the matrix again and prints all that it is judged by. */
export function cellCommand({ paradigm, agent, seeds }: BenchJob): string {
  const { bench = {} } = find('paradigms', paradigm);
  const settings = Object.entries(bench).map(([name, value]) => ` --set world.${name}=${value}`);
  return `phasic run ${paradigm} --agent ${agent} --seeds ${seeds}${settings.join('')}`;
}
