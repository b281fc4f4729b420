import * as tf from '@tensorflow/tfjs-core';
import type { FeatureTable } from '../../contracts/architecture.ts';
import { amidZeros, rowsOf } from './rows.ts';

/** The active rows of a table, applied to the weights of one group of features, features x columns. */
export interface FeatureRows {
  readonly rows: number;
  readonly group: number;
  /** True if no feature is active in two rows, so that nothing learned in the trial matters again before its end. */
  readonly isMetOnce: boolean;
  /** w·x of each row: rows x columns. */
  values(weights: tf.Tensor2D): tf.Tensor2D;
  /** w + Σ_t amount_t x_t. */
  learn(weights: tf.Tensor2D, amounts: tf.Tensor2D): tf.Tensor2D;
  /** x, rows x features. */
  readonly matrix: tf.Tensor2D;
  dispose(): void;
}

/**
 * Layout of a population's features: in groups, each with its own matrix, so that a trial touches only the features it
 * shows.
 */
export interface FeaturePlaces {
  readonly groupOf: Int32Array;
  /** Index of each feature within its group. */
  readonly placeOf: Int32Array;
  /** Features of each group. */
  readonly sizes: readonly number[];
}

export function featurePlaces(groupOf: Int32Array): FeaturePlaces {
  const sizes: number[] = [];
  const placeOf = groupOf.map((group) => {
    const place = sizes[group] ?? 0;
    sizes[group] = place + 1;
    return place;
  });
  return { groupOf, placeOf, sizes };
}

/** Index of a feature that is active in a row. */
interface Active {
  readonly row: number;
  readonly place: number;
  readonly value: number;
}

/** Features that come on one after another, one per row: row and index both count up from the start. */
interface Run {
  readonly row: number;
  readonly place: number;
  length: number;
}

/** With more pieces than this a matrix product is faster. */
const maxRuns = 6;

/** @param table with at least one row */
export function featureRows(table: FeatureTable, places: FeaturePlaces): FeatureRows {
  const { rows } = table;
  const active = activeIn(table, places.placeOf);
  const group = places.groupOf[firstFeature(table)];
  const size = places.sizes[group];
  const isMetOnce = table.layout === 'binary' && new Set(active.map(({ place }) => place)).size === active.length;
  const runs = isMetOnce ? runsOf(active) : [];
  let matrix: tf.Tensor2D | undefined;
  let transposed: tf.Tensor2D | undefined;

  function values(): tf.Tensor2D {
    const numbers = new Float32Array(rows * size);
    for (const { row, place, value } of active) numbers[row * size + place] = value;
    return tf.keep(tf.tensor2d(numbers, [rows, size]));
  }

  const product: Pick<FeatureRows, 'values' | 'learn'> = {
    values: (weights) => tf.matMul(features.matrix, weights),
    learn: (weights, amounts) => {
      transposed ??= tf.keep(tf.transpose(features.matrix));
      return tf.add(weights, tf.matMul(transposed, amounts));
    },
  };
  const pieces: Pick<FeatureRows, 'values' | 'learn'> = {
    values: (weights) =>
      tf.addN(
        runs.map(({ row, place, length }) =>
          amidZeros(rowsOf(weights, place, place + length), row, rows - row - length),
        ),
      ),
    learn: (weights, amounts) =>
      runs.reduce(
        (sum, { row, place, length }) =>
          tf.add(sum, amidZeros(rowsOf(amounts, row, row + length), place, size - place - length)),
        weights,
      ),
  };
  const features: FeatureRows = {
    rows,
    group,
    isMetOnce,
    ...(isMetOnce && runs.length <= maxRuns ? pieces : product),
    get matrix() {
      matrix ??= values();
      return matrix;
    },
    dispose: () => [matrix, transposed].forEach((kept) => kept?.dispose()),
  };
  return features;
}

const firstFeature = (table: FeatureTable): number => (table.layout === 'binary' ? table.active[0] : table.columns[0]);

function activeIn(table: FeatureTable, placeOf: Int32Array): readonly Active[] {
  const active: Active[] = [];
  for (let row = 0; row < table.rows; row++) {
    if (table.layout === 'binary') {
      for (let k = table.rowStart[row]; k < table.rowStart[row + 1]; k++)
        active.push({ row, place: placeOf[table.active[k]], value: 1 });
    } else {
      table.columns.forEach((feature, column) => {
        active.push({
          row,
          place: placeOf[feature],
          value: table.values[row * table.columns.length + column],
        });
      });
    }
  }
  return active;
}

function runsOf(active: readonly Active[]): readonly Run[] {
  const runs: Run[] = [];
  const open = new Map<number, Run>();
  for (const { row, place } of active) {
    const last = open.get(place - row);
    if (last !== undefined && last.row + last.length === row) {
      last.length += 1;
      continue;
    }
    const run = { row, place, length: 1 };
    runs.push(run);
    open.set(place - row, run);
  }
  return runs;
}
