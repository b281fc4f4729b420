import type { TrialSpec } from '../../src/spec/spec.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';

/** Parts by id, so that these tests do not depend on which agents are named. */
export const tdParts = {
  architecture: 'complete-serial-compound',
  objective: 'discounted-return',
  learningRule: 'td-lambda',
};

/** Schultz et al. 1997 at the defaults, with a seed. */
export function schultz(seed = 1, parameters: Readonly<Record<string, unknown>> = {}): TrialSpec {
  return completeTrialSpec({ world: { id: 'schultz-1997', parameters }, agent: tdParts, seed });
}

/** Weights that grow without bound: beyond the largest number after about 200 trials, and beyond any neuron's rate long before. */
export const diverging = {
  world: 'schultz-1997',
  agent: {
    architecture: { id: 'presence', parameters: { resolutionSeconds: 0.02 } },
    objective: { id: 'discounted-return', parameters: { discount: 1 } },
    learningRule: { id: 'td-lambda', parameters: { learningRate: 0.5, traceDecay: 1 } },
  },
};
