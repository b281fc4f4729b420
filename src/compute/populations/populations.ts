import * as tf from '@tensorflow/tfjs-core';
import type { FeatureTable } from '../../contracts/architecture.ts';
import type {
  KeptSignals,
  Population,
  PopulationMaker,
  PopulationSetup,
  PopulationTrial,
} from '../../contracts/population.ts';
import { startBackend, useBackend, type PrepareBackend } from '../networks/tfjs/backend.ts';
import { createActorCritics } from './actor-critic.ts';
import { runAtOnce } from './at-once.ts';
import { columnParameters } from './columns.ts';
import { errorsOf } from './errors.ts';
import { featurePlaces, featureRows, type FeatureRows } from './feature-rows.ts';
import { runInBlocks } from './in-blocks.ts';
import type { TrialResult } from './trial-program.ts';
import { amidZeros, overChannels, rowsOf } from './rows.ts';
import { sumsInWindows } from './window-sums.ts';

/** Number of tables whose matrices are kept on the device. */
const tablesKept = 64;

/**
 * Populations computed by TensorFlow.js.
 * @throws Error if the backend does not start
 */
export async function createPopulations(backend: string, prepare: PrepareBackend): Promise<PopulationMaker> {
  await startBackend(backend, prepare);
  return {
    backend: `tfjs-${backend}`,
    create(setup) {
      useBackend(backend);
      return createPopulation(backend, setup);
    },
    createChoosing(setup) {
      useBackend(backend);
      return createActorCritics(setup, () => useBackend(backend));
    },
  };
}

function createPopulation(backend: string, setup: PopulationSetup): Population {
  const { subjects, channels, windows } = setup;
  const columns = subjects * channels;
  const places = featurePlaces(setup.groupOf);
  const parameters = columnParameters(setup);
  const errors = errorsOf(setup);
  const sums = sumsInWindows(windows, subjects);
  const zeros = (size: number): tf.Tensor2D => tf.zeros([size, columns]);
  let weights = places.sizes.map(zeros);
  let sizes = tf.zeros([1, columns]) as tf.Tensor2D;
  const tables = new Map<FeatureTable, FeatureRows>();

  function rowsFor({ table }: PopulationTrial): FeatureRows {
    const known = tables.get(table);
    if (known !== undefined) return known;
    const [oldest] = tables.keys();
    if (oldest !== undefined && tables.size >= tablesKept) {
      tables.get(oldest)?.dispose();
      tables.delete(oldest);
    }
    const rows = featureRows(table, places);
    tables.set(table, rows);
    return rows;
  }

  /** Tracks the magnitude of the weights. Summed, because the maximum of a number and NaN may be the number. */
  function noteSize(): void {
    const sum = tf.tidy(() =>
      tf.add<tf.Tensor2D>(sizes, tf.addN(weights.map((group) => tf.sum<tf.Tensor2D>(tf.abs(group), 0, true)))),
    );
    sizes.dispose();
    sizes = sum;
  }

  function beginAnew(): void {
    noteSize();
    tf.dispose(weights);
    weights = places.sizes.map(zeros);
  }

  function resultOf(trial: PopulationTrial): TrialResult {
    const features = rowsFor(trial);
    const input = {
      trial,
      features,
      channels,
      columns: parameters.of(trial),
      errors,
      weights: weights[features.group],
    };
    return tf.tidy(() => {
      const completed = features.isMetOnce ? runAtOnce(input) : runInBlocks(input);
      if (!trial.isFirstStep) return completed;
      return { ...completed, rpe: amidZeros(rowsOf(completed.rpe, 1, features.rows), 1, 0) };
    });
  }

  function learn({ group }: FeatureRows, after: tf.Tensor2D): void {
    const before = weights[group];
    if (after === before) return;
    before.dispose();
    weights[group] = after;
  }

  async function readBack(signals: readonly tf.Tensor2D[]): Promise<KeptSignals> {
    const [rpe, value] = await Promise.all(signals.map((signal) => signal.data<'float32'>()));
    return { rpe: rpe, value: value };
  }

  return {
    async runTrial(trial) {
      useBackend(backend);
      if (trial.isNaive) beginAnew();
      if (trial.table.rows === 0) return undefined;
      const { rpe, value, weights: after } = resultOf(trial);
      learn(rowsFor(trial), after);
      const means = tf.tidy(() => [tf.clone(overChannels(rpe, channels)), tf.clone(overChannels(value, channels))]) as [
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      sums.add(trial.pieces, ...means);
      const kept =
        trial.keep === 'nothing' ? undefined : await readBack(trial.keep === 'channels' ? [rpe, value] : means);
      tf.dispose([rpe, value, means]);
      return kept;
    },
    sums: () => sums.read(),
    async weights() {
      const groups = await Promise.all(weights.map((group) => group.data<'float32'>()));
      const all = new Float32Array(places.groupOf.length * columns);
      places.groupOf.forEach((group, feature) => {
        const from = places.placeOf[feature] * columns;
        all.set(groups[group].subarray(from, from + columns), feature * columns);
      });
      return all;
    },
    async size() {
      noteSize();
      return perSubject(await sizes.data<'float32'>(), subjects);
    },
    dispose() {
      parameters.dispose();
      errors.dispose();
      sums.dispose();
      tables.forEach((rows) => rows.dispose());
      tf.dispose([weights, sizes]);
    },
  };
}

/** The sum over channels: if any term is NaN, so is the sum. */
function perSubject(columns: Float32Array, subjects: number): Float32Array {
  const sums = new Float32Array(subjects);
  columns.forEach((one, column) => {
    sums[column % subjects] = sums[column % subjects] + one;
  });
  return sums;
}
