import { power } from '../../core/power.ts';
import type { FeatureTable } from '../../contracts/architecture.ts';
import type { StepSignals } from '../../contracts/learning-rule.ts';
import type { Channels } from '../../contracts/td-terms.ts';
import { channelPopulation, type Population } from './channel-population.ts';
import { averagePlainly, fade, list, runPlainly } from './plain-channels.ts';
import { readRow, restoreRow, rowNumbers } from './rows.ts';

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
  /** The mean of each feature's weights, as of the last call of `show`. */
  readonly shown: Float64Array;
  /** Runs the rows of a table, or rows without features if there is no table. */
  runSteps(table: FeatureTable | undefined, rows: ChannelRows): void;
  /** Resets traces and the previous row: the next row ends no transition, its errors are 0. */
  begin(): void;
  /** Updates the means of the weights. */
  show(): void;
  /** All weights, at feature x channels + channel. */
  weights(): Float64Array;
  state(): readonly number[];
  /** @param weights as `weights` returns them */
  restore(weights: ArrayLike<number>, state: ArrayLike<number>, from: number): void;
}

/**
 * δ_i = r_t - ρ + γ_i V_j(x_t) - V_i(x_{t-1}); e_i <- γ_i λ e_i + x_{t-1}; w_i += α g_i f(δ_i) e_i, with g_i the gain
 * for the sign of δ_i, and f(δ) = δ for expectiles, sign(δ) for quantiles (Dabney et al. 2020); if ties count as
 * positive, f(0) = 1 (Dabney et al. 2018). j = i, or a channel drawn at random.
 *
 * One draw per step sets a common offset around the ring of channels, j = i + offset. For each channel j is uniform,
 * and over all channels each next value is used once, so the draw does not change their mean, the displayed RPE.
 */
export function channelKernel(channels: Channels, replacing: boolean, size: number): ChannelKernel {
  const population = channelPopulation(channels, replacing, size);
  const { count, stride, traces, weights, moment } = population;

  return {
    shown: population.shown,
    runSteps: (table, rows) => runTrial(population, table, rows),
    begin() {
      forget(population);
      moment.last.count = 0;
      population.before.fill(0);
      moment.isFirst = true;
    },
    show: () => showWeights(population),
    weights() {
      const all = new Float64Array(size * count);
      for (let feature = 0; feature < size; feature++)
        all.set(weights.subarray(feature * stride, feature * stride + count), feature * count);
      return all;
    },
    state() {
      const traced = traces.features.subarray(0, traces.count);
      const eligibility = Array.from(traced, (feature) => [
        ...traces.eligibility.subarray(feature * stride, feature * stride + count),
      ]).flat();
      return [
        Number(moment.isFirst),
        ...population.before.subarray(0, count),
        ...rowNumbers(moment.last),
        traces.quiet,
        traces.quietDecay,
        traces.count,
        ...traced,
        ...eligibility,
      ];
    },
    restore(saved, state, from) {
      for (let feature = 0; feature < size; feature++)
        for (let i = 0; i < count; i++) weights[feature * stride + i] = saved[feature * count + i];
      forget(population);
      moment.isFirst = state[from] === 1;
      for (let i = 0; i < count; i++) population.before[i] = state[from + 1 + i];
      let at = restoreRow(moment.last, state, from + 1 + count);
      const [quiet, quietDecay, traced] = [state[at], state[at + 1], state[at + 2]] as [number, number, number];
      at += 3;
      for (let k = 0; k < traced; k++) {
        const feature = state[at + k];
        list(traces, feature);
        for (let i = 0; i < count; i++) traces.eligibility[feature * stride + i] = state[at + traced + k * count + i];
      }
      Object.assign(traces, { quiet, quietDecay });
      for (let feature = 0; feature < size; feature++) touch(population, feature);
      showWeights(population);
    },
  };
}

function runTrial(population: Population, table: FeatureTable | undefined, trial: ChannelRows): void {
  const { moment, traces, retention } = population;
  const { discounts, traceDecay } = trial;
  population.discounts.set(discounts);
  for (let i = 0; i < discounts.length; i++) retention[i] = traceDecay * discounts[i];
  for (let row = 0; row < trial.rows; row++) {
    const { last, here } = moment;
    const isQuiet = last.count === 0 && !moment.isFirst && !(population.learnsUpAtZero && traces.count > 0);
    if (table === undefined && isQuiet) {
      const until = silentUntil(row, trial);
      pass(population, trial, until - row);
      row = until;
      if (row === trial.rows) break;
    }
    readRow(table, row, here);
    if (here.count === 0 && isQuiet && isSilent(row, trial)) {
      pass(population, trial, 1);
      continue;
    }
    runRow(population, row, trial);
    moment.isFirst = false;
    moment.last = here;
    moment.here = last;
  }
}

/** Runs a row, and writes its signals. */
function runRow(population: Population, row: number, trial: ChannelRows): void {
  const { kernel, address, count, traces, moment, sums } = population;
  const { last, here, isFirst } = moment;
  const { from, intervention, learningRate: rate, draw, signals } = trial;
  const isTraced = trial.traceDecay > 0 || traces.count > 0;
  const reward = trial.reward[from + row];
  const shown = signals.offset + row;
  // If no feature is active, all next values are 0 and no draw is needed.
  const offset = draw !== undefined && here.count > 0 && !isFirst ? Math.floor(draw(shown) * count) : 0;
  if (!isFirst) {
    if (isTraced) catchUp(population, trial.discounts);
    for (let k = 0; k < last.count; k++) touch(population, last.feature[k]);
  }
  if (kernel === undefined || intervention !== undefined)
    runPlainly(population, moment, { isTraced, reward, rate, offset, intervention, step: from + row });
  else
    traces.count = kernel.runChannels(
      address,
      here.address,
      here.count,
      last.address,
      last.count,
      Number(isFirst),
      offset,
      reward,
      rate,
      isTraced ? traces.count : -1,
    );
  if (!isFirst) signals.rpe[shown] = sums[0] / count;
  signals.value[shown] = sums[1] / count;
  // Copied as a block: a loop takes longer than the learning.
  if (!isFirst) signals.channelRpe?.set(population.ownErrors, shown * count);
  signals.channelValue?.set(population.ownNext, shown * count);
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

function pass(population: Population, { traceDecay, discounts }: ChannelRows, steps: number): void {
  const { traces } = population;
  if (traces.count === 0 || steps === 0) return;
  if (traces.quiet > 0 && traceDecay !== traces.quietDecay) catchUp(population, discounts);
  traces.quietDecay = traceDecay;
  traces.quiet += steps;
}

function catchUp(population: Population, discounts: Float64Array): void {
  const { traces } = population;
  const { quiet, quietDecay } = traces;
  if (quiet === 0) return;
  traces.quiet = 0;
  fade(
    population,
    Float64Array.from(discounts, (discount) => power(quietDecay * discount, quiet)),
  );
}

/** Lists a feature among those whose weights may have changed since they were shown. */
function touch(population: Population, feature: number): void {
  if (population.isTouched[feature] === 1) return;
  population.isTouched[feature] = 1;
  population.touched[population.touchedCount++] = feature;
}

function showWeights(population: Population): void {
  const { kernel, address, touched, touchedCount, isTouched, means, shown, traces } = population;
  if (kernel === undefined) averagePlainly(population);
  else kernel.meanWeights(address, touched.byteOffset, touchedCount, means.byteOffset);
  for (let k = 0; k < touchedCount; k++) {
    shown[touched[k]] = means[k];
    isTouched[touched[k]] = 0;
  }
  population.touchedCount = 0;
  // What has a trace may learn at any step, until it is dropped.
  for (let k = 0; k < traces.count; k++) touch(population, traces.features[k]);
}

function forget({ traces, stride }: Population): void {
  const { eligibility, features, isTraced } = traces;
  for (let k = 0; k < traces.count; k++) {
    const feature = features[k];
    isTraced[feature] = 0;
    eligibility.fill(0, feature * stride, (feature + 1) * stride);
  }
  Object.assign(traces, { count: 0, quiet: 0 });
}
