import { align, eventStep, type Aligned } from '../../analysis/aligned.ts';
import { baselineSeconds, rememberedSteps } from '../../analysis/recorded-trials.ts';
import { InputError } from '../../core/errors.ts';
import { randomStream } from '../../core/random.ts';
import type { StepDraws } from '../../core/step-draws.ts';
import type { FeatureTable } from '../../contracts/architecture.ts';
import type { PopulationTrial, RowIntervention, WindowPiece } from '../../contracts/population.ts';
import type { Condition } from '../../contracts/paradigm.ts';
import { rpeIntervention, type Trial } from '../../contracts/trial.ts';
import { bind } from '../bind.ts';
import { encoderOf, ruleOf, termsOf } from '../per-step.ts';
import { agentDraws, type TrialSession } from '../trial-session.ts';
import { worldOf } from '../world.ts';
import { featureGroups } from './feature-groups.ts';
import { joinTables } from './join-tables.ts';
import type { Needs } from './needs.ts';
import { sharedTables } from './shared-tables.ts';

/** What all subjects of a population share: the trials, and what is measured in them. */
export interface PopulationPlan {
  readonly session: TrialSession;
  readonly trials: readonly PopulationTrial[];
  /** For each trial, the step of its first active row. */
  readonly firstSteps: readonly number[];
  readonly groupOf: Int32Array;
  readonly windows: readonly AverageWindow[];
  /** RPE of each inactive step of the session, the same for all subjects; NaN elsewhere. */
  readonly quietRpe: Float64Array;
  /** Count of numbers read back per subject. */
  readonly keptNumbers: number;
  /** True if a feature is active in two steps of a trial, so that the trace type matters. */
  readonly meetsAgain: boolean;
  /** True if features are active from a trial's first step and time runs on into it from the previous trial. */
  readonly runsOn: boolean;
}

/** The average of a condition. */
export interface AverageWindow {
  readonly condition: string;
  readonly aligned: Aligned;
  /** Number of trials that reach each step of the window. */
  readonly counts: Float64Array;
  /** Σ over trials of the RPE of inactive steps. */
  readonly quietSum: Float64Array;
}

/**
 * @param session one of the subjects, which has the schedule of all
 * @param keepAll keeps the signals of every trial, needed or not
 * @throws InputError if the features of all trials do not fit into memory
 */
export function planPopulation(session: TrialSession, needs: Needs, keepAll?: PopulationTrial['keep']): PopulationPlan {
  const { spec, design, trials, channels } = session;
  const { conditions } = worldOf(spec);
  const actives = activeTablesOf(session);
  const tables = actives.map(({ table }) => table);
  const quietRpe = quietSteps(session, actives);
  const windows = [...needs.keys()].map((condition): AverageWindow => {
    const aligned = align(conditions[condition] as Condition, design, trials);
    return {
      condition,
      aligned,
      counts: new Float64Array(aligned.t.length),
      quietSum: new Float64Array(aligned.t.length),
    };
  });
  const pieces = trials.map((): WindowPiece[] => []);
  windows.forEach((window, index) => fillWindow(window, index, { session, actives, quietRpe, pieces }));
  const keep = keepAll === undefined ? keptTrials(session, windows, needs) : trials.map(() => keepAll);
  const { channels: many } = termsOf(spec, design, randomStream(spec.seed, 'agent'));
  const samples = many?.bootstrap === 'sample';
  const draws = agentDraws(spec.seed);
  const planned = trials.map((trial, i): PopulationTrial => {
    const active = actives[i] as ActiveTable;
    const followers =
      samples && channels > 1 ? followersOf(active, channels, draws, session.offsets[i] as number) : undefined;
    return {
      ...plannedTrial(trial, trials[i - 1], trials[i + 1], active),
      followers,
      pieces: pieces[i] as WindowPiece[],
      keep: keep[i] as PopulationTrial['keep'],
    };
  });
  const keptNumbers = planned.reduce(
    (sum, one) => sum + (one.keep === 'nothing' ? 0 : 2 * one.table.rows * (one.keep === 'channels' ? channels : 1)),
    0,
  );
  return {
    session,
    trials: planned,
    firstSteps: actives.map(({ first }) => first),
    groupOf: featureGroups(tables, session.weights.length),
    windows,
    quietRpe,
    keptNumbers,
    meetsAgain: [...new Set(tables)].some(meetsAgain),
    runsOn: isContinuous(session) && planned.some(({ isFirstStep, table }) => isFirstStep && table.rows > 0),
  };
}

/** With more numbers than this in its features, a session is not computed as a population. */
const maxTableNumbers = 5e7;

/** Whether the step out of a trial's last moment is learned from. */
const isContinuous = ({ spec, design }: TrialSession): boolean =>
  ruleOf(spec, design).linear?.().boundary === 'continuous';

function activeTablesOf(session: TrialSession): readonly ActiveTable[] {
  const { spec, design, trials } = session;
  const encoder = encoderOf(spec, design);
  const naive = encoder.state();
  const shared = sharedTables();
  const continuous = isContinuous(session);
  return trials.map((trial, i) => {
    if (i > 0 && trial.group !== trials[i - 1]?.group) encoder.restore(naive);
    const given = joinTables(encoder.encode(trial), encoder.layout);
    const follows = continuous && trials[i + 1]?.group === trial.group && given.firstStep + given.rows === trial.steps;
    const { from, to } = activeRows(given, lastSurprise(trial) - given.firstStep, follows);
    const table = shared.keep(cut(given, from, to));
    if (shared.numbers() > maxTableNumbers)
      throw new InputError(
        'the features of all trials do not fit into memory at once',
        'population',
        'use --population off',
      );
    return { table, first: given.firstStep + from };
  });
}

/** The active rows of a trial, and the step of the first. */
interface ActiveTable {
  readonly table: FeatureTable;
  readonly first: number;
}

/**
 * The rows [from, to) from the first one with features to the one after the last, where their prediction ends, extended
 * to the last row whose error teaches features with a trace.
 * @param follows whether the step after the trial's last one, the first of the next trial, is that row if features are
 * active to the end
 */
function activeRows(
  table: FeatureTable,
  lastSurprise: number,
  follows: boolean,
): { readonly from: number; readonly to: number } {
  const end = table.rows + (follows ? 1 : 0);
  if (table.layout === 'dense') return { from: 0, to: table.columns.length === 0 ? 0 : end };
  const { rowStart, rows } = table;
  const isOn = (row: number): boolean => (rowStart[row + 1] as number) > (rowStart[row] as number);
  let from = 0;
  while (from < rows && !isOn(from)) from += 1;
  if (from === rows) return { from: 0, to: 0 };
  let last = rows - 1;
  while (!isOn(last)) last -= 1;
  return { from, to: Math.min(end, Math.max(last + 2, lastSurprise + 1)) };
}

/** The last step at which there may be an error without any prediction; -1 if there is none. */
function lastSurprise({ outcomes, interventions, zeroStep }: Trial): number {
  const rewards = outcomes.filter(({ magnitude }) => magnitude !== 0).map(({ step }) => zeroStep + step);
  return Math.max(
    -1,
    ...rewards,
    ...interventions.filter(({ added }) => added !== 0).map(({ from, steps }) => zeroStep + from + steps - 1),
  );
}

/** Rows [from, to) of a table; those after its last have no features. */
function cut(table: FeatureTable, from: number, to: number): FeatureTable {
  const rows = to - from;
  const known = Math.min(to, table.rows);
  if (table.layout === 'dense') {
    const width = table.columns.length;
    const values = new Float64Array(rows * width);
    values.set(table.values.subarray(from * width, known * width));
    return { ...table, firstStep: 0, rows, values };
  }
  const start = table.rowStart[from] as number;
  const rowStart = Int32Array.from(
    { length: rows + 1 },
    (_, row) => (table.rowStart[Math.min(from + row, table.rows)] as number) - start,
  );
  return {
    layout: 'binary',
    firstStep: 0,
    rows,
    rowStart,
    active: table.active.subarray(start, table.rowStart[known]),
  };
}

function meetsAgain(table: FeatureTable): boolean {
  if (table.layout === 'dense') return true;
  const active = table.active.subarray(0, table.rowStart[table.rows]);
  return new Set(active).size < active.length;
}

/** r_t of each step of a trial. */
function rewardsOf({ outcomes, zeroStep, steps }: Trial): Float64Array {
  const reward = new Float64Array(steps);
  for (const { step, magnitude } of outcomes) {
    const at = zeroStep + step;
    if (at >= 0 && at < steps) reward[at] = (reward[at] as number) + magnitude;
  }
  return reward;
}

function quietSteps({ trials, offsets }: TrialSession, actives: readonly ActiveTable[]): Float64Array {
  const rpe = new Float64Array(offsets.at(-1) as number);
  trials.forEach((trial, i) => {
    const offset = offsets[i] as number;
    const intervention = rpeIntervention(trial);
    rewardsOf(trial).forEach((reward, step) => {
      rpe[offset + step] = intervention?.(step, reward) ?? reward;
    });
  });
  actives.forEach(({ first, table }, i) => {
    const from = (offsets[i] as number) + first;
    rpe.fill(Number.NaN, from, from + table.rows);
  });
  return rpe;
}

interface Filling {
  readonly session: TrialSession;
  readonly actives: readonly ActiveTable[];
  readonly quietRpe: Float64Array;
  /** One list per trial, to be appended to. */
  readonly pieces: readonly WindowPiece[][];
}

function fillWindow(
  { aligned, counts, quietSum }: AverageWindow,
  window: number,
  { session, actives, quietRpe, pieces }: Filling,
): void {
  const { offsets } = session;
  for (const trial of aligned.trials) {
    const start =
      (offsets[trial.index] as number) + trial.zeroStep + eventStep(aligned.condition, trial) + aligned.from;
    const end = start + counts.length;
    for (let step = Math.max(0, start); step < Math.min(end, quietRpe.length); step++) {
      counts[step - start] = (counts[step - start] as number) + 1;
      const quiet = quietRpe[step] as number;
      if (!Number.isNaN(quiet)) quietSum[step - start] = (quietSum[step - start] as number) + quiet;
    }
    // The last active row of a trial may be the first step of the next one.
    for (const index of trialsIn(offsets, Math.max(0, start - 1), end)) {
      const active = actives[index] as ActiveTable;
      const first = (offsets[index] as number) + active.first;
      const from = Math.max(start, first);
      const to = Math.min(end, first + active.table.rows);
      if (from < to) pieces[index]?.push({ window, from: from - first, to: to - first, at: from - start });
    }
  }
}

/** Trials that have steps in [start, end). */
function trialsIn(offsets: readonly number[], start: number, end: number): readonly number[] {
  let low = 0;
  let high = offsets.length - 1;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) <= start) low = middle;
    else high = middle;
  }
  const found: number[] = [];
  for (let index = low; index < offsets.length - 1 && (offsets[index] as number) < end; index++) found.push(index);
  return found;
}

/** What is kept of each trial: what is needed by the conditions whose windows, or recordings, overlap it. */
function keptTrials(
  { spec, trials, offsets, design, channels }: TrialSession,
  windows: readonly AverageWindow[],
  needs: Needs,
): PopulationTrial['keep'][] {
  const keep = trials.map((): PopulationTrial['keep'] => 'nothing');
  const recorder = bind('recordings', spec.recording).create(randomStream(spec.seed, 'recording'));
  const before = Math.round(baselineSeconds / design.stepSeconds) + rememberedSteps(recorder, design.stepSeconds);
  for (const { condition, aligned } of windows) {
    const need = needs.get(condition);
    if (need === undefined || need === 'average') continue;
    const wanted = need === 'channels' && channels > 1 ? 'channels' : 'means';
    for (const trial of aligned.trials) {
      const zero = (offsets[trial.index] as number) + trial.zeroStep;
      const event = zero + eventStep(aligned.condition, trial);
      const from = Math.min(zero - before, event + aligned.from, offsets[trial.index] as number);
      const to = Math.max(event + aligned.to + 1, offsets[trial.index + 1] as number);
      for (const index of trialsIn(offsets, Math.max(0, from - 1), to))
        if (keep[index] !== 'channels') keep[index] = wanted;
    }
  }
  return keep;
}

function plannedTrial(
  trial: Trial,
  last: Trial | undefined,
  next: Trial | undefined,
  { table, first }: ActiveTable,
): Omit<PopulationTrial, 'followers' | 'pieces' | 'keep'> {
  const reachesOn = first + table.rows > trial.steps;
  const isMixed = reachesOn && next?.plastic !== trial.plastic;
  const reward = new Float32Array(table.rows);
  reward.set(rewardsOf(trial).subarray(first, first + table.rows));
  if (reachesOn && next !== undefined) reward[table.rows - 1] = rewardsOf(next)[0] as number;
  return {
    table,
    isFirstStep: first === 0,
    isNaive: last !== undefined && trial.group !== last.group,
    plastic: trial.plastic || isMixed,
    ...(isMixed
      ? {
          learns: Float32Array.from({ length: table.rows }, (_, row) => Number(trial.plastic === row < table.rows - 1)),
        }
      : {}),
    reward,
    interventions: trial.interventions.map((intervention) =>
      effectOn(intervention, first - trial.zeroStep, table.rows),
    ),
    discount: trial.overrides?.discount,
    traceDecay: trial.overrides?.traceDecay,
  };
}

/** @param first the first active row, in steps from time zero */
function effectOn(
  { from, steps, gainPositive, gainNegative, added }: Trial['interventions'][number],
  first: number,
  rows: number,
): RowIntervention {
  const within = (row: number): boolean => first + row >= from && first + row < from + steps;
  const each = (inside: number, outside: number): Float32Array =>
    Float32Array.from({ length: rows }, (_, row) => (within(row) ? inside : outside));
  return { gainPositive: each(gainPositive, 1), gainNegative: each(gainNegative, 1), added: each(added, 0) };
}

/** One draw for each step with features, as in learning-rules/step/channels.ts. */
function followersOf({ table, first }: ActiveTable, channels: number, draws: StepDraws, offset: number): Int32Array {
  return Int32Array.from({ length: table.rows }, (_, row) => {
    const isOn = table.layout === 'dense' || (table.rowStart[row + 1] as number) > (table.rowStart[row] as number);
    return isOn ? Math.floor(draws.uniform(offset + first + row) * channels) : 0;
  });
}
