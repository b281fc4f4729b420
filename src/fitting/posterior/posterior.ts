import { InputError } from '../../core/errors.ts';
import type { FitProblem } from '../problem.ts';
import type { PosteriorCurve } from '../posterior-curve.ts';

/** How the posterior of a fit's parameters is computed. */
export const posteriorKinds = ['laplace', 'profile', 'grid', 'nuts'] as const;

/** laplace is part of every fit; the others are computed besides. */
export type PosteriorKind = Exclude<(typeof posteriorKinds)[number], 'laplace'>;

/** What a posterior says of one number. */
export interface NumberPosterior {
  readonly id: string;
  /** Of a profile the maximum, otherwise the mean. */
  readonly estimate: number;
  /** 95 %. An end of a profile is open where the density never falls so far. */
  readonly interval: readonly [low: number | 'open', high: number | 'open'];
  /** Where its separate modes are; absent from profiles. */
  readonly modes?: readonly number[];
  /** Of a profile, the density at the best setting of the others, up to a factor. */
  readonly curve: PosteriorCurve;
}

/** Whether chains agree; of every parameter. */
export interface ChainDiagnostics {
  readonly chains: number;
  /** Kept draws of each. */
  readonly draws: number;
  readonly divergences: number;
  readonly parameters: readonly {
    readonly id: string;
    readonly rHat: number;
    readonly bulkSize: number;
    readonly tailSize: number;
  }[];
}

/** The posterior of a fit's parameters. Plain data. */
export interface Posterior {
  readonly kind: PosteriorKind;
  /** In the order of the fit's parameters; empty if it failed, so that no number can be taken for one. */
  readonly parameters: readonly NumberPosterior[];
  /** What follows from the parameters. */
  readonly derived: readonly NumberPosterior[];
  /** Why there are no numbers, each with a parameter's id; empty if it stands. */
  readonly failures: readonly string[];
  /** What a reader has to know, in sentences. */
  readonly warnings: readonly string[];
  /** Of chains. */
  readonly diagnostics?: ChainDiagnostics;
}

/** A grid of more has too many cells. */
const maxOnGrid = 3;

/** @throws InputError for a grid of more than three parameters, or chains without exact gradients */
export function requirePossible(kind: PosteriorKind, { parameters, likelihood }: FitProblem): void {
  if (kind === 'grid' && parameters.length > maxOnGrid)
    throw new InputError(
      `a grid has one to ${maxOnGrid} parameters, and here are ${parameters.length}: ${parameters.map(({ id }) => id).join(', ')}`,
      'posterior grid',
      likelihood.hasGradient ? 'take nuts or profile' : `fit ${maxOnGrid} of them, or take profile`,
    );
  if (kind === 'nuts' && !likelihood.hasGradient)
    throw new InputError(
      'an agent in continuous time has no exact gradient',
      'posterior nuts',
      'take profile or grid; models of single trials (phasic fit-choices) have gradients',
    );
}

export const failedPosterior = (
  kind: PosteriorKind,
  failures: readonly string[],
  diagnostics?: ChainDiagnostics,
): Posterior => ({
  kind,
  parameters: [],
  derived: [],
  failures,
  warnings: [],
  ...(diagnostics === undefined ? {} : { diagnostics }),
});

/** A mean between two modes is a value that the data speak against. */
export const modeWarnings = (numbers: readonly NumberPosterior[]): readonly string[] =>
  numbers.flatMap(({ id, modes = [] }) =>
    modes.length < 2
      ? []
      : [
          `${id} has ${modes.length} modes, at ${modes.map((one) => Number(one.toPrecision(3))).join(' and ')}: its mean may be a value that the data speak against.`,
        ],
  );
