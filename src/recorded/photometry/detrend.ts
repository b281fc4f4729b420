import { choice, real, type Values } from '../../contracts/parameters.ts';
import { bleachingAt, fitBleaching, type Bleaching } from './bleaching.ts';
import { movingPercentile } from './moving-percentile.ts';
import { defineStep } from './step.ts';
import type { Trace } from './trace.ts';

/** What fluorescence would be without events and movement: signal and control each have their own. */
export const detrend = defineStep({
  id: 'detrend',
  version: 1,
  title: 'Detrending',
  summary:
    'The slow course of fluorescence, which the signal and the control are divided by: the sum of one or two exponentials and an offset, fitted to the whole session, or a low percentile of a moving window. Bleaching and movement multiply fluorescence, so that dividing leaves events of equal size throughout. None leaves bleaching to the fit of the control, which then assumes that both bleach alike.',
  citation: {
    text: 'Simpson et al. 2024, Neuron 112:718 (exponentials); Dombeck et al. 2007, Neuron 56:43 (percentile)',
    doi: '10.1016/j.neuron.2023.11.016',
  },
  parameters: {
    by: choice({
      default: 'double exponential',
      options: ['none', 'single exponential', 'double exponential', 'moving percentile'],
      help: 'what the slow course is',
    }),
    percentile: real({
      default: 8,
      min: 0,
      max: 100,
      unit: '%',
      help: 'of the moving window; 8 as in Dombeck et al. 2007',
    }),
    windowSeconds: real({
      default: 60,
      min: 1,
      max: 3600,
      unit: 's',
      help: 'length of the moving window: several times the interval between events, or it removes them',
    }),
    window: choice({
      default: 'trailing',
      options: ['trailing', 'centred'],
      help: 'trailing: ends with the sample; centred: looks ahead by half of its length',
    }),
  },
  looksAhead: ({ by, window, windowSeconds }) => {
    if (by === 'none') return undefined;
    if (by !== 'moving percentile') return 'bleaching is fitted to the whole session';
    return window === 'centred' ? `the moving window looks ${windowSeconds / 2} s ahead` : undefined;
  },
});

/** The slow course of a signal. */
export interface Trend {
  /** In the signal's unit, at each sample. */
  readonly values: Float64Array;
  /** Absent without exponentials. */
  readonly bleaching?: Bleaching;
}

/** @returns undefined for none */
export function trendOf(
  trace: Trace,
  { by, percentile, windowSeconds, window }: Values<typeof detrend.parameters>,
): Trend | undefined {
  if (by === 'none') return undefined;
  if (by === 'moving percentile') return { values: movingPercentile(trace, percentile / 100, windowSeconds, window) };
  const bleaching = fitBleaching(trace, by === 'single exponential' ? 1 : 2);
  return { values: bleachingAt(bleaching, trace.times), bleaching };
}
