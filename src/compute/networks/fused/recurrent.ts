import { wholeFours } from '../../../core/whole-fours.ts';
import type {
  OutputLoss,
  RecurrentNetwork,
  RecurrentSpec,
  Sequences,
  TrainingOptions,
} from '../../../contracts/network.ts';
import type { RandomStream } from '../../../core/random.ts';
import { initialRecurrentParameters } from '../initialise.ts';
import { recurrentLayout, type Block, type RecurrentLayout } from '../layout.ts';
import { KernelMemory } from './kernel.ts';
import { fusedTrainable } from './trainable.ts';

/** Offsets of the parameters, and row widths. Counts are numbers. */
interface Plan {
  readonly inputWidth: number;
  readonly units: number;
  /** Numbers in all gates of a row. */
  readonly gateWidth: number;
  readonly outputWidth: number;
  readonly inputWeights: number;
  readonly hiddenWeights: number;
  readonly inputBiases: number;
  readonly hiddenBiases: number;
  readonly outputWeights: number;
  readonly outputBiases: number;
  readonly size: number;
  readonly map: Int32Array;
}

/** Blocks for sequences of up to `rows` = time x batch rows, each row a step of one of them. */
interface Buffers {
  readonly rows: number;
  readonly batch: number;
  readonly inputs: number;
  readonly starts: number;
  /** Sums of the gates from the input and from the hidden state, and the gates themselves. */
  readonly fromInput: number;
  readonly fromHidden: number;
  readonly gates: number;
  /** State before each step, and after it. */
  readonly hiddenBefore: number;
  readonly hidden: number;
  readonly cellBefore: number;
  readonly cell: number;
  readonly outputs: number;
  readonly byOutputs: number;
  readonly byHidden: number;
  readonly byFromInput: number;
  readonly byFromHidden: number;
  /** batch x units, the derivative with respect to the cell, carried back. */
  readonly byCell: number;
  readonly carried: number;
  readonly transposed: number;
}

/** A GRU or LSTM with a linear read-out, and backpropagation through all of its steps. */
export function fusedRecurrent(spec: RecurrentSpec, training: TrainingOptions, random: RandomStream): RecurrentNetwork {
  const layout = recurrentLayout(spec);
  const plan = planRecurrent(spec, layout);
  const memory = new KernelMemory();
  const { kernel } = memory;
  const isLstm = spec.cell === 'lstm';
  const {
    weights,
    gradient: weightGradient,
    flatGradient,
    optimise,
    ...trainable
  } = fusedTrainable(memory, plan.map, plan.size, initialRecurrentParameters(spec, random), training);
  const start = memory.mark;
  const { inputWidth, units, gateWidth, outputWidth } = plan;
  let buffers = makeBuffers(training.actBatch, training.actBatch);
  let outputs = new Float32Array(0);
  let byOutputs = new Float32Array(0);

  function makeBuffers(rows: number, batch: number): Buffers {
    memory.free(start);
    const block = (width: number): number => memory.floats(rows * width);
    return {
      rows,
      batch,
      inputs: block(inputWidth),
      starts: memory.take(rows),
      fromInput: block(gateWidth),
      fromHidden: block(gateWidth),
      gates: block(gateWidth),
      hiddenBefore: block(units),
      hidden: block(units),
      cellBefore: isLstm ? block(units) : 0,
      cell: isLstm ? block(units) : 0,
      outputs: block(outputWidth),
      byOutputs: block(outputWidth),
      byHidden: block(units),
      byFromInput: block(gateWidth),
      byFromHidden: isLstm ? 0 : block(gateWidth),
      byCell: memory.floats(batch * units),
      carried: memory.floats(batch * units),
      transposed: memory.floats(units * Math.max(gateWidth, outputWidth)),
    };
  }

  function reserve(rows: number, batch: number): void {
    if (rows > buffers.rows || batch > buffers.batch)
      buffers = makeBuffers(Math.max(rows, buffers.rows), Math.max(batch, buffers.batch));
    if (outputs.length >= rows * spec.outputs) return;
    outputs = new Float32Array(buffers.rows * spec.outputs);
    byOutputs = new Float32Array(buffers.rows * spec.outputs);
  }

  const multiply = (
    a: number,
    aWidth: number,
    b: number,
    bWidth: number,
    c: number,
    rows: number,
    bias: number,
    accumulate = 0,
  ): void =>
    kernel.multiply(
      a,
      4 * aWidth,
      4,
      b,
      4 * bWidth,
      c,
      4 * bWidth,
      rows,
      bWidth,
      aWidth,
      bias,
      0,
      accumulate,
      memory.pack,
    );

  /** Aᵀ · B of two blocks of `rows` rows. */
  const multiplyAcross = (a: number, aWidth: number, b: number, bWidth: number, c: number, rows: number): void =>
    kernel.multiply(a, 4, 4 * aWidth, b, 4 * bWidth, c, 4 * bWidth, aWidth, bWidth, rows, 0, 0, 0, memory.pack);

  function forward({ time, batch, inputs, starts, state }: Sequences): Float32Array {
    const rows = time * batch;
    reserve(rows, batch);
    setRows(buffers.inputs, inputWidth, inputs, spec.inputs, rows);
    memory.bytes(buffers.starts, rows).set(starts.subarray(0, rows));
    multiply(
      buffers.inputs,
      inputWidth,
      weights + 4 * plan.inputWeights,
      gateWidth,
      buffers.fromInput,
      rows,
      weights + 4 * plan.inputBiases,
    );
    for (let t = 0; t < time; t++) step(t, batch, state);
    multiply(
      buffers.hidden,
      units,
      weights + 4 * plan.outputWeights,
      outputWidth,
      buffers.outputs,
      rows,
      weights + 4 * plan.outputBiases,
    );
    return unpadded(memory.view(buffers.outputs, rows * outputWidth), rows);
  }

  function step(t: number, batch: number, state: Float32Array): void {
    const { fromInput, fromHidden, gates, hiddenBefore, hidden, cellBefore, cell, starts } = buffers;
    const at = (block: number, width: number): number => block + 4 * t * batch * width;
    before(t, batch, hiddenBefore, hidden, state, 0, starts);
    multiply(
      at(hiddenBefore, units),
      units,
      weights + 4 * plan.hiddenWeights,
      gateWidth,
      at(fromHidden, gateWidth),
      batch,
      weights + 4 * plan.hiddenBiases,
    );
    if (!isLstm) {
      kernel.gruForward(
        at(fromInput, gateWidth),
        at(fromHidden, gateWidth),
        at(hiddenBefore, units),
        at(gates, gateWidth),
        at(hidden, units),
        batch,
        units,
      );
      return;
    }
    before(t, batch, cellBefore, cell, state, spec.units, starts);
    kernel.lstmForward(
      at(fromInput, gateWidth),
      at(fromHidden, gateWidth),
      at(cellBefore, units),
      at(gates, gateWidth),
      at(hidden, units),
      at(cell, units),
      batch,
      units,
    );
  }

  /**
   * The state before step t: the initial one, then the result of the last step, and zero at the start of an episode.
   */
  function before(
    t: number,
    batch: number,
    into: number,
    after: number,
    state: Float32Array,
    offset: number,
    starts: number,
  ): void {
    const row = 4 * batch * units;
    const mask = starts + t * batch;
    if (t > 0) {
      kernel.keepRows(after + (t - 1) * row, into + t * row, mask, batch, units);
      return;
    }
    const view = memory.view(into, batch * units);
    const begins = memory.bytes(mask, batch);
    // Includes the padding: a NaN from an earlier call would stay in it.
    view.fill(0);
    for (let i = 0; i < batch; i++)
      if (begins[i] !== 1)
        for (let j = 0; j < spec.units; j++) view[i * units + j] = state[i * layout.stateSize + offset + j];
  }

  /** Leaves the gradient of the loss in memory. */
  function backward(sequences: Sequences, loss: OutputLoss): number {
    const { time, batch } = sequences;
    const rows = time * batch;
    const found = forward(sequences);
    const by = byOutputs.subarray(0, rows * spec.outputs);
    const lost = loss(found, by);
    const { hidden, hiddenBefore, byHidden, byFromInput, transposed, inputs } = buffers;
    const byHiddenSums = isLstm ? byFromInput : buffers.byFromHidden;
    setRows(buffers.byOutputs, outputWidth, by, spec.outputs, rows);
    multiplyAcross(hidden, units, buffers.byOutputs, outputWidth, weightGradient + 4 * plan.outputWeights, rows);
    kernel.sumRows(buffers.byOutputs, weightGradient + 4 * plan.outputBiases, rows, outputWidth);
    kernel.transpose(weights + 4 * plan.outputWeights, transposed, units, outputWidth);
    multiply(buffers.byOutputs, outputWidth, transposed, units, byHidden, rows, 0);
    kernel.transpose(weights + 4 * plan.hiddenWeights, transposed, units, gateWidth);
    memory.view(buffers.byCell, batch * units).fill(0);
    for (let t = time - 1; t >= 0; t--) stepBack(t, batch);
    multiplyAcross(inputs, inputWidth, byFromInput, gateWidth, weightGradient + 4 * plan.inputWeights, rows);
    multiplyAcross(hiddenBefore, units, byHiddenSums, gateWidth, weightGradient + 4 * plan.hiddenWeights, rows);
    kernel.sumRows(byFromInput, weightGradient + 4 * plan.inputBiases, rows, gateWidth);
    kernel.sumRows(byHiddenSums, weightGradient + 4 * plan.hiddenBiases, rows, gateWidth);
    return lost;
  }

  function stepBack(t: number, batch: number): void {
    const {
      fromHidden,
      gates,
      hiddenBefore,
      cellBefore,
      cell,
      byHidden,
      byFromInput,
      byFromHidden,
      byCell,
      carried,
      starts,
      transposed,
    } = buffers;
    const at = (block: number, width: number): number => block + 4 * t * batch * width;
    const own = at(byHidden, units);
    if (isLstm)
      kernel.lstmBackward(
        own,
        byCell,
        at(cellBefore, units),
        at(cell, units),
        at(gates, gateWidth),
        at(byFromInput, gateWidth),
        batch,
        units,
      );
    else
      kernel.gruBackward(
        own,
        at(fromHidden, gateWidth),
        at(hiddenBefore, units),
        at(gates, gateWidth),
        at(byFromInput, gateWidth),
        at(byFromHidden, gateWidth),
        batch,
        units,
      );
    if (t === 0) return;
    const mask = starts + t * batch;
    // The path through the hidden matrix and, in a GRU, the path around it.
    multiply(
      at(isLstm ? byFromInput : byFromHidden, gateWidth),
      gateWidth,
      transposed,
      units,
      own,
      batch,
      0,
      isLstm ? 0 : 1,
    );
    kernel.carry(own, own - 4 * batch * units, mask, batch, units);
    if (!isLstm) return;
    kernel.keepRows(byCell, carried, mask, batch, units);
    memory.view(byCell, batch * units).set(memory.view(carried, batch * units));
  }

  function setRows(block: number, width: number, from: Float32Array, count: number, rows: number): void {
    const view = memory.view(block, rows * width);
    if (width === count) view.set(from.subarray(0, rows * count));
    else for (let i = 0; i < rows; i++) for (let j = 0; j < count; j++) view[i * width + j] = from[i * count + j];
  }

  function unpadded(rows: Float32Array, count: number): Float32Array {
    if (outputWidth === spec.outputs) return rows;
    for (let i = 0; i < count; i++)
      for (let j = 0; j < spec.outputs; j++) outputs[i * spec.outputs + j] = rows[i * outputWidth + j];
    return outputs.subarray(0, count * spec.outputs);
  }

  const noStarts = (batch: number): Uint8Array => new Uint8Array(batch);

  return {
    ...trainable,
    backend: 'fused',
    spec,
    outputs: spec.outputs,
    stateSize: layout.stateSize,
    step(inputs, batch, state) {
      const found = forward({ time: 1, batch, inputs, starts: noStarts(batch), state });
      readState(buffers.hidden, state, 0, batch);
      if (isLstm) readState(buffers.cell, state, spec.units, batch);
      return found;
    },
    forward,
    gradient(sequences, loss) {
      backward(sequences, loss);
      return flatGradient();
    },
    train: (sequences, loss, learningRate) => optimise(backward(sequences, loss), learningRate),
  };

  function readState(block: number, state: Float32Array, offset: number, batch: number): void {
    const view = memory.view(block, batch * units);
    for (let i = 0; i < batch; i++)
      for (let j = 0; j < spec.units; j++) state[i * layout.stateSize + offset + j] = view[i * units + j];
  }
}

function planRecurrent(spec: RecurrentSpec, layout: RecurrentLayout): Plan {
  const map = new Int32Array(layout.parameterCount);
  const units = wholeFours(spec.units);
  const gateWidth = layout.gates * units;
  const outputWidth = wholeFours(spec.outputs);
  let size = 0;
  const gate = (j: number): number => Math.floor(j / spec.units) * units + (j % spec.units);
  const place = (block: Block, rows: number, width: number, column: (j: number) => number): number => {
    const at = size;
    for (let i = 0; i < block.rows; i++)
      for (let j = 0; j < block.columns; j++) map[block.offset + i * block.columns + j] = at + i * width + column(j);
    size += rows * width;
    return at;
  };
  const inputWidth = wholeFours(spec.inputs);
  const same = (j: number): number => j;
  const places = {
    inputWeights: place(layout.inputWeights, inputWidth, gateWidth, gate),
    hiddenWeights: place(layout.hiddenWeights, units, gateWidth, gate),
    inputBiases: place(layout.inputBiases, 1, gateWidth, gate),
    hiddenBiases: place(layout.hiddenBiases, 1, gateWidth, gate),
    outputWeights: place(layout.outputWeights, units, outputWidth, same),
    outputBiases: place(layout.outputBiases, 1, outputWidth, same),
  };
  return { inputWidth, units, gateWidth, outputWidth, ...places, size, map };
}
