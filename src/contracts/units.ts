import type { Averages } from './paradigm.ts';

/** A kind of signal that a part of an agent has one of for each of several units: the RPE of each channel, the probability of each hidden state. */
export interface UnitGroup {
  /** Unlike that of any other group that the same agent may have. */
  readonly id: string;
  readonly title: string;
  /** Unit of measurement. */
  readonly unit: string;
  /** What one unit is. */
  readonly each: string;
  /** True where zero is the middle of what it can be. */
  readonly signed?: true;
  /** True where recordings and signatures read it, so that every run records it. Any other is recorded where it is asked for. */
  readonly always?: true;
}

/** The units of a group in one run. */
export interface Units {
  readonly group: UnitGroup;
  /** What each unit is called, e.g. `light ISI + 0.3 s`. */
  readonly labels: readonly string[];
  /** Which of them are drawn, in which order; all as they are numbered when absent. */
  readonly order?: readonly number[];
}

/** Units as they were recorded: at step * units + unit. */
export interface RecordedUnits extends Units {
  readonly column: Float64Array;
}

/** Means of a group's units over the trials of a condition, aligned on its event. */
export interface UnitMap extends Units {
  readonly condition: string;
  readonly align: Averages['align'];
  /** Seconds from the event, one a step. */
  readonly t: readonly number[];
  /** Trials. */
  readonly n: number;
  readonly marks: Averages['marks'];
  /** units x t, row-major; NaN where no trial has such a step. */
  readonly mean: Float32Array;
}

/** Units whose numbers stay as they are from one event to the next. */
export interface HeldUnits extends Units {
  /** One a unit. */
  readonly values: ArrayLike<number>;
}

/** What is recorded of units, by the id of their group: at step * units + unit, steps of the whole run. A group that is not recorded is absent. */
export type UnitColumns = Readonly<Record<string, Float64Array>>;

/** RPE of each predictor of an agent that has several side by side; recorded unit u of a population shows channel u, and their mean is the RPE. */
export const channelRpe = {
  id: 'channel-rpe',
  title: 'RPE of each channel',
  unit: 'reward units',
  each: 'a predictor with gains and a discount of its own, where the objective has several',
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

/** Writes what units hold into some steps, [from, to), of the columns that are recorded. */
export function holdUnits(units: readonly HeldUnits[], columns: UnitColumns, from: number, to: number): void {
  for (const { group, values } of units) {
    const column = columns[group.id];
    if (column === undefined) continue;
    for (let step = from; step < to; step++) column.set(values, step * values.length);
  }
}
