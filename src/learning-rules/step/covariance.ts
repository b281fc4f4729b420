import { featureGroups } from './feature-groups.ts';
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
  let triangle = new Float64Array(rowOf(16));
  let diffused = 0;
  /** h, by slot; 0 between calls. */
  const weight = new Float64Array(size);
  const isListed = new Uint8Array(size);
  const listed = new Int32Array(size);
  let length = 0;
  /** Σh, by slot. */
  const spread = new Float64Array(size);

  function reserve(slots: number): void {
    if (triangle.length >= rowOf(slots)) return;
    const larger = new Float64Array(rowOf(2 * slots));
    larger.set(triangle);
    triangle = larger;
  }

  function enlist({ feature, value, count }: Row, factor: number): void {
    for (let k = 0; k < count; k++) {
      const amount = factor * value[k];
      if (amount === 0) continue;
      const before = groups.count;
      const slot = groups.slotOf(feature[k]);
      if (groups.count > before) {
        reserve(groups.count);
        triangle[rowOf(slot) + slot] = variance;
      }
      if (isListed[slot] === 0) {
        isListed[slot] = 1;
        listed[length++] = slot;
      }
      weight[slot] = weight[slot] + amount;
    }
  }

  function clear(): void {
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
      const group = groups.join(listed, length);
      multiply(triangle, group, listed, length, weight, spread);
      let total = noise;
      for (let k = 0; k < length; k++) {
        const slot = listed[k];
        const amount = weight[slot];
        spread[slot] = spread[slot] + diffused * amount;
        total += amount * spread[slot];
      }
      const step = error / total;
      for (let k = 0; k < group.length; k++) {
        const slot = group[k];
        const feature = groups.features[slot];
        weights[feature] = weights[feature] + spread[slot] * step;
      }
      takeOut(triangle, group, spread, 1 / total);
      clear();
    },
    state() {
      const { features, leaders } = groups.state();
      const { count } = groups;
      const whole = new Float64Array(2 + 2 * count + rowOf(count));
      whole.set([diffused, count]);
      whole.set(features, 2);
      whole.set(leaders, 2 + count);
      whole.set(triangle.subarray(0, rowOf(count)), 2 + 2 * count);
      return whole;
    },
    restore(state) {
      diffused = state[0];
      const count = state[1];
      groups.restore(state.subarray(2, 2 + count), state.subarray(2 + count, 2 + 2 * count));
      reserve(count);
      triangle.fill(0);
      triangle.set(state.subarray(2 + 2 * count));
    },
  };
}

/** spread <- Σ weight over the slots of a group; all slots with a nonzero weight are in it. */
function multiply(
  triangle: Float64Array,
  group: Int32Array,
  listed: Int32Array,
  length: number,
  weight: Float64Array,
  spread: Float64Array,
): void {
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
function takeOut(triangle: Float64Array, group: Int32Array, spread: Float64Array, factor: number): void {
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
