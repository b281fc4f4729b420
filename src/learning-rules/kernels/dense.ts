import type { Trace } from '../../contracts/linear-td.ts';
import type { DenseTable, Kernel, KernelTrial } from './kernel.ts';

type PlainTrace = Exclude<Trace, 'accumulating'>;

/** TD(λ) with replacing or dutch traces on dense features, one equation after another. */
export function dense(trace: PlainTrace, size: number): Kernel<'dense'> {
  const columnWeights = new Float64Array(size);
  const eligibility = new Float64Array(size);
  return (table, trial) => liveThrough(columnWeights, eligibility, trace, table, trial);
}

function liveThrough(
  columnWeights: Float64Array,
  eligibility: Float64Array,
  trace: PlainTrace,
  { rows, columns, values }: DenseTable,
  { weights, discount, traceRetention, effect, learningRate, reward, offset, rpe, value }: KernelTrial,
): void {
  const width = columns.length;
  for (let i = 0; i < width; i++) columnWeights[i] = weights[columns[i] as number] as number;
  eligibility.fill(0);
  let before = product(columnWeights, values, 0, width);
  value[offset] = before;

  for (let row = 1; row < rows; row++) {
    const last = (row - 1) * width;
    for (let i = 0; i < width; i++) eligibility[i] = traceRetention * (eligibility[i] as number);
    if (trace === 'replacing') {
      for (let i = 0; i < width; i++) eligibility[i] = Math.max(eligibility[i] as number, values[last + i] as number);
    } else {
      add(eligibility, values, last, width, 1 - learningRate * product(eligibility, values, last, width));
    }

    const next = product(columnWeights, values, row * width, width);
    const felt = (reward[row] as number) + discount * next - before;
    const tdError = effect === undefined ? felt : effect(row, felt);
    // What the last update added to V(x) of its own row; true online TD takes it out again.
    const drift = trace === 'dutch' ? before - (value[offset + row - 1] as number) : 0;
    add(columnWeights, eligibility, 0, width, learningRate * (tdError + drift));
    if (drift !== 0) add(columnWeights, values, last, width, -learningRate * drift);
    rpe[offset + row] = tdError;
    value[offset + row] = next;
    before = product(columnWeights, values, row * width, width);
  }

  for (let i = 0; i < width; i++) weights[columns[i] as number] = columnWeights[i] as number;
}

/** Scalar product of a column vector and one row. */
function product(vector: Float64Array, values: Float64Array, row: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (vector[i] as number) * (values[row + i] as number);
  return sum;
}

/** vector <- vector + factor times one row. */
function add(vector: Float64Array, values: Float64Array, row: number, width: number, factor: number): void {
  for (let i = 0; i < width; i++) vector[i] = (vector[i] as number) + factor * (values[row + i] as number);
}
