import * as tf from '@tensorflow/tfjs-core';

// Kernels of the wasm backend that are slow or absent, in terms of those that are fast. They run inside the operation that asked for
// them, so its scope disposes of what they allocate.

/** Call it once, after the backend's package is loaded and before the backend starts. */
export function tuneWasmKernels(): void {
  transposeBeforeMatMul();
  tf.registerKernel({ kernelName: tf.Conv2DBackpropFilter, backendName: 'wasm', kernelFunc: conv2DBackpropFilter });
}

/** The transpose flags leave the fast path and cost 5 to 12 times what a transpose does. */
function transposeBeforeMatMul(): void {
  const plain = tf.getKernel(tf.BatchMatMul, 'wasm');
  const swapped = (operand: tf.Tensor): tf.Tensor => {
    const axes = operand.shape.map((_, axis) => axis);
    return tf.transpose(operand, [...axes.slice(0, -2), operand.rank - 1, operand.rank - 2]);
  };
  tf.unregisterKernel(tf.BatchMatMul, 'wasm');
  tf.registerKernel({
    ...plain,
    kernelFunc(call) {
      const { a, b } = call.inputs as unknown as tf.BatchMatMulInputs;
      const { transposeA, transposeB } = call.attrs as unknown as tf.BatchMatMulAttrs;
      return plain.kernelFunc({
        ...call,
        inputs: { a: transposeA ? swapped(a as tf.Tensor) : a, b: transposeB ? swapped(b as tf.Tensor) : b },
        attrs: { transposeA: false, transposeB: false },
      });
    },
  });
}

/** dW = im2col(x)ᵀ dy, for stride 1 without padding, which is all that a convolution here does. The wasm backend has none (tfjs#8474). */
const conv2DBackpropFilter: tf.KernelFunc = ({ inputs, attrs }) => {
  const { x, dy } = inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D };
  const { filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const [height, width, channels, filters] = filterShape;
  const [batch, rows, columns] = dy.shape;
  const patches = Array.from({ length: height * width }, (_, place) => tf.slice(x, [0, Math.floor(place / width), place % width, 0], [batch, rows, columns, channels]));
  const positions = batch * rows * columns;
  const columnsOfPatches = tf.reshape(tf.concat(patches, 3), [positions, height * width * channels]);
  return tf.reshape(tf.matMul(columnsOfPatches, tf.reshape(dy, [positions, filters]), true), filterShape);
};
