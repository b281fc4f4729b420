import type { RecordedUnits } from './units.ts';

/**
 * What one environment of an agent gave, as columns of equal length: one row for each step, and one for the first
 * observation of each episode, to which no step led. A number that does not exist is NaN: the action, the reward and
 * the RPE of a first observation, the value after a truncation, and units of the current observation where an episode
 * has ended.
 */
export interface RecordedSteps {
  /** Steps taken in this environment when the observation arrived. */
  readonly step: Float64Array;
  /** Number of the episode, from 1 when recording began. */
  readonly episode: Float64Array;
  /** Seconds from the start of the episode. */
  readonly seconds: Float64Array;
  /** The executed action: its index, or the real number. */
  readonly action: Float64Array;
  readonly reward: Float64Array;
  readonly rpe: Float64Array;
  readonly value: Float64Array;
  /** Mean over the units of the recording; absent if the RPE itself is recorded. */
  readonly rate?: Float64Array;
  /** What happened, one bit for each event of the environment. */
  readonly happened: Int32Array;
  readonly units: readonly RecordedUnits[];
}
