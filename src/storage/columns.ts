import type { Trial } from '../contracts/trial.ts';
import type { RecordedUnits } from '../contracts/units.ts';

/** One number per step, trial after trial. */
export interface SignalColumns {
  readonly rpe: Float64Array;
  readonly value: Float64Array;
}

// Loading Arrow takes longer than computing a small run, and only saving and checking need it.
const arrow = () => import('apache-arrow');

/** Signals as an Arrow IPC file with the columns rpe and value, one row per step. */
export async function signalsToArrow({ rpe, value }: SignalColumns): Promise<Uint8Array> {
  const { makeVector, Table, tableToIPC } = await arrow();
  return tableToIPC(new Table({ rpe: makeVector(rpe), value: makeVector(value) }), 'file');
}

/** @throws Error if the bytes are not such a file */
export async function signalsFromArrow(bytes: Uint8Array): Promise<SignalColumns> {
  const { tableFromIPC } = await arrow();
  const table = tableFromIPC(bytes);
  const column = (name: string): Float64Array => {
    const values: unknown = table.getChild(name)?.toArray();
    if (!(values instanceof Float64Array)) throw new Error(`there is no column '${name}' of 64-bit numbers`);
    return values;
  };
  return { rpe: column('rpe'), value: column('value') };
}

/**
 * Trials as an Arrow IPC file, one row per trial. first_step counts from the run's first step, zero_step (time zero)
 * from the trial's first step, outcome_step (the first scheduled reward) from time zero. If there are choices,
 * `choices` names the stages that were reached and the index, from 0, of the option chosen at each. Equal trials give
 * equal bytes.
 */
export async function trialsToArrow(trials: readonly Trial[]): Promise<Uint8Array> {
  const { Bool, Float64, Int32, Table, tableToIPC, Utf8, vectorFromArray } = await arrow();
  let steps = 0;
  const firstSteps = trials.map((trial) => (steps += trial.steps) - trial.steps);
  const outcomes = trials.map(({ outcomes: [first] }) => first);
  const columns = {
    index: vectorFromArray(
      trials.map(({ index }) => index),
      new Int32(),
    ),
    phase: vectorFromArray(
      trials.map(({ phase }) => phase),
      new Utf8(),
    ),
    type: vectorFromArray(
      trials.map(({ type }) => type),
      new Utf8(),
    ),
    plastic: vectorFromArray(
      trials.map(({ plastic }) => plastic),
      new Bool(),
    ),
    first_step: vectorFromArray(firstSteps, new Int32()),
    zero_step: vectorFromArray(
      trials.map(({ zeroStep }) => zeroStep),
      new Int32(),
    ),
    steps: vectorFromArray(
      trials.map((trial) => trial.steps),
      new Int32(),
    ),
    outcome: vectorFromArray(
      outcomes.map((one) => (one === undefined ? 'none' : one.delivered ? 'delivered' : 'omitted')),
      new Utf8(),
    ),
    outcome_step: vectorFromArray(
      outcomes.map((one) => one?.step ?? null),
      new Int32(),
    ),
    magnitude: vectorFromArray(
      outcomes.map((one) => one?.magnitude ?? null),
      new Float64(),
    ),
    ...(trials.some(({ stages }) => stages !== undefined)
      ? { choices: vectorFromArray(trials.map(choicesText), new Utf8()) }
      : {}),
  };
  return tableToIPC(new Table(columns), 'file');
}

/**
 * Units as an Arrow IPC file, one row per step: for each group in turn ID_0, ID_1, ..., 64-bit numbers. A column's
 * description and unit of measurement are in its metadata under `label` and `unit`. Equal units give equal bytes.
 */
export async function unitsToArrow(groups: readonly RecordedUnits[]): Promise<Uint8Array> {
  const { Field, Float64, makeVector, Schema, Table, tableToIPC } = await arrow();
  const columns = groups.flatMap(({ group, labels, column }) =>
    labels.map((label, unit) => {
      const name = `${group.id}_${unit}`;
      return {
        name,
        field: new Field(
          name,
          new Float64(),
          false,
          new Map([
            ['label', label],
            ['unit', group.unit],
          ]),
        ),
        vector: makeVector(columnOf(column, labels.length, unit)),
      };
    }),
  );
  const vectors = Object.fromEntries(columns.map(({ name, vector }) => [name, vector]));
  return tableToIPC(new Table(new Schema(columns.map(({ field }) => field)), vectors), 'file');
}

function columnOf(all: Float64Array, units: number, unit: number): Float64Array {
  const column = new Float64Array(all.length / units);
  for (let step = 0; step < column.length; step++) column[step] = all[step * units + unit] as number;
  return column;
}

/** Output of a recording's units, trial after trial. */
export interface RecordingColumns {
  readonly units: number;
  /** First recorded step of a trial, counted from its time zero. */
  readonly firstStep: number;
  /** For each trial, units x steps, row-major: spike counts, or readings in the recording's unit. */
  readonly trials: readonly Float64Array[];
  /** Whether they are spike counts. */
  readonly spikes: boolean;
}

/**
 * A recording as an Arrow IPC file, a row for each trial and step of its window: trial (as `index` among the trials),
 * step (from the trial's time zero), then unit_0, unit_1, ..., integer spike counts or 64-bit readings.
 */
export async function recordingToArrow({ units, firstStep, trials, spikes }: RecordingColumns): Promise<Uint8Array> {
  const { makeVector, Table, tableToIPC } = await arrow();
  const steps = (trials[0]?.length ?? 0) / units;
  const length = trials.length * steps;
  const reading = (unit: number) => (_: unknown, row: number) =>
    trials[Math.floor(row / steps)]?.[unit * steps + (row % steps)] as number;
  const column = (unit: number) =>
    spikes
      ? makeVector(Int32Array.from({ length }, reading(unit)))
      : makeVector(Float64Array.from({ length }, reading(unit)));
  const columns = {
    trial: makeVector(Int32Array.from({ length }, (_, row) => Math.floor(row / steps))),
    step: makeVector(Int32Array.from({ length }, (_, row) => firstStep + (row % steps))),
    ...Object.fromEntries(Array.from({ length: units }, (_, unit) => [`unit_${unit}`, column(unit)] as const)),
  };
  return tableToIPC(new Table(columns), 'file');
}

/** `first 1, pink 0` */
const choicesText = ({ stages = [], choices = [] }: Trial): string =>
  choices.map(({ stage, option }) => `${stages[stage]?.id} ${option}`).join(', ');
