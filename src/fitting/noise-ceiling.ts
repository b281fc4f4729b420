import { studentQuantile } from '../core/student.ts';

/** Trials in the order of the session: what was recorded of each in bins from its events, and what a model predicts. */
export interface RepeatedTrial {
  /** Trials of one condition have the same events at the same times, and as many bins. */
  readonly condition: string;
  /** NaN where nothing was recorded. */
  readonly recorded: Float64Array;
  readonly predicted: Float64Array;
}

/** A number with its 95 % interval. */
interface Bounded {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How much of a signal around events is explained, and how much could be. Shares of its variance. Plain data. */
export interface ExplainedVariance {
  /** Of the model. */
  readonly r2: number;
  /** What repeats of the same events have in common: the most that a model of the events could explain, if what they cause changes slowly. */
  readonly ceiling: Bounded;
  /** `r2` as a share of the ceiling. */
  readonly ofCeiling: Bounded;
  /** Trials of conditions with repeats, and the number of these conditions. */
  readonly trials: number;
  readonly conditions: number;
}

/** Of fewer trials there is no interval that can be believed. */
const leastTrials = 20;
/** Of a condition: noise is estimated from three in a row. */
const leastRepeats = 3;
/** Stretches of successive trials that are left out in turn. */
const groups = 20;

/**
 * The noise power is that of what changes from one trial of a condition to the next without being a steady change: the mean
 * of (y[i-1] - 2 y[i] + y[i+1])² / 6 over three trials in a row (Gasser, Sroka & Jennen-Steinmetz 1986, Biometrika 73:625).
 * Differences from the mean of all repeats (Sahani & Linden 2003; Hsu, Borst & Theunissen 2004) would count what is learned
 * as noise. ceiling = 1 - noise power / variance; intervals by the jackknife over 20 stretches of the session.
 *
 * It assumes that what events cause changes nearly linearly over three trials of a condition, and that the noise of these
 * trials is independent: what drifts slowly over them counts as explainable, so that the ceiling is then too high. Where values
 * change much between repeats, as in choice tasks with fast learning, those changes count as noise, and the ceiling is too low.
 * @returns undefined if fewer than 20 trials are of conditions with three or more
 */
export function explainedVariance(all: readonly RepeatedTrial[]): ExplainedVariance | undefined {
  const counts = new Map<string, number>();
  for (const { condition } of all) counts.set(condition, (counts.get(condition) ?? 0) + 1);
  const trials = all.filter(({ condition }) => (counts.get(condition) ?? 0) >= leastRepeats);
  if (trials.length < leastTrials) return undefined;
  const sums = sumsOf(trials);
  const whole = sharesOf(sums, () => true);
  const without = Array.from({ length: groups }, (_, group) =>
    sharesOf(sums, (trial) => Math.floor((trial * groups) / trials.length) !== group),
  );
  const bounded = (of: (shares: Shares) => number): Bounded => {
    const values = without.map(of);
    const mean = values.reduce((sum, one) => sum + one, 0) / groups;
    const squares = values.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
    const half = studentQuantile(groups - 1) * Math.sqrt(((groups - 1) / groups) * squares);
    return { value: of(whole), low: of(whole) - half, high: of(whole) + half };
  };
  return {
    r2: whole.r2,
    ceiling: bounded(({ ceiling }) => ceiling),
    ofCeiling: bounded(({ r2, ceiling }) => r2 / ceiling),
    trials: trials.length,
    conditions: new Set(trials.map(({ condition }) => condition)).size,
  };
}

interface Shares {
  readonly r2: number;
  readonly ceiling: number;
}

/** Of one trial: known bins, their sum, squares around a middle, and squares of what is left. */
interface TrialSums {
  readonly condition: string;
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
  readonly left: number;
}

/** Of three trials in a row of a condition: their numbers, known bins, and noise power times these. */
interface Triple {
  readonly of: readonly [number, number, number];
  readonly condition: string;
  readonly n: number;
  readonly noise: number;
}

interface Sums {
  readonly trials: readonly TrialSums[];
  readonly triples: readonly Triple[];
}

function sumsOf(trials: readonly RepeatedTrial[]): Sums {
  const before = new Map<string, number[]>();
  const triples: Triple[] = [];
  trials.forEach(({ condition }, trial) => {
    const [first, second] = before.get(condition) ?? [];
    if (first !== undefined && second !== undefined)
      triples.push({ of: [first, second, trial], condition, ...noiseOf(trials, first, second, trial) });
    before.set(condition, second === undefined ? [...(before.get(condition) ?? []), trial] : [second, trial]);
  });
  return { trials: trials.map(trialSums), triples };
}

function trialSums({ condition, recorded, predicted }: RepeatedTrial): TrialSums {
  let [n, sum, squares, left] = [0, 0, 0, 0];
  recorded.forEach((value, bin) => {
    if (Number.isNaN(value)) return;
    n += 1;
    sum += value;
    squares += value * value;
    left += (value - predicted[bin]) * (value - predicted[bin]);
  });
  return { condition, n, sum, squares, left };
}

function noiseOf(trials: readonly RepeatedTrial[], first: number, second: number, third: number) {
  const [one, two, three] = [trials[first].recorded, trials[second].recorded, trials[third].recorded];
  let [n, noise] = [0, 0];
  one.forEach((value, bin) => {
    const bend = value - 2 * two[bin] + three[bin];
    if (Number.isNaN(bend)) return;
    n += 1;
    noise += (bend * bend) / 6;
  });
  return { n, noise };
}

/** Of some of the trials. A condition's noise weighs as much as its trials do. */
function sharesOf({ trials, triples }: Sums, isIn: (trial: number) => boolean): Shares {
  let [n, sum, squares, left] = [0, 0, 0, 0];
  const weights = new Map<string, number>();
  trials.forEach((one, trial) => {
    if (!isIn(trial)) return;
    n += one.n;
    sum += one.sum;
    squares += one.squares;
    left += one.left;
    weights.set(one.condition, (weights.get(one.condition) ?? 0) + one.n);
  });
  const noises = new Map<string, readonly [n: number, noise: number]>();
  for (const { of, condition, n: bins, noise } of triples) {
    if (!of.every(isIn)) continue;
    const [before, already] = noises.get(condition) ?? [0, 0];
    noises.set(condition, [before + bins, already + noise]);
  }
  let [noise, weight] = [0, 0];
  for (const [condition, [bins, power]] of noises) {
    if (bins === 0) continue;
    noise += ((weights.get(condition) ?? 0) * power) / bins;
    weight += weights.get(condition) ?? 0;
  }
  const variance = squares / n - (sum / n) * (sum / n);
  return { r2: 1 - left / n / variance, ceiling: 1 - noise / weight / variance };
}
