import { InputError } from '../../core/errors.ts';
import { randomStream } from '../../core/random.ts';
import type { FreeParameter } from '../free-parameter.ts';
import type { PointFunction } from '../problem.ts';
import { bfgs, type Maximum } from './bfgs.ts';

/** Searches from several starts. */
export interface Starts {
  readonly best: Maximum;
  /** Of every start, in order. */
  readonly ends: readonly Maximum[];
  /** Starts that converged within `agreement` of the best height. */
  readonly agreeing: number;
}

/** Heights that differ by less are one. */
export const agreement = 0.01;

/** Where searches start if nothing is known: most shares and rates. */
const wide = { mean: 0, sd: 1.5 };

/**
 * The point of a start: the middle of the priors for the first, then draws from them, each from a stream of its own, so
 * that any number of workers may share the starts.
 */
export function startPoint(parameters: readonly FreeParameter[], seed: number, start: number): Float64Array {
  const draws = randomStream(seed, `start ${start}`);
  return Float64Array.from(parameters, ({ prior = wide }) =>
    start === 0 ? prior.mean : draws.normal(prior.mean, prior.sd),
  );
}

/** One search. */
export const searchFrom = (of: PointFunction, parameters: readonly FreeParameter[], seed: number, start: number) =>
  bfgs(of, startPoint(parameters, seed, start));

/**
 * The best of several searches. A start without a finite height counts as one that did not converge.
 * @throws InputError if none of them ends at a finite height
 */
export function bestOf(ends: readonly Maximum[]): Starts {
  const finite = ends.filter(({ height }) => Number.isFinite(height));
  const [first] = finite;
  if (first === undefined)
    throw new InputError(
      'the model cannot produce these data at any start',
      'fit',
      'free other parameters, or check what the recording has',
    );
  const best = finite.reduce((one, other) => (other.height > one.height ? other : one), first);
  const agreeing = ends.filter(({ converged, height }) => converged && best.height - height < agreement).length;
  return { best, ends, agreeing };
}
