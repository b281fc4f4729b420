import type { Spec } from '../../src/contracts/spec.ts';
import { completeSpec } from '../../src/engine/experiment.ts';

/** Parts by id, so that these tests do not depend on which agents are named. */
export const tdParts = { architecture: 'complete-serial-compound', objective: 'discounted-return', learningRule: 'td-lambda' };

/** Schultz et al. 1997 as it is run first, under a seed. */
export function schultz(seed = 1, parameters: Readonly<Record<string, unknown>> = {}): Spec {
  return completeSpec({ paradigm: { id: 'schultz-1997', parameters }, agent: tdParts, seed });
}
