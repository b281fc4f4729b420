import { randomStream } from '../../core/random.ts';
import { startPoint } from '../optimise/multi-start.ts';
import { densityOfDraws } from '../posterior-curve.ts';
import { posteriorOf, valuesAt, type FitProblem } from '../problem.ts';
import type { FreeParameter } from '../free-parameter.ts';
import { reportOf } from './chains.ts';
import type { Derived } from './marginals.ts';
import { modesOf } from './modes.ts';
import { nutsChain, type Chain } from './nuts.ts';
import {
  failedPosterior,
  modeWarnings,
  type ChainDiagnostics,
  type NumberPosterior,
  type Posterior,
} from './posterior.ts';

/** Chains of a posterior. */
export const usualChains = 4;
const options = { warmup: 1000, draws: 1000, acceptance: 0.9 } as const;

/**
 * One chain of a fit, by number. Chains begin apart, at draws of the priors, so that each may find another mode.
 * @throws InputError for a model without exact gradients
 */
export const fitChain = (problem: FitProblem, seed: number, chain: number): Chain =>
  nutsChain(
    posteriorOf(problem),
    startPoint(problem.parameters, seed, chain + 1),
    randomStream(seed, `chain ${chain}`),
    options,
  );

export function chainsFit(
  parameters: readonly FreeParameter[],
  chains: readonly Chain[],
  derived: readonly Derived[],
): Posterior {
  const ids = [...parameters, ...derived].map(({ id }) => id);
  const numbersAt = (point: Float64Array): readonly number[] => {
    const values = valuesAt(parameters, point);
    return [...values, ...derived.map(({ of }) => of(values))];
  };
  const report = reportOf(chains, ids, numbersAt);
  const diagnostics: ChainDiagnostics = {
    chains: chains.length,
    draws: chains[0]?.heights.length ?? 0,
    divergences: report.divergences,
    parameters: report.parameters.map(({ id, rHat, bulkSize, tailSize }) => ({ id, rHat, bulkSize, tailSize })),
  };
  if (report.failures.length > 0) return failedPosterior('nuts', report.failures, diagnostics);
  const numbers = report.parameters.map(({ id, mean, quantiles }, i): NumberPosterior => {
    const curve = densityOfDraws(parameters[i], drawsOf(chains, numbersAt, i));
    return {
      id,
      estimate: mean,
      interval: [quantiles[0], quantiles.at(-1) as number],
      modes: modesOf(curve.mass).map((at) => curve.values[at]),
      curve: { values: curve.values, density: curve.density },
    };
  });
  return {
    kind: 'nuts',
    parameters: numbers.slice(0, parameters.length),
    derived: numbers.slice(parameters.length),
    failures: [],
    warnings: modeWarnings(numbers),
    diagnostics,
  };
}

const drawsOf = (
  chains: readonly Chain[],
  numbersAt: (point: Float64Array) => readonly number[],
  index: number,
): readonly number[] =>
  chains.flatMap(({ size, points, heights }) =>
    Array.from(heights, (_, draw) => numbersAt(points.subarray(draw * size, (draw + 1) * size))[index]),
  );
