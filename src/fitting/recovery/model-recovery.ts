import { randomStream } from '../../core/random.ts';
import { fitOf } from '../fit.ts';
import { valuesAt } from '../problem.ts';
import { withoutPriors } from '../without-priors.ts';
import type { RecoveryOptions } from './parameter-recovery.ts';
import type { PointSource, Recoverable } from './recoverable.ts';

/** One simulated recording, fitted by every model. Plain data. */
export interface ModelDraw {
  /** Index of the model that made it. */
  readonly made: number;
  /** Of every model; null if it cannot produce these data. */
  readonly bics: readonly (number | null)[];
}

/** A draw depends on the seed, the model that makes it and its number alone. */
export function modelDraw<Data>(
  models: readonly Recoverable<Data>[],
  made: number,
  from: PointSource,
  draw: number,
  { seed, starts }: RecoveryOptions,
): ModelDraw {
  const maker = models[made];
  const random = randomStream(seed, `model recovery ${maker.id} ${draw}`);
  const data = maker.simulate(valuesAt(maker.parameters, from(random)), random);
  const bics = models.map((model) => {
    const { bic } = fitOf(withoutPriors(model.problem(data)), { seed, starts });
    return Number.isFinite(bic) ? bic : null;
  });
  return { made, bics };
}

/** Whether models can be told apart on a design. Plain data. */
export interface ModelRecovery {
  readonly models: readonly string[];
  /** Simulated recordings of each model. */
  readonly draws: readonly number[];
  /** p(fit | sim): the share of recordings of a model, by row, that each model explains best by BIC. */
  readonly confusion: readonly (readonly number[])[];
  /** p(sim | fit): of the recordings that a model, by column, explains best, how likely each made them, all as likely beforehand. */
  readonly inversion: readonly (readonly number[])[];
  readonly warnings: readonly string[];
}

/** Recordings that models mistake for another's more often than this are warned of. */
const confused = 0.2;

export function modelRecovery(
  models: readonly Pick<Recoverable<unknown>, 'title'>[],
  draws: readonly ModelDraw[],
): ModelRecovery {
  const counts = models.map(() => models.map(() => 0));
  for (const { made, bics } of draws) counts[made][bestOf(bics)] += 1;
  const totals = counts.map((row) => row.reduce((sum, one) => sum + one, 0));
  const confusion = counts.map((row, made) => row.map((count) => count / Math.max(1, totals[made])));
  const columns = models.map((_, fit) => confusion.reduce((sum, row) => sum + row[fit], 0));
  const inversion = confusion.map((row) => row.map((share, fit) => (columns[fit] === 0 ? 0 : share / columns[fit])));
  const titles = models.map(({ title }) => title);
  return {
    models: titles,
    draws: totals,
    confusion,
    inversion,
    warnings: confusion.flatMap((row, made) =>
      row.flatMap((share, fit) =>
        made !== fit && share > confused
          ? [
              `${titles[made]} cannot be told from ${titles[fit]} on this design: of ${Math.round(100 * share)} % of its simulations ${titles[fit]} has the best BIC.`,
            ]
          : [],
      ),
    ),
  };
}

/** Index of the smallest. */
const bestOf = (bics: readonly (number | null)[]): number =>
  bics.reduce<number>((best, bic, i) => ((bic ?? Infinity) < (bics[best] ?? Infinity) ? i : best), 0);
