import type { RandomStream } from '../core/random.ts';
import { frozen, type Declaration } from './declaration.ts';
import type { Parameters, Values } from './parameters.ts';

/** An electrode or sensor placed in a run. Units (neurons) share the animal's RPE and differ in how they show it. */
export interface Recorder {
  readonly units: number;
  /**
   * What unit `unit` shows over consecutive steps: `rpe[t]` in reward units to `out[t]` in the recording's unit, with the
   * noise of one trial drawn from `random`.
   */
  record(unit: number, rpe: Float64Array, stepSeconds: number, random: RandomStream, out: Float64Array): void;
}

export interface Recording<P extends Parameters = Parameters> extends Declaration<P> {
  /** Unit of what is recorded, e.g. `spikes/s`. */
  readonly unit: string;
  /** True when one trial of one unit is a train of spikes that a raster can show (out x stepSeconds = spike counts). */
  readonly spiking: boolean;
  /** `random` draws what is fixed for the run, such as each unit's gain. */
  create(parameters: Values<P>, random: RandomStream): Recorder;
}

export const defineRecording = <P extends Parameters>(recording: Recording<P>): Recording<P> => frozen(recording);
