import type { PartialAgent } from '../../src/spec/spec.ts';

/** A named learner of action values with other parameters; without traces by default. */
export function actionValues(
  rule: 'q-learning' | 'sarsa' | 'expected-sarsa',
  learningRate: number,
  inverseTemperature: number,
  traceDecay = 0,
): PartialAgent {
  return {
    id: rule,
    learningRule: { id: rule, parameters: { learningRate, traceDecay } },
    policy: { id: 'softmax', parameters: { inverseTemperature } },
  };
}
