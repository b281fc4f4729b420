import * as tf from '@tensorflow/tfjs-core';
import type { WindowPiece, WindowSums } from '../../contracts/population.ts';
import { amidZeros, rowsOf } from './rows.ts';

/** Sums of signals over trials, window by window, kept on the device: nothing is read back before the end. */
export interface SumsInWindows {
  /** Signals are rows x subjects. */
  add(pieces: readonly WindowPiece[], rpe: tf.Tensor2D, value: tf.Tensor2D): void;
  read(): Promise<readonly WindowSums[]>;
  dispose(): void;
}

export function sumsInWindows(windows: readonly number[], subjects: number): SumsInWindows {
  const zeros = (steps: number): tf.Tensor2D => tf.zeros([steps, subjects]);
  const sums = windows.map((steps) => ({ rpe: zeros(steps), value: zeros(steps) }));

  function add(sum: tf.Tensor2D, signal: tf.Tensor2D, { from, to, at }: WindowPiece): tf.Tensor2D {
    const sown = tf.tidy(() =>
      tf.add<tf.Tensor2D>(sum, amidZeros(rowsOf(signal, from, to), at, sum.shape[0] - at - (to - from))),
    );
    sum.dispose();
    return tf.keep(sown);
  }

  return {
    add(pieces, rpe, value) {
      for (const piece of pieces) {
        const sum = sums[piece.window];
        sum.rpe = add(sum.rpe, rpe, piece);
        sum.value = add(sum.value, value, piece);
      }
    },
    read: () =>
      Promise.all(
        sums.map(async ({ rpe, value }) => ({
          rpe: await rpe.data<'float32'>(),
          value: await value.data<'float32'>(),
        })),
      ),
    dispose: () => tf.dispose(sums.map(({ rpe, value }) => [rpe, value])),
  };
}
