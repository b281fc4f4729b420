import type { Interval } from '../contracts/design.ts';
import { maxEvents } from '../contracts/design-schema.ts';
import { intervalFaults } from '../contracts/interval-faults.ts';
import { didYouMean } from '../core/errors.ts';
import { Mistake } from './mistake.ts';
import { readNumber, type Reader } from './trial-text.ts';

const maxTimeSeconds = 86_400;
const minTimeSeconds = 1e-3;
/**
 * If no bounds are given: the number of means after which an exponential time is cut (0.7 % of it), and of deviations
 * for a normal one.
 */
const exponentialMeans = 5;
const normalDeviations = 3;
const kinds = ['fixed', 'uniform', 'exponential', 'hazard', 'normal', 'grid'] as const;

/** Maximum number of decimals of a time, so that sums are exact as displayed. */
export const rounded = (seconds: number): number => Number(seconds.toFixed(6));

/** `2 s`, `uniform 4 8`, `exponential 10 2 60`, `hazard 0.1`, `normal 1.5 0.3`, `grid 1:3 2:1`. */
export function readInterval(reader: Reader): Interval {
  reader.skipBlanks();
  const { at } = reader;
  const word = reader.take(/[A-Za-z]+/y);
  if (word !== undefined && !(kinds as readonly string[]).includes(word))
    throw new Mistake(at, `unknown interval '${word.slice(0, 30)}'`, didYouMean(word.slice(0, 30), kinds));
  const given = intervalOf((word ?? 'fixed') as (typeof kinds)[number], reader);
  const [fault] = intervalFaults([], given);
  if (fault !== undefined) throw new Mistake(at, fault.what, fault.remedy);
  return given;
}

function intervalOf(kind: (typeof kinds)[number], reader: Reader): Interval {
  switch (kind) {
    case 'fixed':
      return { kind, seconds: readSeconds(reader, 'a time') };
    case 'uniform':
      return {
        kind,
        minSeconds: readSeconds(reader, 'the shortest time'),
        maxSeconds: readSeconds(reader, 'the longest time'),
      };
    case 'exponential':
      return bounded(readSeconds(reader, 'the mean', minTimeSeconds), reader);
    case 'hazard':
      // A constant hazard is an exponential time with the reciprocal as its mean.
      return bounded(1 / readNumber(reader, 1 / maxTimeSeconds, 1 / minTimeSeconds, 'the hazard per second'), reader);
    case 'normal':
      return normal(
        readSeconds(reader, 'the mean'),
        readSeconds(reader, 'the standard deviation', minTimeSeconds),
        reader,
      );
    case 'grid':
      return readGrid(reader);
  }
}

function bounded(mean: number, reader: Reader): Interval {
  const bounds = readBounds(reader);
  const [minSeconds, maxSeconds] = bounds ?? [0, Math.min(maxTimeSeconds, exponentialMeans * mean)];
  return { kind: 'exponential', meanSeconds: rounded(mean), minSeconds, maxSeconds: rounded(maxSeconds) };
}

function normal(meanSeconds: number, sdSeconds: number, reader: Reader): Interval {
  const width = normalDeviations * sdSeconds;
  const [minSeconds, maxSeconds] = readBounds(reader) ?? [
    Math.max(0, meanSeconds - width),
    Math.min(maxTimeSeconds, meanSeconds + width),
  ];
  return { kind: 'normal', meanSeconds, sdSeconds, minSeconds: rounded(minSeconds), maxSeconds: rounded(maxSeconds) };
}

function readBounds(reader: Reader): readonly [number, number] | undefined {
  return reader.isAtEnd
    ? undefined
    : [readSeconds(reader, 'the shortest time'), readSeconds(reader, 'the longest time')];
}

function readGrid(reader: Reader): Interval {
  const seconds: number[] = [];
  const weights: number[] = [];
  while (!reader.isAtEnd) {
    if (seconds.length >= maxEvents)
      throw new Mistake(
        reader.at,
        `more than ${maxEvents} times in one grid`,
        'write fewer, or another kind of interval',
      );
    seconds.push(readSeconds(reader, 'a time'));
    weights.push(reader.take(/:/y) === undefined ? 1 : readNumber(reader, 0, 1e6, 'a weight'));
  }
  if (seconds.length === 0)
    throw new Mistake(reader.at, 'the times of the grid are missing', 'write grid 1:3 2:1, each time with its weight');
  return { kind: 'grid', seconds, weights };
}

export function readSeconds(reader: Reader, what: string, min = 0): number {
  const value = readNumber(reader, min, maxTimeSeconds, `${what} in seconds`);
  reader.take(/s(?![A-Za-z])/y);
  return rounded(value);
}

export function intervalText(interval: Interval): string {
  switch (interval.kind) {
    case 'fixed':
      return `${interval.seconds} s`;
    case 'uniform':
      return `uniform ${interval.minSeconds} ${interval.maxSeconds}`;
    case 'exponential':
      return `exponential ${interval.meanSeconds} ${interval.minSeconds} ${interval.maxSeconds}`;
    case 'normal':
      return `normal ${interval.meanSeconds} ${interval.sdSeconds} ${interval.minSeconds} ${interval.maxSeconds}`;
    case 'grid':
      return `grid ${interval.seconds.map((seconds, i) => `${seconds}:${interval.weights[i]}`).join(' ')}`;
  }
}

/** The same interval, shifted to later. */
export function later(interval: Interval, seconds: number): Interval {
  const shift = (time: number): number => rounded(time + seconds);
  switch (interval.kind) {
    case 'fixed':
      return { kind: 'fixed', seconds: shift(interval.seconds) };
    case 'grid':
      return { ...interval, seconds: interval.seconds.map(shift) };
    case 'normal':
      return {
        ...interval,
        meanSeconds: shift(interval.meanSeconds),
        minSeconds: shift(interval.minSeconds),
        maxSeconds: shift(interval.maxSeconds),
      };
    default:
      return { ...interval, minSeconds: shift(interval.minSeconds), maxSeconds: shift(interval.maxSeconds) };
  }
}
