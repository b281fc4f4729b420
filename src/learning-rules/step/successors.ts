import { wholeFours } from '../../core/whole-fours.ts';
import { featureGroups } from './feature-groups.ts';
import { groupSpans } from './group-spans.ts';
import { addressesOf, LaneBlock, type Addresses, type LaneKernel } from './lane-block.ts';
import type { Row } from './rows.ts';

/** Data of one step for learning M. */
interface Succession {
  readonly discount: number;
  /** γλ: decay of a trace per step. */
  readonly traceRetention: number;
  readonly learningRate: number;
  /** Factor on negative errors. */
  readonly negativeScale: number;
  /** Applied before that to the error in a feature that was present, or absent, at the previous step. */
  readonly intervention: ((error: number, feature: number) => number) | undefined;
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
  /** Writes Σ_j M_ij w_j of every feature whose M or w may have been learned since the last call. */
  show(rewardWeights: Float64Array, weights: Float64Array): void;
  state(): Float64Array;
  restore(state: Float64Array): void;
}

const numberBytes = 8;
/** A trace smaller than this is dropped. */
const faintestTrace = 1e-16;

/** Stored over the features seen so far; updates only groups of features that have occurred in succession. */
export function successors(size: number): Successors {
  const groups = featureGroups(size);
  let room = roomFor(size, 16);
  const isTraced = new Uint8Array(size);
  /** The slots with nonzero eligibility: the first `length` of `traced`. */
  let length = 0;
  /** The slots involved in one step. */
  const listed = new Int32Array(3 * size);
  /** The group whose slots and spans the room has. */
  let held: Int32Array | undefined;
  let spanCount = 0;
  /** By the first slot of a group: whether its values may have changed since they were shown. */
  const isTaught = new Uint8Array(size);

  function slotOf(feature: number): number {
    const slot = groups.slotOf(feature);
    if (slot >= room.slots) {
      room = largerRoom(room, size);
      held = undefined;
    }
    return slot;
  }

  function hold(group: Int32Array): void {
    if (group === held) return;
    held = group;
    room.group.set(group);
    spanCount = groupSpans(group, room.spans);
  }

  function clearTraces(): void {
    const { eligibility, traced } = room;
    for (let k = 0; k < length; k++) {
      const slot = traced[k];
      eligibility[slot] = 0;
      isTraced[slot] = 0;
    }
    length = 0;
  }

  function fade(retention: number): void {
    const { eligibility, traced } = room;
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
      const { eligibility, traced } = room;
      eligibility[slot] = eligibility[slot] + value[k];
      if (isTraced[slot] === 1) continue;
      isTraced[slot] = 1;
      traced[length++] = slot;
    }
  }

  /** Lists the slots of a row, with their factors, after so many others. */
  function listRow({ feature, value, count }: Row, factor: number, from: number): number {
    let end = from;
    for (let k = 0; k < count; k++) {
      const amount = factor * value[k];
      if (amount === 0) continue;
      const slot = slotOf(feature[k]);
      room.steps[end] = slot;
      room.factors[end++] = amount;
    }
    return end;
  }

  /** w by slot, of a group. */
  function takeWeights(group: Int32Array, rewardWeights: Float64Array): void {
    const { features } = groups;
    for (let k = 0; k < group.length; k++) room.weights[group[k]] = rewardWeights[features[group[k]]];
  }

  /** Σ_j M_ij w_j of one slot. */
  function stateValueOf(slot: number, rewardWeights: Float64Array): number {
    const group = groups.groupOf(slot);
    const { features } = groups;
    const { matrix } = room;
    const row = slot * room.slots;
    let sum = 0;
    for (let k = 0; k < group.length; k++) {
      const to = group[k];
      sum += matrix[row + to] * rewardWeights[features[to]];
    }
    return sum;
  }

  function showGroup(group: Int32Array, rewardWeights: Float64Array, weights: Float64Array): void {
    hold(group);
    takeWeights(group, rewardWeights);
    evaluate(room, group, spanCount);
    for (let k = 0; k < group.length; k++) weights[groups.features[group[k]]] = room.values[k];
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
    learn(x, next, succession) {
      trace(x, succession.traceRetention);
      // No features before or after: no row has an error.
      if (length === 0 || (x.count === 0 && next.count === 0)) return;
      listed.set(room.traced.subarray(0, length));
      let count = length;
      for (let k = 0; k < next.count; k++) if (next.value[k] !== 0) listed[count++] = slotOf(next.feature[k]);
      const group = groups.join(listed, count);
      hold(group);
      isTaught[group[0]] = 1;
      const rows = listRow(x, -1, listRow(next, succession.discount, 0));
      const { present } = room;
      for (let k = 0; k < x.count; k++) if (x.value[k] !== 0) present[slotOf(x.feature[k])] = x.value[k];
      compare(room, group, spanCount, rows, succession);
      for (let k = 0; k < x.count; k++) if (x.value[k] !== 0) present[slotOf(x.feature[k])] = 0;
      teach(room, group, spanCount, length, succession.learningRate);
    },
    show(rewardWeights, weights) {
      for (let slot = 0; slot < groups.count; slot++) {
        const group = groups.groupOf(slot);
        if (group[0] === slot && isTaught[slot] === 1) showGroup(group, rewardWeights, weights);
        isTaught[slot] = 0;
      }
    },
    state() {
      const { features, leaders } = groups.state();
      const { count } = groups;
      const whole = new Float64Array(1 + (3 + count) * count);
      whole[0] = count;
      whole.set(features, 1);
      whole.set(leaders, 1 + count);
      whole.set(room.eligibility.subarray(0, count), 1 + 2 * count);
      for (let slot = 0; slot < count; slot++)
        whole.set(room.matrix.subarray(slot * room.slots, slot * room.slots + count), 1 + (3 + slot) * count);
      return whole;
    },
    restore(state) {
      const count = state[0];
      groups.restore(state.subarray(1, 1 + count), state.subarray(1 + count, 1 + 2 * count));
      clearTraces();
      while (room.slots < count) room = largerRoom(room, size);
      held = undefined;
      const { eligibility, traced, matrix } = room;
      matrix.fill(0);
      for (let slot = 0; slot < count; slot++) {
        matrix.set(state.subarray(1 + (3 + slot) * count, 1 + (4 + slot) * count), slot * room.slots);
        isTaught[slot] = 1;
        eligibility[slot] = state[1 + 2 * count + slot];
        if (eligibility[slot] === 0) continue;
        isTraced[slot] = 1;
        traced[length++] = slot;
      }
    },
  };
}

/** The arrays that the kernel works in, and its addresses of them. */
interface Room {
  readonly kernel: LaneKernel | undefined;
  /** Rows and columns of the matrix. */
  readonly slots: number;
  readonly matrix: Float64Array;
  /** By slot: x_j, the error of M's column j, w, and eligibility. */
  readonly present: Float64Array;
  readonly errors: Float64Array;
  readonly weights: Float64Array;
  readonly eligibility: Float64Array;
  /** The slots with nonzero eligibility. */
  readonly traced: Int32Array;
  /** The slots of the features before and after a step, and their factors. */
  readonly steps: Int32Array;
  readonly factors: Float64Array;
  /** The slots of a group, its spans (see groupSpans), and a value for each. */
  readonly group: Int32Array;
  readonly spans: Int32Array;
  readonly values: Float64Array;
  readonly at: Addresses<
    | 'matrix'
    | 'present'
    | 'errors'
    | 'weights'
    | 'eligibility'
    | 'traced'
    | 'steps'
    | 'factors'
    | 'group'
    | 'spans'
    | 'values'
  >;
}

function roomFor(size: number, slots: number): Room {
  const block = new LaneBlock(slots * slots + 11 * size + 8, 11);
  const arrays = {
    matrix: block.floats(slots * slots),
    present: block.floats(size),
    errors: block.floats(size),
    weights: block.floats(size),
    eligibility: block.floats(size),
    traced: block.integers(size),
    steps: block.integers(2 * size),
    factors: block.floats(2 * size),
    group: block.integers(size),
    spans: block.integers(2 * size + 2),
    // The kernel takes four slots at a time.
    values: block.floats(wholeFours(size)),
  };
  return { kernel: block.kernel, slots, ...arrays, at: addressesOf(arrays) };
}

/** The kernel works in one memory, so that all arrays move. */
function largerRoom(room: Room, size: number): Room {
  const { slots } = room;
  const larger = roomFor(size, 2 * slots);
  for (let slot = 0; slot < slots; slot++)
    larger.matrix.set(room.matrix.subarray(slot * slots, (slot + 1) * slots), slot * larger.slots);
  larger.present.set(room.present);
  larger.eligibility.set(room.eligibility);
  larger.traced.set(room.traced);
  larger.steps.set(room.steps);
  larger.factors.set(room.factors);
  return larger;
}

/** The errors in all features of a group, from those present and `rows` listed rows of M times their factors. */
function compare(room: Room, group: Int32Array, spans: number, rows: number, succession: Succession): void {
  const { kernel, at, slots, matrix, present, errors, steps, factors } = room;
  const { negativeScale, intervention } = succession;
  if (kernel !== undefined && intervention === undefined) {
    kernel.successorErrors(
      at.matrix,
      numberBytes * slots,
      at.steps,
      at.factors,
      rows,
      at.present,
      negativeScale,
      at.spans,
      spans,
      at.errors,
    );
    return;
  }
  // In the gaps as well, where the kernel reads them.
  for (let span = 0; span < spans; span++) errors.fill(0, room.spans[2 * span], room.spans[2 * span + 1]);
  for (let one = 0; one < rows; one++) {
    const row = steps[one] * slots;
    for (let k = 0; k < group.length; k++) errors[group[k]] = errors[group[k]] + factors[one] * matrix[row + group[k]];
  }
  for (let k = 0; k < group.length; k++) {
    const slot = group[k];
    const raw = errors[slot] + present[slot];
    const error = intervention === undefined ? raw : intervention(raw, present[slot]);
    errors[slot] = error > 0 ? error : negativeScale * error;
  }
}

/** M_ij <- M_ij + α e_i error_j, of the slots that have a trace, over a group. */
function teach(room: Room, group: Int32Array, spans: number, length: number, rate: number): void {
  const { kernel, at, slots, matrix, errors, traced, eligibility } = room;
  if (kernel !== undefined) {
    kernel.learnSuccessors(
      at.matrix,
      numberBytes * slots,
      at.traced,
      length,
      at.eligibility,
      rate,
      at.spans,
      spans,
      at.errors,
    );
    return;
  }
  for (let one = 0; one < length; one++) {
    const row = traced[one] * slots;
    const amount = rate * eligibility[traced[one]];
    for (let k = 0; k < group.length; k++) matrix[row + group[k]] = matrix[row + group[k]] + amount * errors[group[k]];
  }
}

/** Σ_j M_ij w_j of each slot of a group. */
function evaluate(room: Room, group: Int32Array, spans: number): void {
  const { kernel, at, slots, matrix, weights, values } = room;
  if (kernel !== undefined) {
    kernel.successorValues(
      at.matrix,
      numberBytes * slots,
      at.group,
      group.length,
      at.weights,
      at.spans,
      spans,
      at.values,
    );
    return;
  }
  for (let one = 0; one < group.length; one++) {
    const row = group[one] * slots;
    let sum = 0;
    for (let k = 0; k < group.length; k++) sum += matrix[row + group[k]] * weights[group[k]];
    values[one] = sum;
  }
}
