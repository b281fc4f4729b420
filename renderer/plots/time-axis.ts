import type { Averages } from '../../src/contracts/paradigm.ts';

/** Left and right room that every plot of the main column leaves, so that their time axes lie under one another. */
export const timeMargins = { left: 58, right: 104 };

export interface TimeAxis {
  /** Pixels. */
  readonly left: number;
  readonly right: number;
  readonly domain: readonly [number, number];
  /** Pixel of a time in seconds. */
  x(seconds: number): number;
}

/** The time axis of a condition's window in a plot of a width. */
export function timeAxis({ t }: Averages, width: number): TimeAxis {
  const domain = [t[0] ?? 0, t.at(-1) ?? 1] as const;
  const left = timeMargins.left;
  const right = Math.max(left + 1, width - timeMargins.right);
  return { left, right, domain, x: (seconds) => left + ((seconds - domain[0]) / (domain[1] - domain[0])) * (right - left) };
}
