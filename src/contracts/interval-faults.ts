import type { Interval } from './design.ts';
import type { DesignFault } from './design-fault.ts';

/** What is wrong with an interval beyond its shape. */
export function intervalFaults(path: DesignFault['path'], given: Interval): readonly DesignFault[] {
  const fault = (what: string, remedy: string): readonly DesignFault[] => [{ path, what, remedy }];
  if (given.kind === 'fixed') return [];
  if (given.kind === 'grid') {
    const isSound = given.weights.length === given.seconds.length && given.weights.some((weight) => weight > 0);
    return isSound
      ? []
      : fault('the weights do not fit the times', 'give one weight for each time, at least one of them above 0');
  }
  const { kind, minSeconds, maxSeconds } = given;
  if (kind === 'uniform' ? maxSeconds < minSeconds : maxSeconds <= minSeconds)
    return fault(
      `the longest time, ${maxSeconds} s, is not above the shortest, ${minSeconds} s`,
      'give the shorter one first',
    );
  if (kind !== 'normal' || (given.meanSeconds >= minSeconds && given.meanSeconds <= maxSeconds)) return [];
  return fault(
    `the mean, ${given.meanSeconds} s, lies outside ${minSeconds} to ${maxSeconds} s`,
    'choose bounds on both sides of the mean',
  );
}

/** The longest time that an interval can take. */
export function latestSeconds(given: Interval): number {
  if (given.kind === 'fixed') return given.seconds;
  return given.kind === 'grid' ? Math.max(...given.seconds) : given.maxSeconds;
}

/** The shortest time that an interval can take. */
export function earliestSeconds(given: Interval): number {
  if (given.kind === 'fixed') return given.seconds;
  return given.kind === 'grid' ? Math.min(...given.seconds) : given.minSeconds;
}
