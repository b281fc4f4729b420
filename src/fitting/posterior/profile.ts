import { bfgs, type Maximum } from '../optimise/bfgs.ts';
import { agreement } from '../optimise/multi-start.ts';
import { valueAt, type FreeParameter } from '../free-parameter.ts';
import type { PointFunction } from '../problem.ts';

/** How high a function gets for each value of one parameter, the others being refitted. */
export interface Profile {
  /** Rising. */
  readonly values: readonly number[];
  /** Below the maximum, at each of `values`; negative where the search had not found the maximum. */
  readonly falls: readonly number[];
  /** 95 % interval: where the function has fallen by half of chi-square's 95 % quantile. An open end never falls so far. */
  readonly low: number | 'open';
  readonly high: number | 'open';
  /** A point of all parameters that is higher than the maximum that was given: that search had not found the best. */
  readonly higher?: Maximum;
}

/** Half of the 95 % quantile of chi-square with one degree of freedom. */
const intervalFall = 3.841459 / 2;
/** Shown that far. */
const shownFall = 3;
/** Steps whose falls differ by more than the first are too long to follow, and by less than the second too short. */
const [largestFall, smallestFall] = [0.8, 0.2];
const maxSteps = 60;
const longestFirstStep = 0.2;
/** Steps that had to be shortened by more are at a wall. */
const shortestShare = 1e-3;
/** Beyond this distance on a log or logit scale values do not change any more. */
const farthest = 20;

/**
 * The profile of the likelihood, or of the posterior density, by one parameter (Venzon & Moolgavkar 1988, Applied
 * Statistics 37:87): steps from the maximum outwards, the other parameters refitted at each from where the last two
 * point.
 * @param parameter the one that is profiled
 * @param index its place in the points
 */
export function profileOf(of: PointFunction, maximum: Maximum, parameter: FreeParameter, index: number): Profile {
  const followed = new Ridge(of, maximum, index);
  const reach = parameter.scale === 'linear' ? Infinity : farthest;
  const below = walk(followed, -1, reach);
  const above = walk(followed, 1, reach);
  const places = [...below.places.toReversed(), followed.top, ...above.places];
  const highest = places.reduce((best, one) => (one.fall < best.fall ? one : best));
  const valueOf = (end: number | 'open'): number | 'open' => (end === 'open' ? end : valueAt(parameter, end));
  return {
    values: places.map(({ at }) => valueAt(parameter, at)),
    falls: places.map(({ fall }) => fall),
    low: valueOf(below.end),
    high: valueOf(above.end),
    ...(highest.fall < -agreement && { higher: followed.maximumAt(highest) }),
  };
}

/** One point of a profile. */
interface Place {
  readonly at: number;
  readonly fall: number;
  /** The other parameters. */
  readonly others: Float64Array;
}

/** The highest points for each value of one parameter. */
class Ridge {
  readonly top: Place;
  private readonly of: PointFunction;
  private readonly index: number;
  private readonly height: number;
  private evaluations = 0;

  constructor(of: PointFunction, { point, height }: Maximum, index: number) {
    this.of = of;
    this.index = index;
    this.height = height;
    this.top = { at: point[index], fall: 0, others: point.filter((_, i) => i !== index) };
  }

  /** A step over which the function falls little with the other parameters held, and less with them refitted. */
  stepTowards(direction: number): number {
    const point = new Float64Array(this.of.size);
    for (let step = longestFirstStep; step > Number.MIN_VALUE; step /= 2) {
      const height = this.of.at(this.whole(this.top.at + direction * step, this.top.others, point));
      if (this.height - height < largestFall) return step;
    }
    return longestFirstStep;
  }

  /** Undefined where the function is not finite. */
  placeAt(at: number, start: Float64Array): Place | undefined {
    const { point, height, evaluations } = bfgs(this.restrictedTo(at), start);
    this.evaluations += evaluations;
    return Number.isFinite(height) ? { at, fall: this.height - height, others: point } : undefined;
  }

  maximumAt({ at, others, fall }: Place): Maximum {
    const point = this.whole(at, others, new Float64Array(this.of.size));
    return { point, height: this.height - fall, evaluations: this.evaluations, converged: false };
  }

  private restrictedTo(at: number): PointFunction {
    const { of, index } = this;
    const point = new Float64Array(of.size);
    const slopes = new Float64Array(of.size);
    return {
      size: of.size - 1,
      hasGradient: of.hasGradient,
      at: (others, gradient) => {
        const height = of.at(this.whole(at, others, point), gradient === undefined ? undefined : slopes);
        if (gradient !== undefined)
          for (let i = 0, j = 0; i < slopes.length; i++) if (i !== index) gradient[j++] = slopes[i];
        return height;
      },
    };
  }

  private whole(at: number, others: Float64Array, point: Float64Array): Float64Array {
    for (let i = 0, j = 0; i < point.length; i++) point[i] = i === this.index ? at : others[j++];
    return point;
  }
}

/** From the top outwards until the function has fallen far enough, in one direction (1 or -1). */
function walk(ridge: Ridge, direction: number, reach: number): { places: readonly Place[]; end: number | 'open' } {
  const places: Place[] = [];
  let [last, beforeLast] = [ridge.top, ridge.top];
  const firstStep = ridge.stepTowards(direction);
  let step = firstStep;
  let end: number | 'open' = 'open';
  for (let tried = 0; tried < maxSteps && last.fall < shownFall; tried++) {
    const at = last.at + direction * step;
    if (Math.abs(at - ridge.top.at) > reach) break;
    const next = ridge.placeAt(at, aheadOf(last, beforeLast, at));
    const isTooFar = next === undefined || next.fall - last.fall > largestFall;
    if (isTooFar && step > shortestShare * firstStep) {
      step /= 2;
      continue;
    }
    // A wall, beyond which there is no height, is an end as well.
    if (next === undefined) return { places, end: end === 'open' ? last.at : end };
    if (end === 'open' && next.fall >= intervalFall) end = crossing(ridge, last, next);
    if (next.fall - last.fall < smallestFall) step *= 2;
    [beforeLast, last] = [last, next];
    places.push(next);
  }
  return { places, end };
}

/** The other parameters where the line through the last two points leads. */
function aheadOf(last: Place, beforeLast: Place, at: number): Float64Array {
  if (last.at === beforeLast.at) return last.others;
  const share = (at - last.at) / (last.at - beforeLast.at);
  return last.others.map((one, i) => one + share * (one - beforeLast.others[i]));
}

/** Where the interval ends between two points, by false position on the root of the fall, which is nearly straight. */
function crossing(ridge: Ridge, inside: Place, outside: Place): number {
  let [near, far] = [inside, outside];
  const target = Math.sqrt(intervalFall);
  for (let i = 0; i < 30; i++) {
    const [low, high] = [Math.sqrt(Math.max(0, near.fall)), Math.sqrt(far.fall)];
    // Halving now and then, so that a bend does not hold one end for ever.
    const share = i % 3 === 2 ? 0.5 : (target - low) / (high - low);
    const at = near.at + share * (far.at - near.at);
    const place = ridge.placeAt(at, near.others);
    if (place === undefined || Math.abs(place.fall - intervalFall) < 1e-5) return at;
    if (place.fall < intervalFall) near = place;
    else far = place;
  }
  return near.at;
}
