import { fitOf, type Fit, type FitOptions } from '../fit.ts';
import type { HeldOutScores } from '../held-out.ts';
import { withIntervals } from '../intervals.ts';
import { fitPosterior } from '../posterior/fit-posterior.ts';
import type { Posterior, PosteriorKind } from '../posterior/posterior.ts';
import { withoutPriors } from '../without-priors.ts';
import { asymmetryCaveat } from './asymmetry-caveat.ts';
import type { ChoiceModel, DerivedQuantity } from './choice-model.ts';
import { heldOutChoices } from './held-out-choices.ts';
import { choicesMade, type ChoiceTrials } from './choice-trials.ts';
import twoRates from './models/rescorla-wagner-two-rates.ts';

/** A quantity that follows from the estimates. */
interface Derived extends Pick<DerivedQuantity, 'id' | 'title' | 'symbol'> {
  readonly value: number;
}

/** A model as fitted to one subject. Plain data. */
export interface SubjectFit {
  readonly subject: string;
  /** Id of the model. */
  readonly model: string;
  /** The maximum of the posterior. */
  readonly fit: Fit;
  /** At the maximum of the likelihood, as a comparison of models requires. */
  readonly bic: number;
  readonly derived: readonly Derived[];
  /** Of another kind than Laplace's, if one was asked for. */
  readonly posterior?: Posterior;
  readonly heldOut?: HeldOutScores;
  /** Why a difference of learning rates need not be one. */
  readonly caveat?: string;
}

export interface SubjectOptions extends FitOptions {
  readonly posterior?: PosteriorKind | undefined;
  /** Number of blocks of trials that are kept out, one after the other. */
  readonly blocks: number;
}

/** @throws InputError for a grid of more than three parameters */
export function fitSubject(
  { subject, trials }: { readonly subject: string; readonly trials: ChoiceTrials },
  model: ChoiceModel,
  { posterior: kind, blocks, ...options }: SubjectOptions,
): SubjectFit {
  const problem = { parameters: model.parameters(trials.options), likelihood: model.likelihood(trials) };
  const fit = withIntervals(problem, fitOf(problem, options), options.seed);
  const values = Float64Array.from(fit.parameters, ({ value }) => value);
  const caveat = model.id === twoRates.id ? asymmetryCaveat(trials, options) : undefined;
  return {
    subject,
    model: model.id,
    fit,
    bic: fitOf(withoutPriors(problem), options).bic,
    derived: (model.derived ?? []).map(({ id, title, symbol, of }) => ({ id, title, symbol, value: of(values) })),
    ...(kind === undefined
      ? {}
      : { posterior: fitPosterior(problem, fit, { kind, seed: options.seed, derived: model.derived ?? [] }) }),
    ...(blocks === 0 ? {} : { heldOut: heldOutChoices(trials, model, { ...options, blocks }) }),
    ...(caveat === undefined ? {} : { caveat }),
  };
}

/** Fewer choices say nothing of a subject. */
const leastChoices = 10;

/** Why a subject is left out, if it is. */
export function whyNotFitted(trials: ChoiceTrials): string | undefined {
  const made = choicesMade(trials);
  if (made < leastChoices) return `${made} choices; at least ${leastChoices} are needed`;
  const first = trials.choice.find((choice) => choice >= 0);
  return trials.choice.every((choice) => choice < 0 || choice === first)
    ? 'the same option in all trials, which determines nothing'
    : undefined;
}
