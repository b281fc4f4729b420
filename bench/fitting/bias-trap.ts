// A learner who counts all outcomes alike looks optimistic when two constant learning rates are fitted (Godara 2025,
// 10.48550/arXiv.2505.08049).
import { mean, standardDeviation } from 'simple-statistics';
import { randomStream } from '../../src/core/random.ts';
import { asymmetryCaveat } from '../../src/fitting/choices/asymmetry-caveat.ts';
import { banditTask } from '../../src/fitting/choices/choice-task.ts';
import { findChoiceModel } from '../../src/fitting/choices/registry.ts';
import { fitOf } from '../../src/fitting/fit.ts';
import { fixed, type Check } from './check.ts';

const subjects = 100;
const trials = 200;

export function biasTrap(): readonly Check[] {
  const bayesian = findChoiceModel('beta-bernoulli');
  const twoRates = findChoiceModel('rescorla-wagner-two-rates');
  const parameters = twoRates.parameters(2);
  const task = banditTask(trials, [0.4, 0.6]);
  const made = Array.from({ length: subjects }, (_, subject) =>
    bayesian.simulate(Float64Array.of(2, 5), task, randomStream(1, `bias trap ${subject}`)),
  );
  const differences = made.map((one) => {
    const [up, down] = fitOf({ parameters, likelihood: twoRates.likelihood(one) }, options).parameters;
    return (up?.value ?? 0) - (down?.value ?? 0);
  });
  const optimistic = differences.filter((one) => one > 0).length;
  const error = standardDeviation(differences) / Math.sqrt(subjects);
  const warned = made.filter((one) => asymmetryCaveat(one, options) !== undefined).length;
  return [
    {
      what: `bias trap: MAP of α+ - α- of ${subjects} Bayesian learners, ${trials} trials, p .4 and .6`,
      measured: `mean ${fixed(mean(differences))} +- ${fixed(error)}, above 0 in ${optimistic}`,
      expected: 'above 0: an optimism that is not there (Godara 2025)',
      passes: mean(differences) > 2 * error,
    },
    {
      what: 'the same subjects: warned of by a better BIC of a model without asymmetry',
      measured: `${warned} of ${subjects}`,
      expected: 'most of those that look optimistic',
      passes: warned > optimistic / 2,
    },
  ];
}

const options = { seed: 1, starts: 5 };
