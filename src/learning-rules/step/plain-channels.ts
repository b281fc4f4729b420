import type { Population, Traces } from './channel-population.ts';
import type { Row } from './rows.ts';

/** What one row of many predictors is given; see ChannelRows. */
interface RowTerms {
  /** Whether errors leave traces, or some are left. */
  readonly isTraced: boolean;
  readonly reward: number;
  readonly rate: number;
  /** From each channel to the one whose next value its error takes. */
  readonly offset: number;
  readonly intervention: ((step: number, rpe: number) => number) | undefined;
  readonly step: number;
}

/**
 * One row after another, in TypeScript, as `runChannels` in assembly/lanes.ts: values, errors and their sums, what is
 * learned, and the values after that.
 */
export function runPlainly(
  population: Population,
  { last, here, isFirst }: Population['moment'],
  terms: RowTerms,
): void {
  const { traces, before, next } = population;
  predict(population, here, next);
  if (isFirst) showFirst(population);
  else {
    compare(population, terms);
    if (terms.isTraced) learnTraced(population, last);
    else learn(population, last);
  }
  // Recomputes V(x_t) under the updated weights, if it can have changed.
  if (here.count > 0 && (traces.count > 0 || shareFeature(here, last))) predict(population, here, before);
  else for (let i = 0; i < before.length; i++) before[i] = next[i];
}

function shareFeature(a: Row, b: Row): boolean {
  for (let i = 0; i < a.count; i++) for (let k = 0; k < b.count; k++) if (a.feature[i] === b.feature[k]) return true;
  return false;
}

/** V_i(x) of a row. */
function predict(
  { count, stride, weights }: Population,
  { feature, value, count: active }: Row,
  into: Float64Array,
): void {
  for (let i = 0; i < count; i++) into[i] = 0;
  for (let k = 0; k < active; k++) {
    const from = feature[k] * stride;
    const x = value[k];
    for (let i = 0; i < count; i++) into[i] = into[i] + x * weights[from + i];
  }
}

/** A row that ends no transition: it has values but no errors. */
function showFirst({ count, next, sums }: Population): void {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += next[i];
  sums[1] = sum;
}

/** The errors of one row, each channel's learning signal, and the sums of errors and values. */
function compare(population: Population, { reward, rate, offset, intervention, step }: RowTerms): void {
  const { count, isQuantile, learnsUpAtZero, gainPositive, gainNegative, discounts } = population;
  const { before, next, steps, errors, sums } = population;
  let sumOfErrors = 0;
  let sumOfValues = 0;
  for (let i = 0; i < count; i++) {
    const follower = i + offset < count ? i + offset : i + offset - count;
    const rawError = reward + discounts[i] * next[follower] - before[i];
    const error = intervention === undefined ? rawError : intervention(step, rawError);
    const isUp = error > 0 || (learnsUpAtZero && error === 0);
    const gain = isUp ? gainPositive[i] : gainNegative[i];
    steps[i] = rate * gain * (isQuantile ? (isUp ? 1 : Math.sign(error)) : error);
    errors[i] = error;
    sumOfErrors += error;
    sumOfValues += next[i];
  }
  sums[0] = sumOfErrors;
  sums[1] = sumOfValues;
}

/** w_i <- w_i + step_i x. */
function learn({ count, stride, steps, weights }: Population, { feature, value, count: active }: Row): void {
  for (let k = 0; k < active; k++) {
    const from = feature[k] * stride;
    const x = value[k];
    for (let i = 0; i < count; i++) weights[from + i] = weights[from + i] + x * steps[i];
  }
}

/** e_i <- γ_i λ e_i + x (or max of the two); w_i <- w_i + step_i e_i. */
function learnTraced(population: Population, last: Row): void {
  const { count, stride, steps, weights, traces, retention } = population;
  const { eligibility, features } = traces;
  fade(population, retention);
  for (let k = 0; k < last.count; k++) mark(population, last.feature[k], last.value[k]);
  for (let k = 0; k < traces.count; k++) {
    const from = features[k] * stride;
    for (let i = 0; i < count; i++) weights[from + i] = weights[from + i] + steps[i] * eligibility[from + i];
  }
}

/** If all traces of a feature are below this, they are dropped. */
const faintestTrace = 1e-16;

/** e_i <- retention_i e_i. */
export function fade({ count, stride, traces }: Population, retention: Float64Array): void {
  const { eligibility, features, isTraced } = traces;
  let kept = 0;
  for (let k = 0; k < traces.count; k++) {
    const feature = features[k];
    const from = feature * stride;
    let largest = 0;
    for (let i = 0; i < count; i++) {
      const trace = retention[i] * eligibility[from + i];
      eligibility[from + i] = trace;
      largest = Math.max(largest, Math.abs(trace));
    }
    if (largest >= faintestTrace) features[kept++] = feature;
    else {
      eligibility.fill(0, from, from + count);
      isTraced[feature] = 0;
    }
  }
  traces.count = kept;
}

/** Lists a feature among those that may have traces. */
export function list(traces: Traces, feature: number): void {
  if (traces.isTraced[feature] === 1) return;
  traces.isTraced[feature] = 1;
  traces.features[traces.count++] = feature;
}

function mark({ count, stride, traces }: Population, feature: number, x: number): void {
  const { replacing, eligibility } = traces;
  list(traces, feature);
  for (let at = feature * stride; at < feature * stride + count; at++) {
    const old = eligibility[at];
    eligibility[at] = replacing ? Math.max(old, x) : old + x;
  }
}

/** The means over channels of the weights of the touched features. */
export function averagePlainly({ count, stride, weights, means, touched, touchedCount }: Population): void {
  for (let k = 0; k < touchedCount; k++) {
    const from = touched[k] * stride;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += weights[from + i];
    means[k] = sum / count;
  }
}
