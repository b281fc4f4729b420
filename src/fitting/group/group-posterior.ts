import { reportOf } from '../posterior/chains.ts';
import type { Chain } from '../posterior/nuts.ts';
import type { ChainDiagnostics } from '../posterior/posterior.ts';
import type { GroupProblem } from './group-problem.ts';
import { hierarchicalPosterior } from './hierarchical-posterior.ts';
import type { GroupFit } from './hierarchy.ts';

/** A number of a group as its posterior has it. */
interface PosteriorNumber {
  readonly parameter: string;
  /** 'mean', a covariate, or 'sd', on points; of a subject, its id: its value. */
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
}

/** The posterior of a group and all its subjects at once. Plain data. */
export interface GroupPosterior {
  /** Means, effects and spreads; empty if the chains failed, so that no number can be taken for one. */
  readonly group: readonly PosteriorNumber[];
  readonly subjects: readonly PosteriorNumber[];
  /** Why there are no numbers, each with a parameter's id. */
  readonly failures: readonly string[];
  readonly diagnostics: ChainDiagnostics;
}

/** @param chains of `hierarchicalPosterior(problem, fit)` */
export function groupPosteriorOf(problem: GroupProblem, fit: GroupFit, chains: readonly Chain[]): GroupPosterior {
  const { parameters, subjects, covariates = [] } = problem;
  const of = hierarchicalPosterior(problem, fit);
  const report = reportOf(chains, of.ids, of.valuesOf);
  const places = [
    ...parameters.flatMap(({ id }) => ['mean', ...covariates, 'sd'].map((name) => ({ parameter: id, name }))),
    ...subjects.flatMap((subject) => parameters.map(({ id }) => ({ parameter: id, name: subject.id }))),
  ];
  const numbers =
    report.failures.length > 0
      ? []
      : report.parameters.map(({ mean, sd, quantiles }, i): PosteriorNumber => ({
          ...places[i],
          mean,
          sd,
          low: quantiles[0],
          high: quantiles.at(-1) as number,
        }));
  const count = parameters.length * (covariates.length + 2);
  return {
    group: numbers.slice(0, count),
    subjects: numbers.slice(count),
    failures: report.failures,
    diagnostics: {
      chains: chains.length,
      draws: chains[0]?.heights.length ?? 0,
      divergences: report.divergences,
      parameters: report.parameters.map(({ id, rHat, bulkSize, tailSize }) => ({ id, rHat, bulkSize, tailSize })),
    },
  };
}
