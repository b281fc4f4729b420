import type { Averages } from './paradigm.ts';

/**
 * A kind of signal that a part of an agent has once per unit: the RPE of each channel, the probability of each hidden
 * state.
 */
export interface UnitGroup {
  /** Unique among the groups of an agent. */
  readonly id: string;
  readonly title: string;
  /** Unit of measurement. */
  readonly unit: string;
  /** What one unit is. */
  readonly each: string;
  /** True if zero is the middle of its range. */
  readonly signed?: true;
  /** True if recordings and signatures read it, so that every run records it. Others are recorded on request. */
  readonly always?: true;
}

/** The units of a group in one run. */
export interface Units {
  readonly group: UnitGroup;
  /** The name of each unit, e.g. `light ISI + 0.3 s`. */
  readonly labels: readonly string[];
  /** Which of them are drawn, in which order; if absent, all in numerical order. */
  readonly order?: readonly number[];
}

/** Recorded units: at step * units + unit. */
export interface RecordedUnits extends Units {
  readonly column: Float64Array;
}

/** Means of a group's units over the trials of a condition, or the occurrences of an event, aligned on its event. */
export interface UnitMap extends Units {
  readonly condition: string;
  /** The event at time 0. */
  readonly align: string;
  /** Seconds from the event, one per step. */
  readonly t: readonly number[];
  /** Number of trials, or occurrences. */
  readonly n: number;
  /** What n counts; trials if absent. */
  readonly counted?: 'trial' | 'occurrence';
  /** Where recording began during the run, or the oldest kept step: steps taken over all environments. */
  readonly since?: number;
  readonly marks: Averages['marks'];
  /** units x t, row-major; NaN where none of them has such a step. */
  readonly mean: Float32Array;
}

/** Units whose values stay constant from one event to the next. */
export interface HeldUnits extends Units {
  /** One per unit. */
  readonly values: ArrayLike<number>;
}

/**
 * Recorded units, by the id of their group: at step * units + unit, steps of the whole run. A group that is not
 * recorded is absent.
 */
export type UnitColumns = Readonly<Record<string, Float64Array>>;

/**
 * RPE of each predictor of an agent that has several in parallel; recorded unit u of a population shows channel u, and
 * their mean is the RPE.
 */
export const channelRpe = {
  id: 'channel-rpe',
  title: 'RPE of each channel',
  unit: 'reward units',
  each: 'a predictor, with its own gains and discount where the objective has several',
  signed: true,
  always: true,
} as const satisfies UnitGroup;

export const channelValue = {
  id: 'channel-value',
  title: 'value of each channel',
  unit: 'reward units',
  each: channelRpe.each,
  always: true,
} as const satisfies UnitGroup;

/** Writes the units' values into steps [from, to) of the recorded columns. */
export function holdUnits(units: readonly HeldUnits[], columns: UnitColumns, from: number, to: number): void {
  for (const { group, values } of units) {
    const column = columns[group.id];
    if (column === undefined) continue;
    for (let step = from; step < to; step++) column.set(values, step * values.length);
  }
}
