import type { Fit } from '../fit.ts';
import type { FitProblem } from '../problem.ts';
import { chainsFit, fitChain, usualChains } from './chains-fit.ts';
import { heightsOf } from './grid.ts';
import { gridFit } from './grid-fit.ts';
import type { Derived } from './marginals.ts';
import { requirePossible, type Posterior, type PosteriorKind } from './posterior.ts';
import { fitProfile, profilePosterior } from './profile-posterior.ts';

/**
 * The posterior of a fit's parameters, in this thread.
 * @throws InputError for a grid of more than three parameters, or chains without exact gradients
 */
export function fitPosterior(
  problem: FitProblem,
  fit: Fit,
  {
    kind,
    seed,
    derived = [],
  }: { readonly kind: PosteriorKind; readonly seed: number; readonly derived?: readonly Derived[] },
): Posterior {
  const { parameters, likelihood } = problem;
  requirePossible(kind, problem);
  if (kind === 'profile')
    return profilePosterior(
      fit,
      parameters.map((_, i) => fitProfile(problem, fit, i)),
    );
  if (kind === 'nuts')
    return chainsFit(
      parameters,
      Array.from({ length: usualChains }, (_, chain) => fitChain(problem, seed, chain)),
      derived,
    );
  const work = gridFit(parameters, fit, derived);
  let step = work.next();
  while (step.done !== true) step = work.next(heightsOf(likelihood, step.value, parameters.length));
  return step.value;
}
