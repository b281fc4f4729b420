import { power } from '../../core/power.ts';
import { featureGroups } from './feature-groups.ts';
import type { Row } from './rows.ts';

/** Data of one step for learning M. */
interface Succession {
  readonly discount: number;
  /** γλ: decay of a trace per step. */
  readonly traceRetention: number;
  readonly learningRate: number;
  /** Applied to the error in a feature that was present, or absent, at the previous step. */
  readonly rawError: (error: number, feature: number) => number;
}

/** M: row i is the discounted future occupancy after feature i: M_ij = E Σ_k γ^k x_j(t + k). */
export interface Successors {
  /** V(x) = Σ_i x_i Σ_j M_ij w_j. */
  value(x: Row, rewardWeights: Float64Array): number;
  /** e <- 0. */
  forget(): void;
  /** e <- γλe + x, if nothing is learned. */
  pass(x: Row, traceRetention: number): void;
  /** M_ij += α e_i (x_j + γ Σ_k x'_k M_kj - Σ_k x_k M_kj) over all j, e <- γλe + x. */
  learn(x: Row, next: Row, succession: Succession): void;
  /** Writes Σ_j M_ij w_j of every feature. */
  show(rewardWeights: Float64Array, weights: Float64Array): void;
  state(): Float64Array;
  restore(state: Float64Array): void;
}

/** A trace smaller than this is dropped. */
const faintestTrace = 1e-16;

/** Stored over the features seen so far; updates only groups of features that have occurred in succession. */
export function successors(size: number): Successors {
  const groups = featureGroups(size);
  let rows: Float64Array[] = [];
  /** x_j, and the error of M's column j, by slot. */
  const present = new Float64Array(size);
  const errors = new Float64Array(size);
  /** Eligibility by slot, and the slots with nonzero eligibility: the first `length` of `traced`. */
  const eligibility = new Float64Array(size);
  const isTraced = new Uint8Array(size);
  const traced = new Int32Array(size);
  let length = 0;
  /** The slots involved in one step. */
  const listed = new Int32Array(3 * size);

  function slotOf(feature: number): number {
    const before = groups.count;
    const slot = groups.slotOf(feature);
    if (groups.count > before) rows[slot] = new Float64Array(roomFor(groups.count));
    return slot;
  }

  function clearTraces(): void {
    for (let k = 0; k < length; k++) {
      const slot = traced[k];
      eligibility[slot] = 0;
      isTraced[slot] = 0;
    }
    length = 0;
  }

  function fade(retention: number): void {
    let kept = 0;
    for (let k = 0; k < length; k++) {
      const slot = traced[k];
      eligibility[slot] = retention * eligibility[slot];
      if (Math.abs(eligibility[slot]) >= faintestTrace) traced[kept++] = slot;
      else {
        eligibility[slot] = 0;
        isTraced[slot] = 0;
      }
    }
    length = kept;
  }

  function trace({ feature, value, count }: Row, retention: number): void {
    fade(retention);
    for (let k = 0; k < count; k++) {
      if (value[k] === 0) continue;
      const slot = slotOf(feature[k]);
      eligibility[slot] = eligibility[slot] + value[k];
      if (isTraced[slot] === 1) continue;
      isTraced[slot] = 1;
      traced[length++] = slot;
    }
  }

  /** errors <- errors + factor Σ_k x_k M_k over a group. */
  function addRows({ feature, value, count }: Row, factor: number, group: Int32Array): void {
    for (let k = 0; k < count; k++) {
      const amount = factor * value[k];
      if (amount !== 0) addScaled(errors, rows[slotOf(feature[k])], amount, group);
    }
  }

  /** Σ_j M_ij w_j of one slot. */
  function stateValueOf(slot: number, rewardWeights: Float64Array): number {
    const group = groups.groupOf(slot);
    const row = rows[slot];
    const { features } = groups;
    // In increasing order: entries beyond the row's length are 0.
    const end = within(group, row);
    let sum = 0;
    for (let k = 0; k < end; k++) {
      const to = group[k];
      sum += row[to] * rewardWeights[features[to]];
    }
    return sum;
  }

  return {
    value({ feature, value, count }, rewardWeights) {
      let sum = 0;
      for (let k = 0; k < count; k++)
        if (value[k] !== 0) sum += value[k] * stateValueOf(slotOf(feature[k]), rewardWeights);
      return sum;
    },
    forget: clearTraces,
    pass: trace,
    learn(x, next, { discount, traceRetention, learningRate, rawError }) {
      trace(x, traceRetention);
      // No features before or after: no row has an error.
      if (length === 0 || (x.count === 0 && next.count === 0)) return;
      listed.set(traced.subarray(0, length));
      let count = length;
      for (let k = 0; k < next.count; k++) if (next.value[k] !== 0) listed[count++] = slotOf(next.feature[k]);
      const group = groups.join(listed, count);
      for (let k = 0; k < group.length; k++) errors[group[k]] = 0;
      addRows(next, discount, group);
      addRows(x, -1, group);
      for (let k = 0; k < x.count; k++) if (x.value[k] !== 0) present[slotOf(x.feature[k])] = x.value[k];
      for (let k = 0; k < group.length; k++) {
        const slot = group[k];
        errors[slot] = rawError(errors[slot] + present[slot], present[slot]);
      }
      for (let k = 0; k < x.count; k++) if (x.value[k] !== 0) present[slotOf(x.feature[k])] = 0;
      const widest = group[group.length - 1] + 1;
      for (let k = 0; k < length; k++) {
        const slot = traced[k];
        if (rows[slot].length < widest) rows[slot] = widened(rows[slot], roomFor(widest));
        addScaledTo(rows[slot], errors, learningRate * eligibility[slot], group);
      }
    },
    show(rewardWeights, weights) {
      for (let slot = 0; slot < groups.count; slot++)
        weights[groups.features[slot]] = stateValueOf(slot, rewardWeights);
    },
    state() {
      const { features, leaders } = groups.state();
      const { count } = groups;
      const whole = new Float64Array(1 + (3 + count) * count);
      whole[0] = count;
      whole.set(features, 1);
      whole.set(leaders, 1 + count);
      whole.set(eligibility.subarray(0, count), 1 + 2 * count);
      rows.forEach((row, slot) => whole.set(row.subarray(0, count), 1 + (3 + slot) * count));
      return whole;
    },
    restore(state) {
      const count = state[0];
      groups.restore(state.subarray(1, 1 + count), state.subarray(1 + count, 1 + 2 * count));
      clearTraces();
      for (let slot = 0; slot < count; slot++) {
        eligibility[slot] = state[1 + 2 * count + slot];
        if (eligibility[slot] === 0) continue;
        isTraced[slot] = 1;
        traced[length++] = slot;
      }
      rows = Array.from({ length: count }, (_, slot) => state.slice(1 + (3 + slot) * count, 1 + (4 + slot) * count));
    },
  };
}

/** Rows grow by doubling. */
const roomFor = (slots: number): number => power(2, Math.ceil(Math.log2(Math.max(16, slots))));

function widened(row: Float64Array, length: number): Float64Array {
  const wide = new Float64Array(length);
  wide.set(row);
  return wide;
}

/** into <- into + amount row, over the slots of a group that lie within the row. */
function addScaled(into: Float64Array, row: Float64Array, amount: number, group: Int32Array): void {
  const end = within(group, row);
  for (let k = 0; k < end; k++) {
    const slot = group[k];
    into[slot] = into[slot] + amount * row[slot];
  }
}

/** How many of a group's slots, in increasing order, lie within a row. */
function within(group: Int32Array, row: Float64Array): number {
  let end = group.length;
  while (end > 0 && group[end - 1] >= row.length) end -= 1;
  return end;
}

/** row <- row + amount errors, over the slots of a group. */
function addScaledTo(row: Float64Array, errors: Float64Array, amount: number, group: Int32Array): void {
  for (let k = 0; k < group.length; k++) {
    const slot = group[k];
    row[slot] = row[slot] + amount * errors[slot];
  }
}
