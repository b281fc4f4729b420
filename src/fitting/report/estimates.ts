import type { Fit } from '../fit.ts';
import type { FreeParameter } from '../free-parameter.ts';
import type { NumberPosterior, Posterior, PosteriorKind } from '../posterior/posterior.ts';

/** What is told of a fitted parameter, whatever the kind of its posterior. */
export interface Estimate extends Pick<FreeParameter, 'id' | 'title' | 'symbol' | 'unit'> {
  readonly value: number;
  /** 95 %; null if there is none. */
  readonly interval: readonly [low: number | 'open', high: number | 'open'] | null;
  readonly modes: readonly number[];
  /** Of chains. */
  readonly rHat?: number;
  /** The smaller of bulk and tail, of chains. */
  readonly effectiveDraws?: number;
}

/** What is told of a fit. */
export interface Estimates {
  readonly kind: PosteriorKind | 'laplace';
  /** Why there is no number; absent if there are. */
  readonly failure?: string;
  readonly parameters: readonly Estimate[];
  /** What follows from the parameters, where the posterior says something of it. */
  readonly derived: readonly NumberPosterior[];
}

/** The numbers of a fit: those of its own posterior by Laplace's approximation, or of another if that was computed. */
export function estimatesOf(fit: Fit, posterior: Posterior | undefined): Estimates {
  if (posterior === undefined)
    return {
      kind: 'laplace',
      ...(fit.failure === undefined ? {} : { failure: fit.failure }),
      parameters: fit.failure === undefined ? fit.parameters.map((one) => ({ ...one, modes: [] })) : [],
      derived: [],
    };
  const { kind, parameters, derived, failures, diagnostics } = posterior;
  return {
    kind,
    ...(failures.length === 0 ? {} : { failure: `${failures.join('; ')}.` }),
    parameters: parameters.map(({ id, estimate, interval, modes = [] }, i) => {
      const { title, symbol, unit } = fit.parameters[i] as Fit['parameters'][number];
      const chains = diagnostics?.parameters[i];
      return {
        id,
        title,
        ...(symbol === undefined ? {} : { symbol }),
        ...(unit === undefined ? {} : { unit }),
        value: estimate,
        interval,
        modes,
        ...(chains === undefined
          ? {}
          : { rHat: chains.rHat, effectiveDraws: Math.floor(Math.min(chains.bulkSize, chains.tailSize)) }),
      };
    }),
    derived,
  };
}

/** What estimates and intervals are, in a sentence. */
export const estimateWords: Readonly<Record<Estimates['kind'], string>> = {
  laplace:
    'Estimates are maxima of the posterior; intervals are those of its normal approximation there or, of models of choices and where it does not hold, of draws by importance sampling.',
  profile:
    'Estimates are maxima of the posterior; intervals end where its profile has fallen by 1.92, half of the 95 % quantile of chi-square.',
  grid: 'Estimates are means of the posterior on a grid; intervals are its 2.5 and 97.5 % quantiles. Likelihoods are those at the maximum.',
  nuts: 'Estimates are means of the draws of four chains (NUTS); intervals are their 2.5 and 97.5 % quantiles. Likelihoods are those at the maximum.',
};

/** Columns of a table of estimates that depend on the kind of the posterior. */
export const estimateColumns = {
  estimate: { what: 'maximum of the posterior (laplace, profile), or its mean (grid, nuts); empty if the fit failed' },
  low: {
    what: 'lower end of the 95 % interval: by the normal approximation, of models of choices, and where it does not hold, by importance sampling (laplace), where the profile has fallen by 1.92 (profile; empty if it never does), or the 2.5 % quantile',
  },
  high: { what: 'upper end of the 95 % interval' },
} as const;

/** The same, after the others. */
export const posteriorColumns = {
  posterior: { what: 'how the posterior was computed: laplace, profile, grid or nuts' },
  modes: { what: 'separate modes of the marginal posterior, with semicolons (grid, nuts)' },
  rHat: { what: 'rank-normalised split R-hat of the chains (nuts)' },
  effectiveDraws: { what: 'effective number of draws, the smaller of bulk and tail (nuts)' },
} as const;

/** Cells of the first columns. */
export const estimateCells = (one: Pick<Estimate, 'value' | 'interval'> | undefined): readonly (number | '')[] =>
  one === undefined ? ['', '', ''] : [one.value, endCell(one.interval?.[0]), endCell(one.interval?.[1])];

const endCell = (end: number | 'open' | undefined): number | '' => (typeof end === 'number' ? end : '');

/** Cells of the last columns. */
export const posteriorCells = (
  kind: Estimates['kind'],
  one: Partial<Estimate> | undefined,
): readonly (string | number)[] => [kind, (one?.modes ?? []).join('; '), one?.rHat ?? '', one?.effectiveDraws ?? ''];
