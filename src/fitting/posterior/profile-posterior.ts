import type { Fit } from '../fit.ts';
import { posteriorOf, type FitProblem } from '../problem.ts';
import { failedPosterior, type NumberPosterior, type Posterior } from './posterior.ts';
import { profileOf, type Profile } from './profile.ts';

/** The profile of the posterior density by one parameter of a fit. @param index of the parameter */
export const fitProfile = (problem: FitProblem, { point, logPosterior }: Fit, index: number): Profile =>
  profileOf(
    posteriorOf(problem),
    { point: Float64Array.from(point), height: logPosterior, evaluations: 0, converged: true },
    problem.parameters[index],
    index,
  );

/** @param profiles by every parameter, in order */
export function profilePosterior(fit: Fit, profiles: readonly Profile[]): Posterior {
  const failures = profiles.flatMap(({ higher }, i) =>
    higher === undefined
      ? []
      : [
          `${fit.parameters[i].id}: its profile found a better place than the search (log posterior ${(higher.height - fit.logPosterior).toFixed(2)} higher); take more starts`,
        ],
  );
  const all = fit.failure === undefined ? failures : [fit.failure, ...failures];
  if (all.length > 0) return failedPosterior('profile', all);
  return {
    kind: 'profile',
    parameters: profiles.map(({ values, falls, low, high }, i): NumberPosterior => ({
      id: fit.parameters[i].id,
      estimate: fit.parameters[i].value,
      interval: [low, high],
      curve: profileCurve(values, falls),
    })),
    derived: [],
    failures: [],
    warnings: profiles.flatMap(({ low, high }, i) =>
      low === 'open' || high === 'open'
        ? [`${fit.parameters[i].id}: the posterior never falls far enough ${sides(low, high)} for its interval to end.`]
        : [],
    ),
  };
}

const sides = (low: number | 'open', high: number | 'open'): string =>
  low === high ? 'on either side' : low === 'open' ? 'below' : 'above';

/** Places of the curve from one of the profile to the next. */
const finer = 8;

/**
 * The density at and between the places of a profile: the signed root of the fall is close to linear (Bates & Watts 1988,
 * Nonlinear regression analysis and its applications, chapter 6), the density itself is not.
 * @param falls of the log density from its maximum
 */
export function profileCurve(values: readonly number[], falls: readonly number[]): NumberPosterior['curve'] {
  const top = falls.indexOf(Math.min(...falls));
  const roots = falls.map((fall, i) => Math.sign(i - top) * Math.sqrt(2 * Math.max(0, fall)));
  const places = Array.from({ length: (values.length - 1) * finer + 1 }, (_, i) => i / finer);
  const between = (of: readonly number[], place: number): number => {
    const i = Math.min(Math.floor(place), of.length - 1);
    const next = of[i + 1] ?? of[i];
    return of[i] + (place - i) * (next - of[i]);
  };
  return {
    values: places.map((place) => between(values, place)),
    density: places.map((place) => {
      const root = between(roots, place);
      return Math.exp(-(root * root) / 2);
    }),
  };
}
