// The example data of hBayesDM (GPL-3: read where they lie, never copied) against MAP fits by scipy with the same priors.
import { mean } from 'simple-statistics';
import { choiceTrials } from '../../src/fitting/choices/choice-trials.ts';
import { findChoiceModel } from '../../src/fitting/choices/registry.ts';
import { fitOf } from '../../src/fitting/fit.ts';
import { fixed, type Check } from './check.ts';
import { recordedTable, rowsBy } from './data.ts';

/** Means over 20 people of estimates by scipy.optimize.minimize (BFGS, 6 starts), values from 0. */
const examples = [
  ['bandit2arm_exampleData.txt', 'rescorla-wagner', [0.36997, 1.04397]],
  ['prl_exampleData.txt', 'rescorla-wagner-two-rates', [0.49987, 0.52042, 1.61633]],
] as const;
const tolerance = 0.001;

export function hbayesdm(root: string): readonly Check[] {
  return examples.map(([file, id, expected]) => {
    const rows = recordedTable(root, 'hbayesdm-examples', file);
    const what = `hBayesDM ${file}: means over people of MAP estimates of ${id}`;
    if (rows === undefined)
      return { what, measured: 'not measured: ../shared/data/hbayesdm-examples is not there', expected: '' };
    const model = findChoiceModel(id);
    const fits = [...rowsBy(rows, 'subjID').values()].map((own) => {
      const trials = choiceTrials({
        states: 1,
        options: 2,
        state: new Int32Array(own.length),
        choice: Int32Array.from(own, ({ choice }) => Number(choice) - 1),
        reward: Float64Array.from(own, ({ outcome }) => Number(outcome)),
        initialValue: 0,
      });
      return fitOf({ parameters: model.parameters(2), likelihood: model.likelihood(trials) }, { seed: 1, starts: 6 });
    });
    const means = expected.map((_, i) => mean(fits.map(({ parameters }) => parameters[i]?.value ?? Number.NaN)));
    return {
      what,
      measured: means.map((one) => fixed(one, 4)).join(', '),
      expected: `${expected.map((one) => fixed(one, 4)).join(', ')} (scipy)`,
      passes: expected.every((one, i) => Math.abs(one - (means[i] as number)) < tolerance),
    };
  });
}
