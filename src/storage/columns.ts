import type { Float64, Vector } from 'apache-arrow';
import { logProbability, type Trial } from '../contracts/trial.ts';
import type { RecordedUnits } from '../contracts/units.ts';

/** One number per step, trial after trial. */
export interface SignalColumns {
  readonly rpe: Float64Array;
  readonly value: Float64Array;
}

// Loading Arrow takes longer than computing a small run, and only saving and checking need it.
export const arrow = () => import('apache-arrow');

/** Signals with their trial, time and reward, one row per step. */
export interface StepColumns extends SignalColumns {
  /** Each step's trial, as `index` among the trials. */
  readonly trial: Int32Array;
  /** Seconds from the trial's time zero. */
  readonly seconds: Float64Array;
  /** Delivered in this step, reward units. Single precision: sizes are in the trials, and a folder must stay small. */
  readonly reward: Float32Array;
  /** If the recording is more than the RPE itself: mean over its units, NaN where nothing is recorded. */
  readonly rate?: { readonly values: Float64Array; readonly unit: string };
}

/**
 * Signals as an Arrow IPC file, one row per step: trial, t_s, rpe, value, reward and, if there is one, rate, which is
 * null where nothing is recorded. A column's unit of measurement is in its metadata. Equal signals give equal bytes.
 */
export async function signalsToArrow(columns: StepColumns): Promise<Uint8Array> {
  const { Field, Float32, Float64, Int32, makeVector, Schema, Table, tableToIPC } = await arrow();
  const { trial, seconds, rpe, value, reward, rate } = columns;
  const unit = (of: string): Map<string, string> => new Map([['unit', of]]);
  const fields = [
    new Field('trial', new Int32(), false),
    new Field('t_s', new Float64(), false, unit('s')),
    new Field('rpe', new Float64(), false, unit('reward units')),
    new Field('value', new Float64(), false, unit('reward units')),
    new Field('reward', new Float32(), false, unit('reward units')),
    ...(rate === undefined ? [] : [new Field('rate', new Float64(), true, unit(rate.unit))]),
  ];
  const vectors = {
    trial: makeVector(trial),
    t_s: makeVector(seconds),
    rpe: makeVector(rpe),
    value: makeVector(value),
    reward: makeVector(reward),
    ...(rate === undefined ? {} : { rate: await nullableVector(rate.values) }),
  };
  return tableToIPC(new Table(new Schema(fields), vectors), 'file');
}

/** NaN becomes null. */
export async function nullableVector(values: Float64Array): Promise<Vector<Float64>> {
  const { Float64, makeData, makeVector } = await arrow();
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  let nullCount = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) nullCount += 1;
    else nullBitmap[i >> 3] = (nullBitmap[i >> 3] as number) | (1 << (i & 7));
  }
  return makeVector(makeData({ type: new Float64(), length: values.length, nullCount, nullBitmap, data: values }));
}

/** Whether a file of signals has only rpe and value, as those of earlier versions of this program. */
export async function isEarlierSignals(bytes: Uint8Array): Promise<boolean> {
  const { tableFromIPC } = await arrow();
  return tableFromIPC(bytes).getChild('trial') === null;
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
 * `choices` names the stages that were reached and the index, from 0, of the option chosen at each; if they were recorded,
 * `log_likelihood` is Σ ln of their probabilities under the agent's policy, null where nothing was chosen. Equal trials
 * give equal bytes.
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
    ...(trials.some(({ forced }) => forced !== undefined)
      ? { log_likelihood: vectorFromArray(trials.map(trialLikelihood), new Float64()) }
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
  const columns = groups.flatMap(unitColumns);
  const fields = columns.map(({ name, metadata }) => new Field(name, new Float64(), false, metadata));
  const vectors = Object.fromEntries(columns.map(({ name, numbers }) => [name, makeVector(numbers)]));
  return tableToIPC(new Table(new Schema(fields), vectors), 'file');
}

/** The columns of a group's units: ID_0, ID_1, ..., with the description and the unit of measurement of each. */
export const unitColumns = ({ group, labels, column }: RecordedUnits) =>
  labels.map((label, unit) => ({
    name: `${group.id}_${unit}`,
    metadata: new Map([
      ['label', label],
      ['unit', group.unit],
    ]),
    numbers: columnOf(column, labels.length, unit),
  }));

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

const trialLikelihood = ({ choices = [] }: Trial): number | null =>
  choices.length === 0 ? null : choices.reduce((sum, choice) => sum + logProbability(choice), 0);

/** `first 1, pink 0` */
const choicesText = ({ stages = [], choices = [] }: Trial): string =>
  choices.map(({ stage, option }) => `${stages[stage]?.id} ${option}`).join(', ');
