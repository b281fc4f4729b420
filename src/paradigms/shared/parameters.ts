import type { Interval } from '../../contracts/design.ts';
import { integer, real, type NumberParameter } from '../../contracts/parameters.ts';

type Given = Partial<Omit<NumberParameter, 'kind'>>;

/** The value of a reward, reward units. */
export const rewardSize = (help = 'size of the reward', given: Given = {}): NumberParameter =>
  real({ default: 1, min: 0.05, max: 10, unit: 'reward units', symbol: 'r', help, ...given });

/**
 * Mean interval between trials, seconds; `evenly` converts it to an interval.
 * @param note how it differs from the paper, appended to the help text
 */
export const iti = (seconds: number, note: string, given: Given = {}, between = 'trials'): NumberParameter =>
  real({
    default: seconds,
    min: 2,
    max: 60,
    unit: 's',
    help: `mean interval between ${between}, drawn uniformly from 0.5 to 1.5 times the mean${note}`,
    ...given,
  });

export const evenly = (meanSeconds: number): Interval => ({
  kind: 'uniform',
  minSeconds: meanSeconds / 2,
  maxSeconds: 1.5 * meanSeconds,
});

/** A number of trials. */
export const trials = (count: number, help: string, given: Given = {}): NumberParameter =>
  integer({ default: count, min: 2, max: 5000, unit: 'trials', help, ...given });

/** A number of trials in which nothing is learned. */
export const probes = (count: number, what: string, given: Given = {}): NumberParameter =>
  trials(count, `${what}; learning is off`, { max: 500, ...given });

/** A number of recorded trials, in which learning goes on. */
export const recordedTrials = (count: number, what: string, given: Given = {}): NumberParameter =>
  trials(count, `${what}; learning stays on`, { max: 20_000, ...given });
