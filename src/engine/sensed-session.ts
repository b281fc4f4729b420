import { microseconds } from '../contracts/clock.ts';
import { expectedDraws } from '../core/expected-draws.ts';
import { randomStream } from '../core/random.ts';
import type { RecordedTrial } from '../contracts/design.ts';
import { recordSteps, type Recorder } from '../contracts/recording.ts';
import type { SensedSignal } from '../contracts/sensed.ts';
import type { Trial } from '../contracts/trial.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { bind } from './bind.ts';
import type { TrialSession } from './trial-session.ts';

/** A sensor's steps are at most this long, seconds: recorded events are placed among them. */
const maxStepSeconds = 0.02;
/** Of times that are a whole number of steps. */
const rounding = 1e-6;

/** Of a session: when things happen in it, and which recording and seed it has. */
type Timed = Pick<TrialSession, 'design' | 'trials' | 'offsets' | 'spec'>;

/**
 * What the recording of a session's spec shows on average of its RPE, from the session's start to its end. An agent's
 * error is in the step that contains its event, which begins up to a step before the recorded event does; here it is
 * placed where the event is, at the next of the sensor's finer steps, so that no response precedes what causes it. The
 * steps that follow are as much later, until the next event.
 * @param session finished
 */
export function sensedSession(session: TrialSession): SensedSignal {
  const placement = errorPlacement(session);
  const errors = placement.placed(session.signals.rpe);
  const { stepSeconds } = placement;
  const shown = sensorOf(session.spec, stepSeconds);
  const level = shown(errors.map(() => 0));
  const change = (of: Float64Array): Float64Array => shown(of).map((value, i) => value - (level[i] as number));
  return {
    stepSeconds,
    all: change(errors),
    positive: change(errors.map((error) => Math.max(error, 0))),
    negative: change(errors.map((error) => Math.min(error, 0))),
  };
}

/** Where the errors of a session's steps are on the grid of its sensor. */
export interface ErrorPlacement {
  /** Of the sensor: at most that of the session. */
  readonly stepSeconds: number;
  /** Number of the sensor's steps. */
  readonly length: number;
  /**
   * @param rpe one number per step of the session
   * @param into written and returned; new if absent
   */
  placed(rpe: Float64Array, into?: Float64Array): Float64Array;
  /** The other way: of each step of the session, what belongs to the sensor's step that its error is at. */
  taken(ofSteps: Float64Array, into: Float64Array): Float64Array;
}

/** The same for all agents of a session, so that many can be placed after one look at its times. */
export function errorPlacement({ design, trials, offsets, spec }: Timed): ErrorPlacement {
  const parts = Math.ceil(design.stepSeconds / maxStepSeconds - rounding);
  const resolution = microseconds(design.stepSeconds);
  const recorded = spec.design?.phases.flatMap(
    (phase): readonly (RecordedTrial | undefined)[] =>
      phase.recorded ?? Array.from({ length: phase.trials }, () => undefined),
  );
  const last = trials.at(-1);
  const steps = last === undefined ? 0 : stepOfZero(last, resolution) + last.steps - last.zeroStep;
  const places = new Int32Array(offsets.at(-1) as number);
  let later = 0;
  for (const trial of trials) {
    const own = laterSteps(trial, recorded?.[trial.index], resolution, parts);
    const offset = offsets[trial.index] as number;
    const first = stepOfZero(trial, resolution) - trial.zeroStep;
    for (let step = 0; step < trial.steps; step++) {
      later = own.get(step) ?? later;
      places[offset + step] = (first + step) * parts + later;
    }
  }
  // The last step may be placed later by less than its length.
  const length = (steps + 1) * parts;
  return {
    stepSeconds: design.stepSeconds / parts,
    length,
    placed(rpe, errors = new Float64Array(length)) {
      errors.fill(0);
      for (let i = 0; i < places.length; i++)
        errors[places[i] as number] = (errors[places[i] as number] as number) + (rpe[i] as number);
      return errors;
    },
    taken(ofSteps, into) {
      for (let i = 0; i < places.length; i++) into[i] = ofSteps[places[i] as number] as number;
      return into;
    },
  };
}

const stepOfZero = ({ zeroSeconds }: Trial, resolution: number): number =>
  Math.floor(microseconds(zeroSeconds) / resolution);

/** By how many parts of a step the events of a trial are later than the steps that contain them, by step of the trial. */
function laterSteps(
  trial: Trial,
  recorded: RecordedTrial | undefined,
  resolution: number,
  parts: number,
): ReadonlyMap<number, number> {
  const later = new Map<number, number>();
  if (recorded === undefined) return later;
  const { cues, rewards, choices = [] } = recorded;
  const times = [
    ...cues.flatMap(({ onsetSeconds, durationSeconds }) => [onsetSeconds, onsetSeconds + durationSeconds]),
    ...choices.flatMap(({ onsetSeconds = 0, seconds }) => [onsetSeconds, seconds]),
    ...rewards.map(({ seconds }) => seconds),
  ];
  for (const seconds of times) {
    const time = microseconds(trial.zeroSeconds) + microseconds(seconds);
    const step = Math.floor(time / resolution);
    const own = step - stepOfZero(trial, resolution) + trial.zeroStep;
    const within = Math.ceil((time / resolution - step) * parts - rounding);
    later.set(own, Math.max(later.get(own) ?? 0, within));
  }
  return later;
}

/**
 * The mean over units of what a recording shows of errors, with every draw in the course of a session at its mean. What
 * it returns is `into`, if that is given, and new otherwise.
 */
export function sensorOf(
  of: Pick<TrialSpec, 'recording' | 'seed'>,
  stepSeconds: number,
): (errors: Float64Array, into?: Float64Array) => Float64Array {
  const recorder = quietRecorder(of);
  return (errors, into) => shownOnAverage(recorder, errors, stepSeconds, into);
}

/** A spec's recorder without noise. */
export function quietRecorder({ recording, seed }: Pick<TrialSpec, 'recording' | 'seed'>): Recorder {
  const { id, parameters } = recording;
  // The errors of samples may be drawn when the recorder is made.
  const quiet = { id, parameters: 'noise' in parameters ? { ...parameters, noise: 0 } : parameters };
  return bind('recordings', quiet).create(randomStream(seed, 'recording'));
}

/** What sensorOf() says. */
export function shownOnAverage(
  recorder: Recorder,
  errors: Float64Array,
  stepSeconds: number,
  into?: Float64Array,
): Float64Array {
  if (recorder.expected !== undefined) return recorder.expected(errors, stepSeconds, into);
  const mean = into?.fill(0) ?? new Float64Array(errors.length);
  const one = new Float64Array(errors.length);
  for (let unit = 0; unit < recorder.units; unit++) {
    recordSteps(recorder, unit, errors, stepSeconds, expectedDraws, one);
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] as number) + (one[i] as number) / recorder.units;
  }
  return mean;
}
