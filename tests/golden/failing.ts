import type { PartialAgent } from '../../src/spec/spec.ts';
import { run } from './experiment.ts';

/** Signatures of a paradigm that an agent does not show, with another recording than the paradigm's if one is named. */
export function failing(paradigm: string, agent: PartialAgent, recording?: string): readonly string[] {
  return run({ world: paradigm, agent, ...(recording === undefined ? {} : { recording }) }).result.signatures.flatMap(
    ({ id, pass }) => (pass ? [] : [id]),
  );
}
