import type { PartialAgent } from '../../src/spec/spec.ts';
import { run } from './experiment.ts';

/** Signatures of a paradigm that an agent does not show. */
export function failing(paradigm: string, agent: PartialAgent): readonly string[] {
  return run({ world: paradigm, agent }).result.signatures.flatMap(({ id, pass }) => (pass ? [] : [id]));
}
