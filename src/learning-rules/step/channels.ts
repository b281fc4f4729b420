import { power } from '../../core/power.ts';
import type { FeatureTable } from '../../contracts/architecture.ts';
import type { StepSignals } from '../../contracts/learning-rule.ts';
import type { Channels } from '../../contracts/td-terms.ts';
import { emptyRow, readRow, restoreRow, rowNumbers, type Row } from './rows.ts';

/** RPE and value of each channel, at (offset + row) * channels + channel; 0 before they are written. */
interface ChannelSignals extends StepSignals {
  readonly channelRpe: Float64Array | undefined;
  readonly channelValue: Float64Array | undefined;
}

/** Successive steps of many predictors: the inputs, and where the signals are written. */
interface ChannelRows {
  /** Step of the trial of the first row. */
  readonly from: number;
  readonly rows: number;
  /** At feature x channels + channel; updated in place. */
  readonly weights: Float64Array;
  /** γ per step, one per channel. */
  readonly discounts: Float64Array;
  /** λ. */
  readonly traceDecay: number;
  /** Interventions on every channel's RPE at a step of the trial, before learning from it. */
  readonly intervention: ((step: number, rpe: number) => number) | undefined;
  /** α; 0 if weights are held. */
  readonly learningRate: number;
  /** r_t - ρ_t, one per step of the trial. */
  readonly reward: Float64Array;
  /**
   * Uniform draws by step of the session, which select the channel whose next value each error bootstraps on; if
   * absent, its own.
   */
  readonly draw: ((step: number) => number) | undefined;
  /** Offset of the first row in the output. */
  readonly signals: ChannelSignals;
}

/** Many predictors; traces and the previous row are kept from call to call. */
export interface ChannelKernel {
  /** Runs the rows of a table, or rows without features if there is no table. */
  runSteps(table: FeatureTable | undefined, rows: ChannelRows): void;
  /** Resets traces and the previous row: the next row ends no transition, its errors are 0. */
  begin(): void;
  state(): readonly number[];
  restore(state: ArrayLike<number>, from: number): void;
}

/**
 * δ_i = r_t - ρ + γ_i V_j(x_t) - V_i(x_{t-1}); e_i <- γ_i λ e_i + x_{t-1}; w_i += α g_i f(δ_i) e_i, with g_i the gain
 * for the sign of δ_i, and f(δ) = δ for expectiles, sign(δ) for quantiles (Dabney et al. 2020); if ties count as
 * positive, f(0) = 1 (Dabney et al. 2018). j = i, or a channel drawn at random.
 *
 * One draw per step sets a common offset around the ring of channels, j = i + offset. For each channel j is uniform,
 * and over all channels each next value is used once, so the draw does not change their mean, the displayed RPE.
 */
export function channelKernel({ statistic, tie, each }: Channels, replacing: boolean, size: number): ChannelKernel {
  const count = each.length;
  const population: Population = {
    count,
    isQuantile: statistic === 'quantile',
    learnsUpAtZero: statistic === 'quantile' && tie === 'up',
    gainPositive: Float64Array.from(each, ({ gainPositive }) => gainPositive),
    gainNegative: Float64Array.from(each, ({ gainNegative }) => gainNegative),
    before: new Float64Array(count),
    next: new Float64Array(count),
    steps: new Float64Array(count),
  };
  const moment: Moment = { last: emptyRow(size), here: emptyRow(size), isFirst: false };
  const traces: Traces = {
    replacing,
    eligibility: new Float64Array(0),
    traced: new Int32Array(size),
    isTraced: new Uint8Array(size),
    count: 0,
    quiet: 0,
    quietDecay: 0,
  };

  return {
    runSteps(table, rows) {
      // With λ = 0 no trace outlives its step, so none is stored.
      if (rows.traceDecay > 0 && traces.eligibility.length === 0) traces.eligibility = new Float64Array(size * count);
      runTrial(population, moment, traces, table, rows);
    },
    begin() {
      forget(traces, count);
      moment.last.count = 0;
      population.before.fill(0);
      moment.isFirst = true;
    },
    state() {
      const traced = traces.traced.subarray(0, traces.count);
      const eligibility = Array.from(traced, (feature) => [
        ...traces.eligibility.subarray(feature * count, (feature + 1) * count),
      ]).flat();
      return [
        Number(moment.isFirst),
        ...population.before,
        ...rowNumbers(moment.last),
        traces.quiet,
        traces.quietDecay,
        traces.count,
        ...traced,
        ...eligibility,
      ];
    },
    restore(state, from) {
      forget(traces, count);
      moment.isFirst = state[from] === 1;
      for (let i = 0; i < count; i++) population.before[i] = state[from + 1 + i];
      let at = restoreRow(moment.last, state, from + 1 + count);
      const [quiet, quietDecay, traced] = [state[at], state[at + 1], state[at + 2]] as [number, number, number];
      if (traced > 0 && traces.eligibility.length === 0) traces.eligibility = new Float64Array(size * count);
      at += 3;
      for (let k = 0; k < traced; k++) {
        const feature = state[at + k];
        list(traces, feature);
        for (let i = 0; i < count; i++) traces.eligibility[feature * count + i] = state[at + traced + k * count + i];
      }
      Object.assign(traces, { quiet, quietDecay });
    },
  };
}

interface Population {
  /** Number of channels. */
  readonly count: number;
  readonly isQuantile: boolean;
  readonly learnsUpAtZero: boolean;
  readonly gainPositive: Float64Array;
  readonly gainNegative: Float64Array;
  /** V_i(x_{t-1}) and V_i(x_t) under the current weights, and each channel's learning signal at this step. */
  readonly before: Float64Array;
  readonly next: Float64Array;
  readonly steps: Float64Array;
}

/** The previous row and the current one. */
interface Moment {
  last: Row;
  here: Row;
  /** True if the next row ends no transition. */
  isFirst: boolean;
}

/** Eligibility of each feature in each channel, at feature x channels + channel, and the features that may have any. */
interface Traces {
  readonly replacing: boolean;
  eligibility: Float64Array;
  readonly traced: Int32Array;
  readonly isTraced: Uint8Array;
  count: number;
  /** Steps of pending decay, during which nothing was learned, and their λ. */
  quiet: number;
  quietDecay: number;
}

function runTrial(
  population: Population,
  moment: Moment,
  traces: Traces,
  table: FeatureTable | undefined,
  trial: ChannelRows,
): void {
  for (let row = 0; row < trial.rows; row++) {
    const { last, here } = moment;
    if (
      table === undefined &&
      last.count === 0 &&
      !moment.isFirst &&
      !(population.learnsUpAtZero && traces.count > 0)
    ) {
      const until = silentUntil(row, trial);
      pass(traces, trial, until - row);
      row = until;
      if (row === trial.rows) break;
    }
    readRow(table, row, here);
    if (
      here.count === 0 &&
      last.count === 0 &&
      !moment.isFirst &&
      isSilent(row, trial) &&
      !(population.learnsUpAtZero && traces.count > 0)
    ) {
      pass(traces, trial, 1);
      continue;
    }
    if (here.count > 0) predict(population, here, trial.weights);
    else population.next.fill(0);
    if (moment.isFirst) {
      showFirst(population, row, trial);
      moment.isFirst = false;
    } else {
      compare(population, here.count > 0, row, trial);
      if (trial.traceDecay > 0 || traces.count > 0) learnTraced(population, traces, last, trial);
      else learn(population, last, trial.weights);
    }
    // Recomputes V(x_t) under the updated weights, if it can have changed.
    if (here.count > 0 && (traces.count > 0 || shareFeature(here, last))) predict(population, here, trial.weights);
    population.before.set(population.next);
    moment.last = here;
    moment.here = last;
  }
}

/** Whether a step between rows without features changes and displays nothing, as most steps between trials. */
const isSilent = (row: number, { from, reward, intervention }: ChannelRows): boolean =>
  intervention === undefined && reward[from + row] === 0;

/** The first row, from a given one on, for which this is false. */
function silentUntil(row: number, { from, rows, reward, intervention }: ChannelRows): number {
  if (intervention !== undefined) return row;
  let until = row;
  while (until < rows && reward[from + until] === 0) until++;
  return until;
}

function pass(traces: Traces, { traceDecay, discounts }: ChannelRows, steps: number): void {
  if (traces.count === 0 || steps === 0) return;
  if (traces.quiet > 0 && traceDecay !== traces.quietDecay) catchUp(traces, discounts);
  traces.quietDecay = traceDecay;
  traces.quiet += steps;
}

function catchUp(traces: Traces, discounts: Float64Array): void {
  const { quiet, quietDecay } = traces;
  if (quiet === 0) return;
  traces.quiet = 0;
  fade(
    traces,
    Float64Array.from(discounts, (discount) => power(quietDecay * discount, quiet)),
  );
}

function shareFeature(a: Row, b: Row): boolean {
  for (let i = 0; i < a.count; i++) for (let k = 0; k < b.count; k++) if (a.feature[i] === b.feature[k]) return true;
  return false;
}

/** V_i(x) of a row. */
function predict({ count, next }: Population, { feature, value, count: active }: Row, weights: Float64Array): void {
  next.fill(0);
  for (let k = 0; k < active; k++) {
    const from = feature[k] * count;
    const x = value[k];
    for (let i = 0; i < count; i++) next[i] = next[i] + x * weights[from + i];
  }
}

/** A row that ends no transition: it has values but no errors. */
function showFirst(
  { count, next }: Population,
  row: number,
  { signals: { value, offset, channelValue } }: ChannelRows,
): void {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += next[i];
    if (channelValue !== undefined) channelValue[(offset + row) * count + i] = next[i];
  }
  value[offset + row] = sum / count;
}

/** The errors of one row: writes them and the values, and stores each channel's learning signal. */
function compare(population: Population, hasNext: boolean, row: number, trial: ChannelRows): void {
  const { count, isQuantile, learnsUpAtZero, gainPositive, gainNegative, before, next, steps } = population;
  const { from, discounts, intervention, learningRate, draw, signals } = trial;
  const { channelRpe, channelValue } = signals;
  const reward = trial.reward[from + row];
  const shown = signals.offset + row;
  const at = shown * count;
  let errors = 0;
  let values = 0;
  // If no feature is active, all next values are 0 and no draw is needed.
  const offset = draw !== undefined && hasNext ? Math.floor(draw(shown) * count) : 0;
  for (let i = 0; i < count; i++) {
    const follower = i + offset < count ? i + offset : i + offset - count;
    const rawError = reward + discounts[i] * next[follower] - before[i];
    const error = intervention === undefined ? rawError : intervention(from + row, rawError);
    const isUp = error > 0 || (learnsUpAtZero && error === 0);
    const gain = isUp ? gainPositive[i] : gainNegative[i];
    steps[i] = learningRate * gain * (isQuantile ? (isUp ? 1 : Math.sign(error)) : error);
    errors += error;
    values += next[i];
    if (channelRpe !== undefined) channelRpe[at + i] = error;
    if (channelValue !== undefined) channelValue[at + i] = next[i];
  }
  signals.rpe[shown] = errors / count;
  signals.value[shown] = values / count;
}

/** w_i <- w_i + step_i x. */
function learn({ count, steps }: Population, { feature, value, count: active }: Row, weights: Float64Array): void {
  for (let k = 0; k < active; k++) {
    const from = feature[k] * count;
    const x = value[k];
    for (let i = 0; i < count; i++) weights[from + i] = weights[from + i] + x * steps[i];
  }
}

/** e_i <- γ_i λ e_i + x (or max of the two); w_i <- w_i + step_i e_i. */
function learnTraced(
  { count, steps }: Population,
  traces: Traces,
  last: Row,
  { weights, discounts, traceDecay }: ChannelRows,
): void {
  catchUp(traces, discounts);
  const { eligibility, traced } = traces;
  fade(
    traces,
    discounts.map((discount) => traceDecay * discount),
  );
  for (let k = 0; k < last.count; k++) mark(traces, last.feature[k], last.value[k], count);
  for (let k = 0; k < traces.count; k++) {
    const from = traced[k] * count;
    for (let i = 0; i < count; i++) weights[from + i] = weights[from + i] + steps[i] * eligibility[from + i];
  }
}

/** If all traces of a feature are below this, they are dropped. */
const faintestTrace = 1e-16;

/** e_i <- retention_i e_i. */
function fade(traces: Traces, retention: Float64Array): void {
  const { eligibility, traced, isTraced } = traces;
  const count = retention.length;
  let kept = 0;
  for (let k = 0; k < traces.count; k++) {
    const feature = traced[k];
    const from = feature * count;
    let largest = 0;
    for (let i = 0; i < count; i++) {
      const trace = retention[i] * eligibility[from + i];
      eligibility[from + i] = trace;
      largest = Math.max(largest, Math.abs(trace));
    }
    if (largest >= faintestTrace) traced[kept++] = feature;
    else {
      eligibility.fill(0, from, from + count);
      isTraced[feature] = 0;
    }
  }
  traces.count = kept;
}

function list(traces: Traces, feature: number): void {
  if (traces.isTraced[feature] === 1) return;
  traces.isTraced[feature] = 1;
  traces.traced[traces.count++] = feature;
}

function mark(traces: Traces, feature: number, x: number, count: number): void {
  const { replacing, eligibility } = traces;
  list(traces, feature);
  for (let at = feature * count; at < (feature + 1) * count; at++) {
    const old = eligibility[at];
    eligibility[at] = replacing ? Math.max(old, x) : old + x;
  }
}

function forget(traces: Traces, count: number): void {
  const { eligibility, traced, isTraced } = traces;
  for (let k = 0; k < traces.count; k++) {
    const feature = traced[k];
    isTraced[feature] = 0;
    eligibility.fill(0, feature * count, (feature + 1) * count);
  }
  Object.assign(traces, { count: 0, quiet: 0 });
}
