import { real, type Values } from '../../contracts/parameters.ts';
import type { RandomStream } from '../../core/random.ts';
import { defineStep } from './step.ts';
import type { Trace } from './trace.ts';

/** A photometry session of which the truth is known. */
export const simulation = defineStep({
  id: 'simulate',
  version: 1,
  title: 'Simulated photometry',
  summary:
    'Fluorescence of a given dF/F: each of signal and control bleaches with its own double exponential, both are multiplied by the same movement (slow fluctuation, and brief losses of light), and each has its own white noise. The control has none of the dF/F unless it is contaminated.',
  citation: {
    text: 'after Keevers & Jean-Richard-dit-Bressel 2025, Neurophotonics 12:025003',
    doi: '10.1117/1.NPh.12.2.025003',
  },
  parameters: {
    signalLevel: real({ default: 2, min: 0.01, max: 1000, unit: 'V', help: 'fluorescence of the signal at the start' }),
    controlLevel: real({ default: 1.2, min: 0.01, max: 1000, unit: 'V', help: 'that of the control' }),
    bleachingFast: real({ default: 0.1, min: 0, max: 0.5, help: 'share of the signal that bleaches fast' }),
    bleachingSlow: real({ default: 0.3, min: 0, max: 0.5, help: 'share of the signal that bleaches slowly' }),
    fastSeconds: real({ default: 120, min: 1, max: 1e5, unit: 's', help: 'time constant of fast bleaching' }),
    slowSeconds: real({ default: 2400, min: 1, max: 1e6, unit: 's', help: 'time constant of slow bleaching' }),
    controlBleaching: real({
      default: 0.7,
      min: 0,
      max: 1,
      help: 'bleaching of the control relative to that of the signal, at 1.4 times its time constants',
    }),
    movement: real({
      default: 0.02,
      min: 0,
      max: 0.3,
      help: 'standard deviation of slow movement, as a fraction of fluorescence',
    }),
    movementSeconds: real({ default: 2, min: 0.01, max: 600, unit: 's', help: 'correlation time of slow movement' }),
    lossesPerMinute: real({ default: 0.5, min: 0, max: 60, unit: '1/min', help: 'brief losses of light' }),
    loss: real({
      default: 0.08,
      min: 0,
      max: 0.9,
      help: 'fraction of light lost, on average; it returns with a time constant of 1 s',
    }),
    noise: real({
      default: 0.005,
      min: 0,
      max: 1,
      help: 'standard deviation of white noise, as a fraction of fluorescence at the start',
    }),
    contamination: real({ default: 0, min: -1, max: 1, help: 'fraction of dF/F that the control shows as well' }),
  },
  looksAhead: () => undefined,
});

export interface SimulatedPhotometry {
  readonly signal: Trace;
  /** At the signal's times. */
  readonly control: Float64Array;
  /** The given dF/F, as a fraction. */
  readonly truth: Float64Array;
  /** What movement multiplied both by. */
  readonly movement: Float64Array;
  /** What bleaching multiplied the signal by. */
  readonly bleaching: Float64Array;
}

const lossReturnSeconds = 1;
const controlSlower = 1.4;

/**
 * @param truth dF/F as a fraction, one value each 1 / rateHz seconds from time 0
 * @param random draws movement and noise
 */
export function simulatedPhotometry(
  truth: Float64Array,
  rateHz: number,
  parameters: Values<typeof simulation.parameters>,
  random: RandomStream,
): SimulatedPhotometry {
  const { signalLevel, controlLevel, controlBleaching, noise, contamination } = parameters;
  const times = truth.map((_, i) => i / rateHz);
  const movement = movementOf(truth.length, rateHz, parameters, random);
  const bleaching = bleachingOf(times, parameters, 1, 1);
  const controlCourse = bleachingOf(times, parameters, controlBleaching, controlSlower);
  const shown = (level: number, course: Float64Array, response: number): Float64Array =>
    truth.map(
      (dff, i) =>
        level * ((course[i] as number) * (movement[i] as number) * (1 + response * dff) + random.normal(0, noise)),
    );
  return {
    signal: { times, values: shown(signalLevel, bleaching, 1) },
    control: shown(controlLevel, controlCourse, contamination),
    truth,
    movement,
    bleaching,
  };
}

function bleachingOf(
  times: Float64Array,
  { bleachingFast, bleachingSlow, fastSeconds, slowSeconds }: Values<typeof simulation.parameters>,
  share: number,
  slower: number,
): Float64Array {
  return times.map(
    (time) =>
      1 -
      share * bleachingFast * (1 - Math.exp(-time / (slower * fastSeconds))) -
      share * bleachingSlow * (1 - Math.exp(-time / (slower * slowSeconds))),
  );
}

/** An Ornstein-Uhlenbeck process around one, less losses of exponential size at exponential intervals. */
function movementOf(
  samples: number,
  rateHz: number,
  { movement, movementSeconds, lossesPerMinute, loss }: Values<typeof simulation.parameters>,
  random: RandomStream,
): Float64Array {
  const keep = Math.exp(-1 / (rateHz * movementSeconds));
  const fresh = movement * Math.sqrt(1 - keep * keep);
  const back = Math.exp(-1 / (rateHz * lossReturnSeconds));
  const lossChance = Math.min(1, lossesPerMinute / 60 / rateHz);
  let slow = random.normal(0, movement);
  let lost = 0;
  return new Float64Array(samples).map(() => {
    slow = keep * slow + random.normal(0, fresh);
    lost *= back;
    if (random.bernoulli(lossChance)) lost = Math.min(0.9, lost + random.exponential(loss));
    return (1 + slow) * (1 - lost);
  });
}
