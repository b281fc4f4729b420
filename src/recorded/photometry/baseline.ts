import { choice } from '../../contracts/parameters.ts';
import { median } from './order-statistics.ts';
import { defineStep } from './step.ts';

/** What changes of fluorescence are divided by. */
export const baseline = defineStep({
  id: 'baseline',
  version: 1,
  title: 'dF/F',
  summary:
    'Fluorescence less its baseline F0, divided by it. F0 at each sample is what control and bleaching predict there, so that events of equal size stay equal while the signal bleaches; divided by one number, the median F0 of the session, they shrink with it (dF, as z-scores of subtracted signals are).',
  citation: {
    text: 'Keevers & Jean-Richard-dit-Bressel 2025, Neurophotonics 12:025003',
    doi: '10.1117/1.NPh.12.2.025003',
  },
  parameters: {
    divideBy: choice({
      default: 'F0 of each sample',
      options: ['F0 of each sample', 'median F0 of the session'],
      help: 'what F - F0 is divided by',
    }),
  },
  looksAhead: ({ divideBy }) =>
    divideBy === 'F0 of each sample' ? undefined : 'the median F0 is that of the whole session',
});

/** @returns dF/F as a fraction; NaN where the baseline is not above zero */
export function deltaF(
  signal: Float64Array,
  f0: Float64Array,
  divideBy: 'F0 of each sample' | 'median F0 of the session',
): Float64Array {
  const fixed = divideBy === 'F0 of each sample' ? undefined : median(f0.filter((one) => !Number.isNaN(one)));
  return signal.map((value, i) => {
    const base = fixed ?? f0[i] ?? Number.NaN;
    return base > 0 ? (value - (f0[i] as number)) / base : Number.NaN;
  });
}
