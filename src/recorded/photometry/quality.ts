import type { Citation } from '../../contracts/citation.ts';
import { fitBleaching, bleachingAt } from './bleaching.ts';
import { fitReference } from './reference.ts';
import { completePipeline } from './pipeline.ts';
import { stretchesOf, type Trace } from './trace.ts';
import { checked, type Check, type QualityLine } from '../quality-line.ts';

const own: Citation = { text: 'no published threshold: our own' };

const bleachingCheck: Check = {
  id: 'bleaching',
  title: 'Bleaching time constant',
  unit: 's',
  what: 'of the fastest exponential that takes at least 5 % of the fluorescence; as long as that of a block of trials, it is confounded with learning',
  above: 60,
  source: own,
};
const controlCheck: Check = {
  id: 'control-slope',
  title: 'Fit of the control',
  unit: '',
  what: 'lower end of the 95 % interval of the slope of the detrended control (robust fit): at zero or below, the control does not follow what the signal has in common with it',
  above: 0,
  source: {
    text: 'that it must be above zero: Keevers & Jean-Richard-dit-Bressel 2025, Neurophotonics 12:025003; interval: our own',
    doi: '10.1117/1.NPh.12.2.025003',
  },
};
const motionCheck: Check = {
  id: 'motion-share',
  title: 'Motion share',
  unit: '',
  what: "share of the detrended signal's variance that the control explains: above four fifths, small errors of the fit are as large as the events",
  atMost: 0.8,
  source: own,
};
const snrCheck: Check = {
  id: 'snr',
  title: 'Signal-to-noise ratio',
  unit: '',
  what: 'standard deviation of dF/F without noise over that of its noise, from differences of successive samples',
  above: 1,
  source: {
    text: 'noise from successive differences: von Neumann et al. 1941, Annals of Mathematical Statistics 12:153; threshold: our own',
    doi: '10.1214/aoms/1177731746',
  },
};

/** Smaller decays, as a share of the fluorescence at the start, are not taken as bleaching. */
const minBleaching = 0.05;

/**
 * The quality of one photometry session. Bleaching is a double exponential; control and signal are compared as fractions
 * of it, so that what they bleach alike does not count as movement.
 * @param control at the signal's times; undefined without one
 */
export function photometryQuality(
  signal: Trace,
  control: Float64Array | undefined,
  of: string,
): readonly QualityLine[] {
  const { times } = signal;
  const bleaching = fitBleaching(signal, 2);
  const relative = fractions(signal.values, bleachingAt(bleaching, times));
  const start = bleaching.offset + bleaching.decays.reduce((sum, { amplitude }) => sum + amplitude, 0);
  const fast = bleaching.decays.find(({ amplitude }) => amplitude >= minBleaching * start);
  const lines = [checked(bleachingCheck, of, fast?.seconds ?? Infinity)];
  if (control === undefined) return [...lines, checked(snrCheck, of, snrOf({ times, values: relative }))];
  const other = { times, values: control };
  const relativeControl = fractions(control, bleachingAt(fitBleaching(other, 2), times));
  const fit = fitReference(times, relativeControl, relative, completePipeline({}).reference);
  const corrected = relative.map((one, i) => one - fit.intercept - fit.slope * (relativeControl[i] as number));
  return [
    ...lines,
    { ...checked(controlCheck, of, fit.interval[0]), detail: { slope: fit.slope, interval: fit.interval } },
    checked(motionCheck, of, fit.explained),
    checked(snrCheck, of, snrOf({ times, values: corrected })),
  ];
}

const fractions = (values: Float64Array, curve: Float64Array): Float64Array =>
  values.map((value, i) => value / (curve[i] as number) - 1);

/**
 * Differences of successive samples have twice the variance of white noise, and little of a signal that is slow compared
 * with the sampling interval.
 */
export function snrOf(trace: Trace): number {
  const sums = { n: 0, one: 0, squares: 0, steps: 0, stepSquares: 0 };
  for (const { from, to } of stretchesOf(trace))
    for (let i = from; i < to; i++) {
      const value = trace.values[i] as number;
      sums.n++;
      sums.one += value;
      sums.squares += value * value;
      if (i === from) continue;
      const step = value - (trace.values[i - 1] as number);
      sums.steps++;
      sums.stepSquares += step * step;
    }
  const mean = sums.one / sums.n;
  const noise = sums.stepSquares / sums.steps / 2;
  return Math.sqrt(Math.max(0, sums.squares / sums.n - mean * mean - noise) / noise);
}
