/** One term of an impulse response: weight x exp(-t / seconds) from the impulse on. */
interface Exponential {
  readonly weight: number;
  readonly seconds: number;
}

/** An impulse response as a sum of exponentials; 0 before the impulse. */
export type Response = readonly Exponential[];

// Two equal time constants are taken this much apart, which changes the response by less than this share of its peak.
const apart = 1e-4;

/**
 * Two first-order processes in a row, one that rises and one that decays, scaled to a peak of 1:
 *
 *     h(t) = (exp(-t / decay) - exp(-t / rise)) / its maximum
 *
 * @param riseSeconds 0 is an immediate rise: exp(-t / decay)
 */
export function riseAndDecay(riseSeconds: number, decaySeconds: number): Response {
  if (riseSeconds === 0) return [{ weight: 1, seconds: decaySeconds }];
  const rise = Math.abs(riseSeconds / decaySeconds - 1) < apart ? decaySeconds * (1 - apart) : riseSeconds;
  const peakSeconds = (Math.log(decaySeconds / rise) * rise * decaySeconds) / (decaySeconds - rise);
  const peak = Math.exp(-peakSeconds / decaySeconds) - Math.exp(-peakSeconds / rise);
  return [
    { weight: 1 / peak, seconds: decaySeconds },
    { weight: -1 / peak, seconds: rise },
  ];
}

/** The maximum of a response that rises once and then falls, by halving the time in which its slope turns. */
function peakOf(response: Response): number {
  const sum = (term: (one: Exponential) => number): number => response.reduce((total, one) => total + term(one), 0);
  const rises = (at: number): boolean =>
    sum(({ weight, seconds }) => (-weight / seconds) * Math.exp(-at / seconds)) > 0;
  let [from, to] = [0, Math.max(...response.map(({ seconds }) => seconds))];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (from + to) / 2;
    [from, to] = rises(middle) ? [middle, to] : [from, middle];
  }
  return sum(({ weight, seconds }) => weight * Math.exp(-from / seconds));
}

/** (1 - share) x one response of riseAndDecay() + share x another with the same rise, scaled to a peak of 1. */
export function mixed(one: Response, other: Response, share: number): Response {
  const sum = [
    ...one.map(({ weight, seconds }) => ({ weight: (1 - share) * weight, seconds })),
    ...other.map(({ weight, seconds }) => ({ weight: share * weight, seconds })),
  ];
  const peak = peakOf(sum);
  return sum.map(({ weight, seconds }) => ({ weight: weight / peak, seconds }));
}

/** When a response, with its delay, has fallen to a thousandth. */
export const lastingSeconds = (response: Response, delaySeconds: number): number =>
  delaySeconds + Math.log(1000) * Math.max(...response.map(({ seconds }) => seconds));

/** What each exponential does in a step. */
export interface Term {
  /** Of what it holds, the share that is left after a step, and that is shown on average in it. */
  readonly keep: number;
  readonly over: number;
  /** The same of an impulse that arrives in the step. */
  readonly arriving: number;
  readonly arrivingOver: number;
}

export function termsOf(response: Response, delaySeconds: number, stepSeconds: number): readonly Term[] {
  // An impulse arrives within a step: the rest of it is what the response fills of that step.
  const restSeconds = stepSeconds - Math.max(0, delaySeconds - wholeSteps(delaySeconds, stepSeconds) * stepSeconds);
  return response.map(({ weight, seconds }) => ({
    keep: Math.exp(-stepSeconds / seconds),
    arriving: weight * Math.exp(-restSeconds / seconds),
    over: (-seconds * Math.expm1(-stepSeconds / seconds)) / stepSeconds,
    arrivingOver: (-weight * seconds * Math.expm1(-restSeconds / seconds)) / stepSeconds,
  }));
}

/** A filter in progress. */
export interface Filter {
  /** Advances by one step, with an impulse at its start; returns the mean of the filtered signal over the step. */
  step(impulse: number): number;
}

/** How many numbers a filter remembers. */
export const filterSize = (response: Response, delaySeconds: number, stepSeconds: number): number =>
  response.length + wholeSteps(delaySeconds, stepSeconds);

/** A response's delay in steps, rounded down. */
export const wholeSteps = (delaySeconds: number, stepSeconds: number): number =>
  // A delay that is a whole number of steps must not fall one short by rounding.
  Math.floor(delaySeconds / stepSeconds + 1e-9);

/**
 * Filters impulses by a response that starts `delaySeconds` after each. Exact for any step: the output is the integral of
 * the response over the step, in closed form, so halving the step divides the same curve more finely.
 * @param memory filterSize() numbers, 0 at the start; written in place
 */
export function causalFilter(
  response: Response,
  delaySeconds: number,
  stepSeconds: number,
  memory: Float64Array,
): Filter {
  const line = memory.subarray(response.length);
  const terms = termsOf(response, delaySeconds, stepSeconds);

  function arrival(impulse: number): number {
    if (line.length === 0) return impulse;
    const arrived = line[0] as number;
    line.copyWithin(0, 1);
    line[line.length - 1] = impulse;
    return arrived;
  }

  return {
    step(impulse) {
      const arrived = arrival(impulse);
      let mean = 0;
      for (let i = 0; i < terms.length; i++) {
        const { keep, arriving, over, arrivingOver } = terms[i] as (typeof terms)[number];
        const before = memory[i] as number;
        mean += before * over + arrived * arrivingOver;
        memory[i] = before * keep + arrived * arriving;
      }
      return mean;
    },
  };
}
