import type { RandomStream } from '../../core/random.ts';
import type { FeatureTable } from '../../contracts/architecture.ts';
import type { StepSignals } from '../../contracts/learning-rule.ts';
import type { Channels } from '../../contracts/objective.ts';
import { emptyRow, readRow, type Row } from './rows.ts';

/** RPE and value of each channel, at (offset + step) * channels + channel. */
export interface ChannelSignals extends StepSignals {
  readonly channelRpe: Float64Array | undefined;
  readonly channelValue: Float64Array | undefined;
}

/** One trial of many predictors: what goes in, and where the signals are written. */
export interface ChannelTrial {
  /** At feature x channels + channel; changed in place. */
  readonly weights: Float64Array;
  /** γ per step, one for each channel. */
  readonly discounts: Float64Array;
  /** λ. */
  readonly traceDecay: number;
  /** What is done to every channel's RPE of a step of the trial from outside, before anything is learned from it. */
  readonly effect: ((step: number, rpe: number) => number) | undefined;
  /** α; 0 where weights are held. */
  readonly learningRate: number;
  /** r_t - ρ_t, one for each step of the trial. */
  readonly reward: Float64Array;
  /** Draws whose next value each channel's error bootstraps on; its own when absent. */
  readonly random: RandomStream | undefined;
  readonly signals: ChannelSignals;
}

export type ChannelKernel = (table: FeatureTable, trial: ChannelTrial) => void;

/**
 * δ_i = r_t - ρ + γ_i V_j(x_t) - V_i(x_{t-1}); e_i <- γ_i λ e_i + x_{t-1}; w_i += α g_i f(δ_i) e_i, with g_i the gain of the sign of
 * δ_i, and f(δ) = δ for expectiles, sign(δ) for quantiles (Dabney et al. 2020), which where ties go up is 1 at δ = 0 (Dabney et al. 2018). j = i, or a channel drawn at random.
 *
 * One draw a step: how far all channels look round the ring of channels, j = i + offset. To each channel j is any with the same odds, and
 * over all of them each next value is used once, so that their mean, the RPE that is shown, is not moved by the luck of the draw.
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
  const rows: [Row, Row] = [emptyRow(size), emptyRow(size)];
  const traces: Traces = { replacing, eligibility: new Float64Array(0), traced: new Int32Array(size), isTraced: new Uint8Array(size), count: 0 };

  return (table, trial) => {
    // Without λ no trace outlives its step, and none need be kept.
    if (trial.traceDecay > 0 && traces.eligibility.length === 0) traces.eligibility = new Float64Array(size * count);
    liveThrough(population, rows, traces, table, trial);
  };
}

interface Population {
  /** Number of channels. */
  readonly count: number;
  readonly isQuantile: boolean;
  readonly learnsUpAtZero: boolean;
  readonly gainPositive: Float64Array;
  readonly gainNegative: Float64Array;
  /** V_i(x_{t-1}) and V_i(x_t) under the weights of now, and what each channel learns at this step. */
  readonly before: Float64Array;
  readonly next: Float64Array;
  readonly steps: Float64Array;
}

/** Eligibility of each feature in each channel, at feature x channels + channel, and which features may have any. */
interface Traces {
  readonly replacing: boolean;
  eligibility: Float64Array;
  readonly traced: Int32Array;
  readonly isTraced: Uint8Array;
  count: number;
}

function liveThrough(population: Population, [here, last]: readonly [Row, Row], traces: Traces, table: FeatureTable, trial: ChannelTrial): void {
  const { firstStep, rows } = table;
  forget(traces, population.count);
  population.before.fill(0);
  population.next.fill(0);
  last.count = 0;
  showNothing(population.count, firstStep + rows, trial.signals);
  for (let step = 0; step < firstStep + rows; step++) {
    if (step >= firstStep) {
      readRow(table, step - firstStep, here);
      predict(population, here, trial.weights);
    } else here.count = 0;
    if (step > 0 && here.count === 0 && last.count === 0 && isSilent(traces, step, trial)) continue;
    if (step === 0) showFirst(population, trial);
    else {
      compare(population, here.count > 0, step, trial);
      if (trial.traceDecay > 0) learnTraced(population, traces, last, trial);
      else learn(population, last, trial.weights);
    }
    // V(x_t) anew, under what has been learned, where it can have changed.
    if (here.count > 0 && (traces.count > 0 || shareFeature(here, last))) predict(population, here, trial.weights);
    population.before.set(population.next);
    [here, last] = [last, here];
  }
}

/** Whether a step between moments without features has nothing to show or to learn: most steps are such, between trials. */
const isSilent = (traces: Traces, step: number, { reward, effect }: ChannelTrial): boolean => traces.count === 0 && effect === undefined && reward[step] === 0;

/** What all steps show until something is written over it. */
function showNothing(count: number, steps: number, { rpe, value, offset, channelRpe, channelValue }: ChannelSignals): void {
  rpe.fill(0, offset, offset + steps);
  value.fill(0, offset, offset + steps);
  channelRpe?.fill(0, offset * count, (offset + steps) * count);
  channelValue?.fill(0, offset * count, (offset + steps) * count);
}

function shareFeature(a: Row, b: Row): boolean {
  for (let i = 0; i < a.count; i++) for (let k = 0; k < b.count; k++) if (a.feature[i] === b.feature[k]) return true;
  return false;
}

/** V_i(x) of a row. */
function predict({ count, next }: Population, { feature, value, count: active }: Row, weights: Float64Array): void {
  next.fill(0);
  for (let k = 0; k < active; k++) {
    const from = (feature[k] as number) * count;
    const x = value[k] as number;
    for (let i = 0; i < count; i++) next[i] = (next[i] as number) + x * (weights[from + i] as number);
  }
}

/** The first step of a trial ends no transition: it has values and no errors. */
function showFirst({ count, next }: Population, { signals: { rpe, value, offset, channelRpe, channelValue } }: ChannelTrial): void {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += next[i] as number;
    if (channelRpe !== undefined) channelRpe[offset * count + i] = 0;
    if (channelValue !== undefined) channelValue[offset * count + i] = next[i] as number;
  }
  rpe[offset] = 0;
  value[offset] = sum / count;
}

/** The errors of one step: shows them and the values, and keeps what each channel is to learn. */
function compare(population: Population, hasNext: boolean, step: number, trial: ChannelTrial): void {
  const { count, isQuantile, learnsUpAtZero, gainPositive, gainNegative, before, next, steps } = population;
  const { discounts, effect, learningRate, random, signals } = trial;
  const { channelRpe, channelValue } = signals;
  const reward = trial.reward[step] as number;
  const shown = signals.offset + step;
  const at = shown * count;
  let errors = 0;
  let values = 0;
  // Where no feature is on, all next values are 0 and need no draw.
  const offset = random !== undefined && hasNext ? random.integer(count) : 0;
  for (let i = 0; i < count; i++) {
    const follower = i + offset < count ? i + offset : i + offset - count;
    const felt = reward + (discounts[i] as number) * (next[follower] as number) - (before[i] as number);
    const error = effect === undefined ? felt : effect(step, felt);
    const isUp = error > 0 || (learnsUpAtZero && error === 0);
    const gain = (isUp ? gainPositive[i] : gainNegative[i]) as number;
    steps[i] = learningRate * gain * (isQuantile ? (isUp ? 1 : Math.sign(error)) : error);
    errors += error;
    values += next[i] as number;
    if (channelRpe !== undefined) channelRpe[at + i] = error;
    if (channelValue !== undefined) channelValue[at + i] = next[i] as number;
  }
  signals.rpe[shown] = errors / count;
  signals.value[shown] = values / count;
}

/** w_i <- w_i + step_i x. */
function learn({ count, steps }: Population, { feature, value, count: active }: Row, weights: Float64Array): void {
  for (let k = 0; k < active; k++) {
    const from = (feature[k] as number) * count;
    const x = value[k] as number;
    for (let i = 0; i < count; i++) weights[from + i] = (weights[from + i] as number) + x * (steps[i] as number);
  }
}

/** e_i <- γ_i λ e_i + x (or max of the two); w_i <- w_i + step_i e_i. */
function learnTraced({ count, steps }: Population, traces: Traces, last: Row, { weights, discounts, traceDecay }: ChannelTrial): void {
  const { eligibility, traced } = traces;
  for (let k = 0; k < traces.count; k++) {
    const from = (traced[k] as number) * count;
    for (let i = 0; i < count; i++) eligibility[from + i] = traceDecay * (discounts[i] as number) * (eligibility[from + i] as number);
  }
  for (let k = 0; k < last.count; k++) mark(traces, last.feature[k] as number, last.value[k] as number, count);
  for (let k = 0; k < traces.count; k++) {
    const from = (traced[k] as number) * count;
    for (let i = 0; i < count; i++) weights[from + i] = (weights[from + i] as number) + (steps[i] as number) * (eligibility[from + i] as number);
  }
}

function mark(traces: Traces, feature: number, x: number, count: number): void {
  const { replacing, eligibility, traced, isTraced } = traces;
  if (isTraced[feature] === 0) {
    isTraced[feature] = 1;
    traced[traces.count++] = feature;
  }
  for (let at = feature * count; at < (feature + 1) * count; at++) {
    const old = eligibility[at] as number;
    eligibility[at] = replacing ? Math.max(old, x) : old + x;
  }
}

function forget(traces: Traces, count: number): void {
  const { eligibility, traced, isTraced } = traces;
  for (let k = 0; k < traces.count; k++) {
    const feature = traced[k] as number;
    isTraced[feature] = 0;
    eligibility.fill(0, feature * count, (feature + 1) * count);
  }
  traces.count = 0;
}
