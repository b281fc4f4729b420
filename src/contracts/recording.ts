import type { RandomStream } from '../core/random.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { Parameters, Values } from './parameters.ts';

/** An electrode or sensor placed in a run. Units (neurons) share the animal's RPE and differ in how they show it. */
export interface Recorder {
  readonly units: number;
  /** Begins to record: nothing came before. In trials it begins with each trial, in a stepped environment with the session. */
  begin(stepSeconds: number): RecordingTrack;
}

/** A recording under way, step by step. What it shows depends on the steps so far, never on later ones. */
export interface RecordingTrack {
  /** What it remembers of earlier steps; written in place, so that it can be saved and set. */
  readonly memory: Float64Array;
  /** Goes on by a step. @param rpe in reward units */
  step(rpe: number): void;
  /** What unit `unit` shows in this step, in the recording's unit, with noise from `random`. */
  read(unit: number, random: RandomStream): number;
}

export interface Recording<P extends Parameters = Parameters> extends Declaration<P> {
  /** Unit of what is recorded, e.g. `spikes/s`. */
  readonly unit: string;
  /** True when one unit is a train of spikes that a raster can show (what is read x stepSeconds = spike counts). */
  readonly spiking: boolean;
  /** `random` draws what is fixed for the run, such as each unit's gain. */
  create(parameters: Values<P>, random: RandomStream): Recorder;
}

export const defineRecording = <P extends Parameters>(recording: Recording<P>): Recording<P> => frozen(recording);

/** What unit `unit` shows over consecutive steps, from the first one on: `rpe[t]` in reward units to `out[t]` in the recording's unit. */
export function recordSteps(
  recorder: Recorder,
  unit: number,
  rpe: Float64Array,
  stepSeconds: number,
  random: RandomStream,
  out: Float64Array,
): void {
  const track = recorder.begin(stepSeconds);
  for (let t = 0; t < rpe.length; t++) {
    track.step(rpe[t] as number);
    out[t] = track.read(unit, random);
  }
}

/** A sensor of one unit without noise, whose reading depends on the RPE of the same step alone. */
export const instantaneous = (shown: (rpe: number) => number): Recorder => ({
  units: 1,
  begin() {
    const memory = new Float64Array(1);
    return { memory, step: (rpe) => memory.fill(rpe), read: () => shown(memory[0] as number) };
  },
});
