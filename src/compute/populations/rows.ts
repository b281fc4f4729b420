import * as tf from '@tensorflow/tfjs-core';

/** Rows [from, to) of a matrix. */
export const rowsOf = (matrix: tf.Tensor2D, from: number, to: number): tf.Tensor2D =>
  tf.slice2d(matrix, [from, 0], [to - from, matrix.shape[1]]);

/** A matrix padded with rows of 0. */
export function amidZeros(matrix: tf.Tensor2D, above: number, below: number): tf.Tensor2D {
  return above === 0 && below === 0
    ? matrix
    : tf.pad2d(matrix, [
        [above, below],
        [0, 0],
      ]);
}

/** Shifts every row around the ring of channels by its own offset: rows x (channels x subjects). */
export function roundTheRing(matrix: tf.Tensor2D, channels: number, offsets: Int32Array): tf.Tensor2D {
  const [rows, columns] = matrix.shape;
  const index = new Int32Array(rows * channels);
  for (let row = 0; row < rows; row++) {
    for (let channel = 0; channel < channels; channel++)
      index[row * channels + channel] = row * channels + ((channel + offsets[row]) % channels);
  }
  const each = tf.reshape(matrix, [rows * channels, columns / channels]);
  return tf.reshape(tf.gather(each, tf.tensor1d(index, 'int32')), [rows, columns]);
}

/** Mean over channels: rows x (channels x subjects) to rows x subjects. */
export function overChannels(matrix: tf.Tensor2D, channels: number): tf.Tensor2D {
  if (channels === 1) return matrix;
  const [rows, columns] = matrix.shape;
  return tf.mean(tf.reshape(matrix, [rows, channels, columns / channels]), 1);
}
