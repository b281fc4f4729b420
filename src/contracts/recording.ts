import type { RandomStream } from '../core/random.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { Parameters, Values } from './parameters.ts';

/** An electrode or sensor placed in a run. Units (neurons) share the subject's RPE and differ in how they encode it. */
export interface Recorder {
  readonly units: number;
  /**
   * How long an error still shows, e.g. until a sensor's response has decayed; 0 if absent. In trials, recording starts
   * this long before what is recorded of each, or at the start of the session.
   */
  readonly memorySeconds?: number;
  /**
   * Of a recorder with one unit, a faster way to its output without noise over all steps of a session: that of
   * `recordSteps()` with every draw at its mean, to the bit.
   * @param into written and returned; new if absent
   */
  expected?(rpe: Float64Array, stepSeconds: number, into?: Float64Array): Float64Array;
  /**
   * Of a spiking recording: by how much the RPE changes the rate of a neuron of mean gain, in each step, spikes/s, before
   * the floor at no spikes; neurons of other baselines and gains follow from it.
   */
  drive?(rpe: Float64Array, stepSeconds: number): Float64Array;
  /**
   * Derivatives of the sum of weights x what expected() gives. Absent or undefined where differences must do.
   * @param rpe as expected() was given last
   * @param byError written: the derivative by each error
   */
  slopes?(
    rpe: Float64Array,
    stepSeconds: number,
    weights: Float64Array,
    byError: Float64Array,
  ): ExpectedSlopes | undefined;
  /** What kind of sensor it is, if errors are only filtered. */
  readonly filtering?: FilteringSensor;
  /**
   * Starts recording, without history. In trials it starts with each trial, in a stepped environment with the session.
   * @param startSeconds from the start of the session, for what changes in its course, such as bleaching
   */
  begin(stepSeconds: number, startSeconds: number): RecordingTrack;
}

/** What a weighted sum of a recorder's output depends on. */
export interface ExpectedSlopes {
  /**
   * By how much the sum is larger through a recorder with nearly the same parameters, to first order; undefined if that
   * cannot be said.
   */
  through(other: Recorder): number | undefined;
}

/**
 * A sensor that filters positive and negative errors alike to p and n, and shows
 *
 *     level + max(floor, x / (1 + x / ceiling) - gainNegative n) - reference,   x = gainPositive p
 */
export interface FilteringSensor {
  /** The impulse response, as a sum of exponentials weight x exp(-t / seconds) from `delaySeconds` on. */
  readonly response: readonly { readonly weight: number; readonly seconds: number }[];
  readonly delaySeconds: number;
  readonly gainPositive: number;
  readonly gainNegative: number;
  readonly floor: number;
  /** Infinity if it is linear. */
  readonly ceiling: number;
  readonly level: number;
  readonly reference: number;
}

/** A recording in progress, step by step. Its output depends on past steps, never on later ones. */
export interface RecordingTrack {
  /** Its memory of earlier steps; written in place, so that it can be saved and restored. */
  readonly memory: Float64Array;
  /**
   * Advances by one step.
   * @param rpe in reward units
   * @param random draws noise that has a memory, such as movement
   */
  step(rpe: number, random: RandomStream): void;
  /** Output of unit `unit` in this step, in the recording's unit, with noise from `random`. */
  read(unit: number, random: RandomStream): number;
}

export interface Recording<P extends Parameters = Parameters> extends Declaration<P> {
  /** Unit of the recorded signal, e.g. `spikes/s`. */
  readonly unit: string;
  /** True if a unit is a spike train that a raster can show (output x stepSeconds = spike counts). */
  readonly spiking: boolean;
  /** `random` draws what is fixed for the run, such as each unit's gain. */
  create(parameters: Values<P>, random: RandomStream): Recorder;
}

/** Its name on an axis; undefined for neurons, which are dopamine neurons everywhere. */
export const sensorName = ({ title, spiking }: Pick<Recording, 'title' | 'spiking'>): string | undefined =>
  spiking ? undefined : title;

export const defineRecording = <P extends Parameters>(recording: Recording<P>): Recording<P> => frozen(recording);

/** When a recording starts, and how many of the first steps are only its history. */
export interface RecordingStart {
  /** From the start of the session. */
  readonly startSeconds: number;
  readonly history: number;
}

/**
 * Output of unit `unit` over consecutive steps, starting with the first: `rpe[history + t]` in reward units to `out[t]` in
 * the recording's unit.
 */
export function recordSteps(
  recorder: Recorder,
  unit: number,
  rpe: Float64Array,
  stepSeconds: number,
  random: RandomStream,
  out: Float64Array,
  { startSeconds, history }: RecordingStart = { startSeconds: 0, history: 0 },
): void {
  const track = recorder.begin(stepSeconds, startSeconds);
  for (let t = 0; t < rpe.length; t++) {
    track.step(rpe[t] as number, random);
    if (t >= history) out[t - history] = track.read(unit, random);
  }
}

/** A noise-free sensor with one unit, whose output depends only on the RPE of the same step. */
export const instantaneous = (shown: (rpe: number) => number): Recorder => ({
  units: 1,
  begin() {
    const memory = new Float64Array(1);
    return { memory, step: (rpe) => memory.fill(rpe), read: () => shown(memory[0] as number) };
  },
});
