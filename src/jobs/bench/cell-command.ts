import type { Setting } from '../../contracts/search.ts';
import { find } from '../../engine/registry.ts';
import type { BenchJob } from './bench-job.ts';

/**
 * The command that runs a cell of the matrix again and prints all of its signatures. @param setting values that differ
 * from the agent's defaults
 */
export function cellCommand({ paradigm, agent, seeds }: BenchJob, setting: Setting = {}): string {
  const { bench = {} } = find('paradigms', paradigm);
  const world = Object.entries(bench).map(([name, value]) => [`world.${name}`, value] as const);
  const settings = [...world, ...Object.entries(setting)].map(([path, value]) => ` --set ${path}=${value}`);
  return `phasic run ${paradigm} --agent ${agent} --seeds ${seeds}${settings.join('')}`;
}
