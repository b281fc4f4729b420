import { choice, type Values } from '../../contracts/parameters.ts';
import { median } from './order-statistics.ts';
import { defineStep } from './step.ts';
import type { Trace } from './trace.ts';

/** The scale on which dF/F is shown. */
export const zScore = defineStep({
  id: 'z-score',
  version: 1,
  title: 'z-score',
  summary:
    'dF/F less its centre, in units of its spread, over the whole session or over baseline windows: mean and standard deviation, or median and median absolute deviation / 0.6745, which large events do not widen. It changes no regression with a free gain and baseline.',
  citation: { text: 'Sherathiya et al. 2021, Scientific Reports 11:24212', doi: '10.1038/s41598-021-03626-9' },
  parameters: {
    by: choice({
      default: 'none',
      options: ['none', 'mean and SD', 'median and MAD'],
      help: 'none leaves dF/F as it is',
    }),
  },
  looksAhead: ({ by }) => (by === 'none' ? undefined : 'centre and spread are those of the session or its windows'),
});

/** Seconds of the session's clock, from the first up to, but without, the second. */
export type Window = readonly [from: number, to: number];

/** @param windows of the baseline; none is the whole session */
export function zScored(
  { times, values }: Trace,
  { by }: Values<typeof zScore.parameters>,
  windows: readonly Window[],
): Float64Array {
  if (by === 'none') return values;
  const isIn = (time: number): boolean =>
    windows.length === 0 || windows.some(([from, to]) => time >= from && time < to);
  const known = values.filter((value, i) => !Number.isNaN(value) && isIn(times[i] as number));
  const centre = by === 'mean and SD' ? known.reduce((sum, one) => sum + one, 0) / known.length : median(known);
  const away = known.map((one) => Math.abs(one - centre));
  const spread =
    by === 'mean and SD'
      ? Math.sqrt(away.reduce((sum, one) => sum + one * one, 0) / known.length)
      : median(away) / 0.6745;
  return values.map((value) => (value - centre) / spread);
}
