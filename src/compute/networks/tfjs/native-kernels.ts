import * as tf from '@tensorflow/tfjs-core';

// Faster direct calls to kernels of TensorFlow's C library, and some kernels that tfjs lacks.

/** The part of tfjs-node's backend that is used here. */
interface NodeBackend extends tf.KernelBackend {
  readonly binding: {
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_SHAPE: number;
    readonly TF_ATTR_STRING: number;
    readonly TF_FLOAT: number;
    readonly TF_INT32: number;
    /** Returns an id. */
    createTensor(shape: readonly number[], type: number, values: Float32Array | Int32Array): number;
    deleteTensor(id: number): void;
    executeOp(
      name: string,
      attributes: readonly Attribute[],
      inputs: readonly number[],
      outputs: number,
    ): readonly Output[];
  };
  getDTypeInteger(dtype: tf.DataType): number;
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): readonly number[];
  createOutputTensor(output: Output): tf.TensorInfo;
}

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

interface Output {
  readonly id: number;
}

/**
 * Call once for a backend with the kernels of tfjs-node.
 * @param backendName native or cuda
 */
export function tuneNativeKernels(backendName: 'native' | 'cuda'): void {
  const multiply = tf.getKernel(tf.BatchMatMul, backendName);
  const kernels: Readonly<Record<string, tf.KernelFunc>> = {
    [tf.Add]: operation('AddV2', ['a', 'b']),
    [tf.BatchMatMul]: matrixProduct(multiply.kernelFunc),
    [tf.Reshape]: reshapeWhereNeeded,
    ReluGrad: operation('ReluGrad', ['dy', 'y']),
    TanhGrad: operation('TanhGrad', ['y', 'dy']),
    SigmoidGrad: operation('SigmoidGrad', ['y', 'dy']),
    BiasAddGrad: operation('BiasAddGrad', ['dy']),
    L2Loss: operation('L2Loss', ['x']),
    // Only on the processor: it has not been tested on a GPU.
    ...(backendName === 'native' ? { ApplyAdam: applyAdam() } : {}),
  };
  const known = new Set(tf.getKernelsForBackend(backendName).map(({ kernelName }) => kernelName));
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    if (known.has(kernelName)) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ kernelName, backendName, kernelFunc });
  }
}

const floats = ({ binding }: NodeBackend, name = 'T'): Attribute => ({
  name,
  type: binding.TF_ATTR_TYPE,
  value: binding.TF_FLOAT,
});

/** One TensorFlow operation on float tensors. */
function operation(name: string, operands: readonly string[]): tf.KernelFunc {
  return (call) =>
    run(
      call.backend as NodeBackend,
      name,
      [],
      operands.map((operand) => call.inputs[operand] as tf.TensorInfo),
    );
}

function run(
  backend: NodeBackend,
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly tf.TensorInfo[],
): tf.TensorInfo {
  const [output] = backend.binding.executeOp(
    name,
    [floats(backend), ...attributes],
    backend.getInputTensorIds(inputs),
    1,
  );
  return backend.createOutputTensor(output);
}

/** tfjs-node treats every product as a batched one, which for a single pair takes 10 times as long. */
function matrixProduct(batched: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    if (a.shape.length !== 2 || b.shape.length !== 2) return batched(call);
    const { transposeA, transposeB } = call.attrs as unknown as tf.BatchMatMulAttrs;
    const backend = call.backend as NodeBackend;
    const flag = (name: string, value: boolean): Attribute => ({ name, type: backend.binding.TF_ATTR_BOOL, value });
    return run(backend, 'MatMul', [flag('transpose_a', transposeA), flag('transpose_b', transposeB)], [a, b]);
  };
}

/** A native tensor has a fixed shape, so another shape is another tensor over the same numbers. */
const reshapeWhereNeeded: tf.KernelFunc = (call) => {
  const { x } = call.inputs as { x: tf.TensorInfo };
  const { shape } = call.attrs as unknown as tf.ReshapeAttrs;
  const backend = call.backend as NodeBackend;
  if (tf.util.arraysEqual(shape, x.shape)) {
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  }
  const { binding } = backend;
  const shapeId = binding.createTensor([shape.length], binding.TF_INT32, Int32Array.from(shape));
  const types: readonly Attribute[] = [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: backend.getDTypeInteger(x.dtype) },
    { name: 'Tshape', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
  ];
  const [output] = binding.executeOp('Reshape', types, [...backend.getInputTensorIds([x]), shapeId], 1);
  binding.deleteTensor(shapeId);
  return backend.createOutputTensor(output);
};

/**
 * One step of Adam in one pass over the numbers instead of a dozen. The library supports it only for variables, which
 * are cached by length and assigned before the step. Attributes: beta1, beta2, size, epsilon, as in w -= size m / (√v +
 * epsilon).
 */
function applyAdam(): tf.KernelFunc {
  const variables = new Map<number, readonly number[]>();
  return (call) => {
    const backend = call.backend as NodeBackend;
    const { binding } = backend;
    const { parameters, mean, meanSquare, gradient } = call.inputs as Record<
      'parameters' | 'mean' | 'meanSquare' | 'gradient',
      tf.TensorInfo
    >;
    const { beta1, beta2, size, epsilon } = call.attrs as Record<'beta1' | 'beta2' | 'size' | 'epsilon', number>;
    const [length] = parameters.shape as [number];
    const held = variables.get(length) ?? ['w', 'm', 'v'].map((name) => variable(backend, `${name}${length}`, length));
    variables.set(length, held);
    const type = floats(backend, 'dtype');
    const ids = backend.getInputTensorIds([parameters, mean, meanSquare, gradient]);
    for (const [i, id] of held.entries()) binding.executeOp('AssignVariableOp', [type], [id, ids[i]], 0);
    // `size` and `epsilon` include the powers of the betas for bias correction.
    const numbers = [0, 0, size, beta1, beta2, epsilon].map((value) =>
      binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value)),
    );
    binding.executeOp('ResourceApplyAdam', [floats(backend)], [...held, ...numbers, ids[3]], 0);
    for (const id of numbers) binding.deleteTensor(id);
    return held.map((id) => backend.createOutputTensor(binding.executeOp('ReadVariableOp', [type], [id], 1)[0]));
  };
}

function variable({ binding }: NodeBackend, name: string, length: number): number {
  const attributes: readonly Attribute[] = [
    { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'shape', type: binding.TF_ATTR_SHAPE, value: [length] },
    { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
    { name: 'shared_name', type: binding.TF_ATTR_STRING, value: `phasic-adam-${name}` },
  ];
  return binding.executeOp('VarHandleOp', attributes, [], 1)[0].id;
}
