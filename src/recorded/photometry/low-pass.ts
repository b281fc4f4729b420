import { InputError } from '../../core/errors.ts';
import { cosine, sine } from '../../core/trigonometry.ts';
import { choice, real, type Values } from '../../contracts/parameters.ts';
import { defineStep } from './step.ts';
import { intervalOf, stretchesOf, type Stretch, type Trace } from './trace.ts';

/** The filter of signal and control before all other steps. */
export const lowPass = defineStep({
  id: 'low-pass',
  version: 1,
  title: 'Low-pass filter',
  summary:
    'Removes what changes faster than the sensor can. The causal filter shows an event late, by 0.225 / cutoff; filtered again backwards in time, it shows it at its time, but begins to show it before it. Each begins anew after a gap or a missing value, as if what it sees first had always been there.',
  citation: { text: 'Butterworth 1930, Experimental Wireless and the Wireless Engineer 7:536' },
  parameters: {
    kind: choice({
      default: 'none',
      options: ['none', 'causal', 'zero-phase'],
      help: 'causal: a second-order Butterworth filter; zero-phase: the same forwards and backwards, which looks ahead',
    }),
    cutoffHz: real({
      default: 3,
      min: 0.01,
      max: 1000,
      unit: 'Hz',
      help: 'frequency at which the causal filter keeps 0.71 of the amplitude (3 in Keevers & Jean-Richard-dit-Bressel 2025)',
    }),
  },
  looksAhead: ({ kind, cutoffHz }) =>
    kind === 'zero-phase'
      ? `the filter shows an event from about ${Number((1 / cutoffHz).toPrecision(2))} s before it`
      : undefined,
});

/**
 * @returns values at the same times, NaN where there was none
 * @throws InputError for a cutoff of half the sampling rate or more
 */
export function lowPassed(trace: Trace, { kind, cutoffHz }: Values<typeof lowPass.parameters>): Float64Array {
  if (kind === 'none') return trace.values;
  const coefficients = butterworth(cutoffHz, 1 / intervalOf(trace.times));
  const out = trace.values.slice();
  for (const stretch of stretchesOf(trace)) {
    pass(out, stretch, coefficients, 1);
    if (kind === 'zero-phase') pass(out, stretch, coefficients, -1);
  }
  return out;
}

interface Coefficients {
  readonly b: number;
  readonly a1: number;
  readonly a2: number;
}

/** Second order, by the bilinear transform: b (1 + 2/z + 1/z²) / (1 + a1/z + a2/z²). */
function butterworth(cutoffHz: number, rateHz: number): Coefficients {
  if (cutoffHz >= rateHz / 2)
    throw new InputError(
      `cutoffHz = ${cutoffHz} is too high for ${Number(rateHz.toPrecision(4))} samples/s`,
      'low-pass filter',
      'give less than half the sampling rate, or leave the filter out',
    );
  const angle = (Math.PI * cutoffHz) / rateHz;
  const k = sine(angle) / cosine(angle);
  const scale = 1 / (1 + Math.SQRT2 * k + k * k);
  return { b: k * k * scale, a1: 2 * (k * k - 1) * scale, a2: (1 - Math.SQRT2 * k + k * k) * scale };
}

/** Filters a stretch in place, forwards or backwards, from the state that its first value would have led to. */
function pass(values: Float64Array, { from, to }: Stretch, { b, a1, a2 }: Coefficients, direction: 1 | -1): void {
  const begin = direction === 1 ? from : to - 1;
  const first = values[begin] as number;
  let z1 = first * (1 - b);
  let z2 = first * (b - a2);
  for (let n = 0, i = begin; n < to - from; n++, i += direction) {
    const x = values[i] as number;
    const y = b * x + z1;
    z1 = 2 * b * x - a1 * y + z2;
    z2 = b * x - a2 * y;
    values[i] = y;
  }
}
