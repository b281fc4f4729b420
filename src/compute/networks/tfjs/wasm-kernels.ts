import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

// Replacements for slow or missing kernels of the wasm backend, built from fast ones. They free their intermediate
// tensors themselves: the engine tracks only a kernel's inputs and outputs.

/** Call once, after the backend's package is loaded and before the backend starts. */
export function tuneWasmKernels(): void {
  const multiply = tf.getKernel(tf.BatchMatMul, 'wasm');
  const transpose = tf.getKernel(tf.Transpose, 'wasm');
  replace({ ...multiply, kernelFunc: transposeFirst(multiply.kernelFunc, transpose.kernelFunc) });
  replace({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: filterGradient(multiply.kernelFunc),
  });
  replace({ kernelName: tf.SplitV, backendName: 'wasm', kernelFunc: split });
  const slice = tf.getKernel(tf.Slice, 'wasm');
  replace({ ...slice, kernelFunc: sliceRows(slice.kernelFunc) });
  const gather = tf.getKernel(tf.GatherV2, 'wasm');
  replace({ ...gather, kernelFunc: gatherRows(gather.kernelFunc) });
}

function replace(config: tf.KernelConfig): void {
  if (tf.getKernelsForBackend('wasm').some(({ kernelName }) => kernelName === config.kernelName))
    tf.unregisterKernel(config.kernelName, 'wasm');
  tf.registerKernel(config);
}

const countOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/**
 * The transpose flags of the product leave its fast path and cost 5 to 12 times as much as a transpose. Since aᵀ b =
 * (bᵀ a)ᵀ and a bᵀ = (b aᵀ)ᵀ, the smaller one is transposed: the flagged operand, or the other one and the result.
 */
function transposeFirst(multiply: tf.KernelFunc, transpose: tf.KernelFunc): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { transposeA, transposeB } = attrs as unknown as tf.BatchMatMulAttrs;
    const temporary: tf.TensorInfo[] = [];
    const flip = (matrix: tf.TensorInfo): tf.TensorInfo => {
      const axes = matrix.shape.map((_, axis) => axis);
      const perm = [...axes.slice(0, -2), ...axes.slice(-2).toReversed()];
      return transpose({ inputs: { x: matrix }, attrs: { perm }, backend }) as tf.TensorInfo;
    };
    const flipped = (matrix: tf.TensorInfo): tf.TensorInfo => {
      const result = flip(matrix);
      temporary.push(result);
      return result;
    };
    const product = (left: tf.TensorInfo, right: tf.TensorInfo): tf.TensorInfo =>
      multiply({
        inputs: { a: left, b: right },
        attrs: { transposeA: false, transposeB: false },
        backend,
      }) as tf.TensorInfo;
    const flippedProduct = (left: tf.TensorInfo, right: tf.TensorInfo): tf.TensorInfo => {
      const result = product(left, right);
      temporary.push(result);
      return flip(result);
    };

    const [heightA, widthA] = a.shape.slice(-2) as [number, number];
    const [heightB, widthB] = b.shape.slice(-2) as [number, number];
    const sizeOfResult = (transposeA ? widthA : heightA) * (transposeB ? heightB : widthB);
    let result: tf.TensorInfo;
    if (transposeA && !transposeB && heightB * widthB + sizeOfResult < heightA * widthA)
      result = flippedProduct(flipped(b), a);
    else if (transposeB && !transposeA && heightA * widthA + sizeOfResult < heightB * widthB)
      result = flippedProduct(b, flipped(a));
    else result = product(transposeA ? flipped(a) : a, transposeB ? flipped(b) : b);
    for (const { dataId } of temporary) (backend as BackendWasm).disposeData(dataId);
    return result;
  };
}

/**
 * dW = patches(x)ᵀ dy, for stride 1 without padding, the only case used here. The wasm backend has none (tfjs#8474).
 */
function filterGradient(multiply: tf.KernelFunc): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const { filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    const positions = countOf(dy.shape.slice(0, 3));
    const patches = (backend as BackendWasm).makeOutput([1, countOf(filterShape.slice(0, 3)), positions], 'float32');
    writePatches(backend as BackendWasm, x, dy, filterShape, patches);
    const flat = { dataId: dy.dataId, shape: [1, positions, filterShape[3]], dtype: dy.dtype };
    const product = multiply({
      inputs: { a: patches, b: flat },
      attrs: { transposeA: false, transposeB: false },
      backend,
    }) as tf.TensorInfo;
    (backend as BackendWasm).disposeData(patches.dataId);
    return { dataId: product.dataId, shape: filterShape, dtype: product.dtype };
  };
}

/** For each filter weight, the row of inputs that it multiplies, one for each output position. */
function writePatches(
  backend: BackendWasm,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  [height, width, channels]: readonly [number, number, number, number],
  patches: tf.TensorInfo,
): void {
  const [, rowsIn, columnsIn] = x.shape as [number, number, number, number];
  const [batch, rows, columns] = dy.shape as [number, number, number, number];
  const from = backend.typedArrayFromHeap(x);
  const to = backend.typedArrayFromHeap(patches);
  let place = 0;
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      for (let channel = 0; channel < channels; channel++) {
        for (let b = 0; b < batch; b++) {
          for (let row = 0; row < rows; row++) {
            let source = ((b * rowsIn + row + i) * columnsIn + j) * channels + channel;
            for (let column = 0; column < columns; column++, source += channels) to[place++] = from[source];
          }
        }
      }
    }
  }
}

/** The backend's own kernel copies the whole tensor for each piece. */
const split: tf.KernelFunc = (call) => {
  const { x } = call.inputs as { x: tf.TensorInfo };
  const { numOrSizeSplits, axis } = call.attrs as unknown as tf.SplitVAttrs;
  const backend = call.backend as BackendWasm;
  const along = tf.util.parseAxisParam(axis, x.shape)[0];
  const sizes = tf.backend_util.prepareSplitSize(x, numOrSizeSplits, along);
  const outer = countOf(x.shape.slice(0, along));
  const pieces = sizes.map((size) => backend.makeOutput(x.shape.with(along, size), x.dtype));
  // Must come last: allocating a tensor may move the heap.
  const from = backend.typedArrayFromHeap(x);
  const stride = from.length / outer;
  let begin = 0;
  for (const piece of pieces) {
    const to = backend.typedArrayFromHeap(piece);
    const length = to.length / outer;
    for (let o = 0; o < outer; o++) to.set(from.subarray(o * stride + begin, o * stride + begin + length), o * length);
    begin += length;
  }
  return pieces;
};

/** The backend's own kernel copies the whole tensor for any slice. Rows of a matrix are contiguous. */
function sliceRows(slice: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    const { begin, size } = call.attrs as unknown as tf.SliceAttrs;
    const [first, count] = tf.slice_util.parseSliceParams(x, begin, size) as [number[], number[]];
    if (x.dtype !== 'float32' || !tf.slice_util.isSliceContinous(x.shape, first, count)) return slice(call);
    const backend = call.backend as BackendWasm;
    const rows = backend.makeOutput(count, x.dtype);
    const from = tf.slice_util.computeFlatOffset(first, tf.util.computeStrides(x.shape));
    backend.typedArrayFromHeap(rows).set(backend.typedArrayFromHeap(x).subarray(from, from + countOf(count)));
    return rows;
  };
}

/** The backend's own kernel computes the index of every number. */
function gatherRows(gather: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x, indices } = call.inputs as { x: tf.TensorInfo; indices: tf.TensorInfo };
    const { axis, batchDims } = call.attrs as unknown as tf.GatherV2Attrs;
    if (x.dtype !== 'float32' || x.shape.length !== 2 || indices.shape.length !== 1 || axis !== 0 || batchDims !== 0)
      return gather(call);
    const backend = call.backend as BackendWasm;
    const width = x.shape[1];
    const rows = backend.makeOutput([indices.shape[0], width], x.dtype);
    const from = backend.typedArrayFromHeap(x);
    const to = backend.typedArrayFromHeap(rows);
    backend
      .typedArrayFromHeap(indices)
      .forEach((index, row) => to.set(from.subarray(index * width, (index + 1) * width), row * width));
    return rows;
  };
}
