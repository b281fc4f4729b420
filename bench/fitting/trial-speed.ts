// How many trials' likelihoods with exact gradients a core computes.
import { randomStream } from '../../src/core/random.ts';
import { banditTask } from '../../src/fitting/choices/choice-task.ts';
import { findChoiceModel } from '../../src/fitting/choices/registry.ts';
import { cpuSeconds } from '../measure.ts';
import type { Check } from './check.ts';

const trials = 500;
const evaluations = 4000;
const repeats = 7;

export function trialSpeed(): readonly Check[] {
  return [
    ['rescorla-wagner', [0.2, 0.8]],
    ['rescorla-wagner', [0.2, 0.5, 0.8]],
    ['rescorla-wagner-two-rates', [0.2, 0.8]],
    ['rescorla-wagner-choice-kernel', [0.2, 0.8]],
  ].map(([id, arms]) => {
    const model = findChoiceModel(id as string);
    const probabilities = arms as readonly number[];
    const parameters = model.parameters(probabilities.length);
    const values = Float64Array.from(parameters, ({ scale }) => (scale === 'logit' ? 0.3 : 4));
    const { at } = model.likelihood(
      model.simulate(values, banditTask(trials, probabilities), randomStream(1, 'speed')),
    );
    const gradient = new Float64Array(parameters.length);
    const seconds = Array.from({ length: repeats }, () =>
      cpuSeconds(() => {
        for (let i = 0; i < evaluations; i++) at(values, gradient);
      }),
    );
    const rate = (trials * evaluations) / Math.min(...seconds);
    const plain = id === 'rescorla-wagner';
    return {
      what: `${model.title}, ${probabilities.length} options: trial likelihoods with gradient`,
      measured: `${(rate / 1e6).toFixed(1)} million / CPU s`,
      expected: plain ? 'at least 10 million' : '',
      ...(plain ? { passes: rate >= 1e7 } : {}),
    };
  });
}
