import { power } from '../core/power.ts';

/** About four ticks in all at regular intervals of trials; never 0, because trials are numbered from 1. */
export function trialTicks(last: number): readonly number[] {
  const rough = Math.max(1, last / 4);
  const decade = power(10, Math.floor(Math.log10(rough)));
  const step = ([1, 2, 5, 10].find((factor) => factor * decade >= rough) as number) * decade;
  return Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step);
}
