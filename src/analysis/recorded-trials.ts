import { InputError } from '../core/errors.ts';
import { expectedDraws, randomStream } from '../core/random.ts';
import type { GridDesign } from '../contracts/design.ts';
import type { ExpectedRecording } from '../contracts/paradigm.ts';
import { recordSteps, type Recorder } from '../contracts/recording.ts';
import type { Trial, TrialList } from '../contracts/trial.ts';
import { columnOf, type Signal } from '../core/signal-column.ts';

/** Recording runs from this long before time zero to the end of the trial's window. */
export const baselineSeconds = 1;

/**
 * Maximum count of cached readings, 64 MB: a session of some ten thousand trials, so that displaying it again takes no
 * time.
 */
const maxKeptNumbers = 8e6;

/** Output of the electrode or sensor in single trials. A trial's noise depends only on the seed and the trial. */
export interface RecordedTrials extends ExpectedRecording {
  readonly units: number;
  /** First recorded step, counted from time zero (negative). */
  readonly firstStep: number;
  /** units x steps, row-major; steps from firstStep on. Repeated calls give the same numbers. */
  trial(trial: Trial): Float64Array;
  /** One unit's reading at a step counted from time zero; NaN outside the recorded range. */
  reading(trial: Trial, unit: number, step: number): number;
  /** Mean over units. */
  mean(trial: Trial, step: number): number;
}

export interface RecordedSource {
  readonly design: GridDesign;
  /** All trials of the session. */
  readonly trials: TrialList;
  readonly seed: number;
  /** Id of the recording, for messages. */
  readonly recording: string;
  readonly rpe: Signal;
  /**
   * Number of the agent's predictors, and the RPE of each at step * channels + channel: unit u shows channel u mod
   * channels.
   */
  readonly channels?: number;
  readonly channelRpe?: Float64Array | undefined;
  /** First step of each trial in `rpe`. */
  readonly offsets: ArrayLike<number>;
}

/** How many steps before a trial's recorded window still show in it. */
export const rememberedSteps = ({ memorySeconds = 0 }: Recorder, stepSeconds: number): number =>
  Math.ceil(memorySeconds / stepSeconds);

/** The first trial of each animal: each group is another one, with a recording of its own. */
function firstTrials(trials: TrialList): readonly number[] {
  const firsts: number[] = [];
  let group: string | undefined;
  for (const trial of trials) {
    if (trial.group !== group) firsts.push(trial.index);
    group = trial.group;
  }
  return firsts;
}

/** @throws InputError, when a trial is recorded, for a reading that is not a finite number */
export function recordTrials(source: RecordedSource, recorder: Recorder): RecordedTrials {
  const { design, trials, seed, recording, offsets, channels = 1, channelRpe } = source;
  const rpe = columnOf(source.rpe);
  const firstStep = -Math.round(baselineSeconds / design.stepSeconds);
  const steps = Math.round(design.trialSeconds / design.stepSeconds) - firstStep;
  const remembered = rememberedSteps(recorder, design.stepSeconds);
  let animals: readonly number[] | undefined;
  const kept = new Map<number, Float64Array>();
  let latest: { readonly index: number; readonly readings: Float64Array } | undefined;
  const maxKept = Math.max(1, Math.floor(maxKeptNumbers / (recorder.units * steps)));

  /** The RPE of consecutive steps of the session; 0 beyond its ends. */
  function errorsFrom(start: number, length: number, channel: number): Float64Array {
    const errors = new Float64Array(length);
    const { values, origin } = rpe.stretch(start, start + length);
    for (let i = 0; i < length; i++)
      errors[i] =
        (channelRpe === undefined ? values[start + i - origin] : channelRpe[(start + i) * channels + channel]) ?? 0;
    return errors;
  }

  function record(trial: Trial): Float64Array {
    animals ??= firstTrials(trials);
    const first = offsets[animals.findLast((index) => index <= trial.index) as number] as number;
    const begins = (offsets[trial.index] as number) + trial.zeroStep + firstStep;
    const history = Math.max(0, Math.min(remembered, begins - first));
    const start = begins - history;
    // By the grid, so that recordings of neighbouring trials agree on what was when.
    const startSeconds = Math.max(0, start - first) * design.stepSeconds;
    const slices = Array.from({ length: Math.min(channels, recorder.units) }, (_, channel) =>
      errorsFrom(start, history + steps, channel),
    );
    const all = new Float64Array(recorder.units * steps);
    const random = randomStream(seed, `recording/${trial.index}`);
    for (let unit = 0; unit < recorder.units; unit++) {
      recordSteps(
        recorder,
        unit,
        slices[unit % slices.length] as Float64Array,
        design.stepSeconds,
        random,
        all.subarray(unit * steps, (unit + 1) * steps),
        { startSeconds, history },
      );
    }
    const flaw = notFinite(all);
    // In a population, errors before a trial may not be kept: they are NaN, and so is what shows them.
    if (flaw !== undefined && slices.every((slice) => notFinite(slice) === undefined))
      throw new InputError(
        `a reading is ${flaw}`,
        `recording ${recording}, trial ${trial.index + 1}`,
        "let the recording's read() return finite numbers",
      );
    return all;
  }

  // One trial is read step by step: looking each of its readings up would take longer than adding it.
  function trialOf(trial: Trial): Float64Array {
    if (latest?.index !== trial.index) latest = { index: trial.index, readings: readingsOf(trial) };
    return latest.readings;
  }

  function readingsOf(trial: Trial): Float64Array {
    const known = kept.get(trial.index);
    if (known !== undefined) return known;
    const fresh = record(trial);
    // Oldest first. A trial that is recorded again gives the same numbers.
    for (const oldest of kept.keys()) {
      if (kept.size < maxKept) break;
      kept.delete(oldest);
    }
    kept.set(trial.index, fresh);
    return fresh;
  }

  const reading = (trial: Trial, unit: number, step: number): number => {
    const i = step - firstStep;
    return i < 0 || i >= steps ? Number.NaN : (trialOf(trial)[unit * steps + i] as number);
  };

  return {
    units: recorder.units,
    memorySeconds: recorder.memorySeconds ?? 0,
    expected: (errors) => expectedOutput(recorder, design.stepSeconds, errors),
    firstStep,
    trial: trialOf,
    reading,
    mean(trial, step) {
      const i = step - firstStep;
      if (i < 0 || i >= steps) return Number.NaN;
      const readings = trialOf(trial);
      let sum = 0;
      for (let at = i; at < readings.length; at += steps) sum += readings[at] as number;
      return sum / recorder.units;
    },
  };
}

function expectedOutput(recorder: Recorder, stepSeconds: number, rpe: readonly number[]): readonly number[] {
  const silence = new Float64Array(rpe.length);
  const shown = new Float64Array(rpe.length);
  const baseline = new Float64Array(rpe.length);
  const sum = new Float64Array(rpe.length);
  for (let unit = 0; unit < recorder.units; unit++) {
    recordSteps(recorder, unit, Float64Array.from(rpe), stepSeconds, expectedDraws, shown);
    recordSteps(recorder, unit, silence, stepSeconds, expectedDraws, baseline);
    for (let t = 0; t < sum.length; t++) sum[t] = (sum[t] as number) + (shown[t] as number) - (baseline[t] as number);
  }
  return Array.from(sum, (total) => total / recorder.units);
}

/** A loop: it runs over every reading, and a call for each would cost more than the reading. */
function notFinite(numbers: Float64Array): number | undefined {
  for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return numbers[i];
  return undefined;
}
