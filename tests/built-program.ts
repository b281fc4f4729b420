import { ensureBuilt } from '../scripts/fresh.cjs';
import { builtFile } from '../src/install/package-root.ts';

/** A process or thread of the built program, as new as the sources: `builtProgram('worker')`. */
export function builtProgram(name: string): string {
  if (!ensureBuilt()) throw new Error('The program could not be built: see the message above.');
  return builtFile('node', `${name}.cjs`);
}
