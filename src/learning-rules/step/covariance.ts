import { featureGroups } from './feature-groups.ts';
import { groupSpans } from './group-spans.ts';
import { addressesOf, LaneBlock, type Addresses, type LaneKernel } from './lane-block.ts';
import type { Row } from './rows.ts';

interface Prior {
  /** c: prior variance of each weight. */
  readonly variance: number;
  /** s: observation variance. */
  readonly noise: number;
  /** q: variance added to each weight per step. */
  readonly diffusion: number;
}

/** Σ of a Kalman filter with independently drifting weights: Σ <- Σ + qI, then reduced by each observation. */
export interface Covariance {
  /** Σ <- Σ + qI. */
  diffuse(): void;
  /**
   * One observation of h·w, h = x - γ x': K = Σh / (hᵀΣh + s), w += K error, Σ <- Σ - K hᵀΣ. No change if h has no
   * feature.
   * @param weights one per feature
   */
  observe(x: Row, next: Row, discount: number, error: number, weights: Float64Array): void;
  state(): Float64Array;
  restore(state: Float64Array): void;
}

/** Offset of row i in a lower triangle stored row by row. */
const rowOf = (i: number): number => (i * (i + 1)) / 2;

/**
 * Stores the lower triangle over the features seen so far, and updates only the group of the observed features:
 * elsewhere Σ is 0. Diffusion is the same for all features, so it is a single number, added to the diagonal on reading.
 */
export function covariance(size: number, { variance, noise, diffusion }: Prior): Covariance {
  const groups = featureGroups(size);
  let room = roomFor(size, 16);
  let diffused = 0;
  const isListed = new Uint8Array(size);
  /** The slots of h: the first `length` of `listed`. */
  let length = 0;
  /** The group whose slots and spans the kernel has. */
  let held: Int32Array | undefined;

  /** The kernel works in one memory, so that all arrays move to a larger room. */
  function reserve(slots: number): void {
    if (room.triangle.length >= rowOf(slots)) return;
    const larger = roomFor(size, 2 * slots);
    larger.triangle.set(room.triangle);
    larger.weight.set(room.weight);
    larger.listed.set(room.listed);
    room = larger;
    held = undefined;
  }

  function hold(group: Int32Array): void {
    if (group === held) return;
    held = group;
    room.group.set(group);
    const count = groupSpans(group, room.spans);
    // No slot is above the last one.
    room.spans[2 * count] = size;
    room.spread.fill(0);
  }

  function enlist({ feature, value, count }: Row, factor: number): void {
    for (let k = 0; k < count; k++) {
      const amount = factor * value[k];
      if (amount === 0) continue;
      const before = groups.count;
      const slot = groups.slotOf(feature[k]);
      if (groups.count > before) {
        reserve(groups.count);
        room.triangle[rowOf(slot) + slot] = variance;
      }
      if (isListed[slot] === 0) {
        isListed[slot] = 1;
        room.listed[length++] = slot;
      }
      room.weight[slot] = room.weight[slot] + amount;
    }
  }

  function clear({ listed, weight }: Room): void {
    for (let k = 0; k < length; k++) {
      isListed[listed[k]] = 0;
      weight[listed[k]] = 0;
    }
    length = 0;
  }

  return {
    diffuse() {
      diffused += diffusion;
    },
    observe(x, next, discount, error, weights) {
      enlist(x, 1);
      enlist(next, -discount);
      const { listed, weight, spread } = room;
      const group = groups.join(listed, length);
      hold(group);
      multiply(room, group, length);
      let total = noise;
      for (let k = 0; k < length; k++) {
        const slot = listed[k];
        const amount = weight[slot];
        spread[slot] = spread[slot] + diffused * amount;
        total += amount * spread[slot];
      }
      const step = error / total;
      const { features } = groups;
      for (let k = 0; k < group.length; k++) {
        const feature = features[group[k]];
        weights[feature] = weights[feature] + spread[group[k]] * step;
      }
      takeOut(room, group, 1 / total);
      clear(room);
    },
    state() {
      const { features, leaders } = groups.state();
      const { count } = groups;
      const whole = new Float64Array(2 + 2 * count + rowOf(count));
      whole.set([diffused, count]);
      whole.set(features, 2);
      whole.set(leaders, 2 + count);
      whole.set(room.triangle.subarray(0, rowOf(count)), 2 + 2 * count);
      return whole;
    },
    restore(state) {
      diffused = state[0];
      const count = state[1];
      groups.restore(state.subarray(2, 2 + count), state.subarray(2 + count, 2 + 2 * count));
      reserve(count);
      room.triangle.fill(0);
      room.triangle.set(state.subarray(2 + 2 * count));
      held = undefined;
    },
  };
}

/** The arrays that the kernel works in, and its addresses of them. */
interface Room {
  readonly kernel: LaneKernel | undefined;
  /** h by slot, 0 between calls, and the slots that it has. */
  readonly weight: Float64Array;
  readonly listed: Int32Array;
  /** Σh by slot, 0 in the gaps of the spans. */
  readonly spread: Float64Array;
  /** The slots of a group, and its spans: see groupSpans. */
  readonly group: Int32Array;
  readonly spans: Int32Array;
  readonly triangle: Float64Array;
  readonly at: Addresses<'weight' | 'listed' | 'spread' | 'group' | 'spans' | 'triangle'>;
}

/** @param slots that the triangle has room for */
function roomFor(size: number, slots: number): Room {
  const block = new LaneBlock(5 * size + rowOf(slots) + 2, 6);
  const arrays = {
    weight: block.floats(size),
    listed: block.integers(size),
    spread: block.floats(size),
    group: block.integers(size),
    spans: block.integers(2 * size + 2),
    triangle: block.floats(rowOf(slots)),
  };
  return { kernel: block.kernel, ...arrays, at: addressesOf(arrays) };
}

/** spread <- Σ weight over the slots of a group; all slots with a nonzero weight are in it, and listed. */
function multiply({ kernel, at, triangle, listed, weight, spread }: Room, group: Int32Array, length: number): void {
  if (kernel !== undefined) {
    kernel.multiply(at.triangle, at.group, group.length, at.listed, length, at.weight, at.spread);
    return;
  }
  for (let a = 0; a < group.length; a++) {
    const i = group[a];
    const row = rowOf(i);
    let sum = 0;
    for (let k = 0; k < length; k++) {
      const j = listed[k];
      sum += triangle[j <= i ? row + j : rowOf(j) + i] * weight[j];
    }
    spread[i] = sum;
  }
}

/** Σ <- Σ - factor spread spreadᵀ, in the lower triangle. */
function takeOut({ kernel, at, triangle, spread }: Room, group: Int32Array, factor: number): void {
  if (kernel !== undefined) {
    kernel.takeOut(at.triangle, at.group, group.length, at.spans, at.spread, factor);
    return;
  }
  for (let a = 0; a < group.length; a++) {
    const i = group[a];
    const row = rowOf(i);
    const share = factor * spread[i];
    for (let b = 0; b <= a; b++) {
      const j = group[b];
      triangle[row + j] = triangle[row + j] - share * spread[j];
    }
  }
}
