import type { RandomStream } from '../../core/random.ts';
import { real, type NumberParameter, type Values } from '../../contracts/parameters.ts';
import type { FilteringSensor, Recorder } from '../../contracts/recording.ts';
import { lastingSeconds, type Response } from './filter.ts';
import { changeOf } from './gains.ts';
import { wholeSession } from './whole-session.ts';
import { rpeFilter, rpeFilterSize } from './rpe-filter.ts';

/** A number that a sensor gives a parameter, and its help, which names the source. */
type Given = Pick<NumberParameter, 'default' | 'help'>;

export const unit = '% ΔF/F';

const percent = (given: Given & { readonly min: number; readonly max: number; readonly symbol: string }) =>
  real({ unit, ...given });
const seconds = (given: Given & { readonly min: number; readonly max: number; readonly symbol: string }) =>
  real({ unit: 's', ...given });

const perReward = { unit: `${unit} per reward unit`, min: 0, max: 500 } as const;

const disturbances = {
  bleachShare: real({
    default: 0,
    min: 0,
    max: 0.99,
    symbol: 'β',
    help: 'fraction of the fluorescence, baseline and responses alike, that bleaches away in the course of a session; 0 is none, as after its correction',
  }),
  bleachSeconds: seconds({
    default: 1800,
    min: 1,
    max: 100_000,
    symbol: 'τ_β',
    help: 'time constant of bleaching, from the start of the session (approximate: tens of minutes)',
  }),
  movement: percent({
    default: 0.3,
    min: 0,
    max: 50,
    symbol: 'σ_m',
    help: 'standard deviation of slow fluctuations from movement (approximate)',
  }),
  movementSeconds: seconds({
    default: 0.5,
    min: 0.01,
    max: 60,
    symbol: 'τ_m',
    help: 'time constant of fluctuations from movement (approximate)',
  }),
  noise: real({
    unit: `${unit} √s`,
    default: 0.1,
    min: 0,
    max: 50,
    symbol: 'σ',
    help: 'noise of light and detector: standard deviation of a mean over one second; ten times as fast a step has √10 times as much (approximate)',
  }),
} as const;

/** What every fluorescent sensor has besides its own ceiling. Default gains, noise and floor are alike in all. */
export const photometryParameters = (sensor: {
  readonly rise: Given;
  readonly decay: Given;
  readonly delay?: Given;
}) => ({
  gainPositive: real({
    ...perReward,
    default: 5,
    symbol: 'g⁺',
    help: 'peak of the response to a positive RPE (approximate: it depends on expression, fibre and region; calibrate it on unpredicted rewards)',
  }),
  gainNegative: real({
    ...perReward,
    default: 5,
    symbol: 'g⁻',
    help: 'depth of the response to a negative RPE (approximate; as g⁺, the floor then limits dips)',
  }),
  riseSeconds: seconds({ min: 0, max: 5, symbol: 'τ_r', ...sensor.rise }),
  decaySeconds: seconds({ min: 0.01, max: 60, symbol: 'τ_d', ...sensor.decay }),
  delaySeconds: seconds({
    min: 0,
    max: 2,
    symbol: 't₀',
    default: 0,
    help: 'from an RPE to the start of its response; 0 is the sensor alone (recorded responses start 0.05 to 0.15 s after an event, approximate)',
    ...sensor.delay,
  }),
  baseline: percent({ default: 0, min: -50, max: 500, symbol: 'b', help: 'level without errors; 0 is that of F0' }),
  floor: percent({
    default: -1,
    min: -100,
    max: 0,
    symbol: 'f',
    help: 'lowest response, from the baseline (approximate: neurons fall silent at an RPE of -6.4/31, the baseline over the gain of Eshel et al. 2015, which is -1 % at g⁻ = 5 %)',
  }),
  ...disturbances,
});

type Photometry = Values<ReturnType<typeof photometryParameters>>;

/** The fraction of the fluorescence that is left, as its mean over a step. */
function unbleached({ bleachShare, bleachSeconds }: Photometry, from: number, stepSeconds: number): number {
  if (bleachShare === 0) return 1;
  const left = (-bleachSeconds * Math.expm1(-stepSeconds / bleachSeconds)) / stepSeconds;
  return 1 - bleachShare + bleachShare * Math.exp(-from / bleachSeconds) * left;
}

/**
 * Fluorescence of one fibre, in % of what it was at the start of the session (F0):
 *
 *     F / F0 = bleaching x (1 + baseline + max(floor, x / (1 + x / ceiling) - gainNegative n) + movement),   x = gainPositive p
 *
 * where p and n are the positive and negative RPEs filtered by `response`, and bleaching decays exponentially from 1. Movement
 * is an Ornstein-Uhlenbeck process.
 * @param response with a peak of 1
 * @param ceilingPercent ΔF/F of the saturated sensor; Infinity if the sensor is linear
 */
export function photometry(parameters: Photometry, response: Response, ceilingPercent = Infinity): Recorder {
  const { gainPositive, gainNegative, delaySeconds, baseline, floor, movement, movementSeconds, noise } = parameters;
  const bleaches = parameters.bleachShare > 0;
  const sensor: FilteringSensor = {
    response,
    delaySeconds,
    gainPositive,
    gainNegative,
    floor,
    ceiling: ceilingPercent,
    ...(bleaches ? { level: 0, reference: 0 } : { level: 100 + baseline, reference: 100 }),
  };
  const whole = wholeSession(sensor);

  /** Changes are multiplied by what is left. */
  function bleached(rpe: Float64Array, stepSeconds: number, into?: Float64Array): Float64Array {
    const levels = whole.expected?.(rpe, stepSeconds, into) ?? rpe;
    for (let t = 0; t < levels.length; t++)
      levels[t] = unbleached(parameters, t * stepSeconds, stepSeconds) * (100 + baseline + (levels[t] as number)) - 100;
    return levels;
  }

  return {
    units: 1,
    memorySeconds: lastingSeconds(response, delaySeconds),
    ...(bleaches && whole.expected !== undefined ? { expected: bleached } : whole),
    begin(stepSeconds, startSeconds) {
      // Steps so far, movement, and the filter.
      const memory = new Float64Array(2 + rpeFilterSize(response, delaySeconds, stepSeconds));
      const filter = rpeFilter(response, delaySeconds, stepSeconds, memory.subarray(2));
      const keep = Math.exp(-stepSeconds / movementSeconds);
      const fresh = movement * Math.sqrt(-Math.expm1((-2 * stepSeconds) / movementSeconds));
      const noiseSd = noise / Math.sqrt(stepSeconds);

      function move(random: RandomStream): void {
        if (movement === 0) return;
        memory[1] =
          memory[0] === 0 ? random.normal(0, movement) : keep * (memory[1] as number) + random.normal(0, fresh);
      }

      return {
        memory,
        step(rpe, random) {
          move(random);
          filter.step(rpe);
          memory[0] = (memory[0] as number) + 1;
        },
        read(_unit, random) {
          const { positive, negative } = filter.read();
          const shown = changeOf(sensor, positive, negative);
          const left = unbleached(parameters, startSeconds + ((memory[0] as number) - 1) * stepSeconds, stepSeconds);
          const level = left * (100 + baseline + shown + (memory[1] as number)) - 100;
          return noise === 0 ? level : level + random.normal(0, noiseSd);
        },
      };
    },
  };
}
