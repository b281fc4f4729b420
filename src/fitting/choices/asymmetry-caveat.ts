import { fitOf, type Fit } from '../fit.ts';
import { withoutPriors } from '../without-priors.ts';
import type { ChoiceModel } from './choice-model.ts';
import type { ChoiceTrials } from './choice-trials.ts';
import bayesian from './models/beta-bernoulli.ts';
import perseverating from './models/rescorla-wagner-perseveration.ts';
import twoRates from './models/rescorla-wagner-two-rates.ts';

/** What looks like learning more from positive errors. */
const imitators: readonly (readonly [model: ChoiceModel, why: string])[] = [
  [bayesian, 'who learns less and less from each outcome'],
  [perseverating, 'who repeats choices whatever came of them'],
];

/**
 * Subjects without any asymmetry look optimistic when two constant learning rates are fitted (Sugawara & Katahira 2021,
 * 10.1038/s41598-020-80593-7; Godara 2025, 10.48550/arXiv.2505.08049).
 * @returns a sentence if the rate of positive errors is the larger one, and a model without asymmetry has the better BIC
 */
export function asymmetryCaveat(
  trials: ChoiceTrials,
  options: { readonly seed: number; readonly starts: number },
): string | undefined {
  const fitted = (model: ChoiceModel): Fit =>
    fitOf(
      withoutPriors({ parameters: model.parameters(trials.options), likelihood: model.likelihood(trials) }),
      options,
    );
  const asymmetric = fitted(twoRates);
  const [positive, negative] = asymmetric.parameters;
  if (positive.value <= negative.value) return undefined;
  const [best] = imitators
    .map(([model, why]) => ({ why, title: model.title, ahead: asymmetric.bic - fitted(model).bic }))
    .sort((one, other) => other.ahead - one.ahead);
  if (!(best.ahead > 0)) return undefined;
  return `The larger rate of positive errors need not be optimism: a subject ${best.why} looks the same, and ${best.title} has the better BIC by ${best.ahead.toFixed(1)}.`;
}
