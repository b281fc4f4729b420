import type { Trace } from '../../contracts/linear-td.ts';
import { denseKernel, type DenseMoment } from './dense-moment.ts';
import type { DenseTable, Kernel, KernelRows } from './kernel.ts';

type PlainTrace = Exclude<Trace, 'accumulating'>;

/** TD(λ) with replacing or dutch traces on dense features, one equation after another. */
export function dense(trace: PlainTrace, size: number): Kernel<'dense'> {
  const columnWeights = new Float64Array(size);
  const columnTraces = new Float64Array(size);
  return denseKernel(trace, size, {
    runOn: (moment, table, rows) => runOn(columnWeights, columnTraces, trace, moment, table, rows),
  });
}

function runOn(
  columnWeights: Float64Array,
  columnTraces: Float64Array,
  trace: PlainTrace,
  moment: DenseMoment,
  { columns, values }: DenseTable,
  { from, rows, weights, discount, traceRetention, intervention, learningRate, reward, offset, rpe, value }: KernelRows,
): void {
  const { eligibility, others } = moment;
  const width = columns.length;
  for (let i = 0; i < width; i++) {
    columnWeights[i] = weights[columns[i]];
    columnTraces[i] = eligibility[columns[i]];
  }
  let { before, shown } = moment;

  for (let row = 1; row < rows; row++) {
    const last = (row - 1) * width;
    for (let i = 0; i < width; i++) columnTraces[i] = traceRetention * columnTraces[i];
    if (trace === 'replacing') {
      for (let i = 0; i < width; i++) columnTraces[i] = Math.max(columnTraces[i], values[last + i]);
    } else {
      add(columnTraces, values, last, width, 1 - learningRate * product(columnTraces, values, last, width));
    }

    const next = product(columnWeights, values, row * width, width);
    const rawError = reward[from + row] + discount * next - before;
    const tdError = intervention === undefined ? rawError : intervention(from + row, rawError);
    // The change in V(x) of the same row by the last update, which true online TD subtracts.
    const drift = trace === 'dutch' ? before - shown : 0;
    const step = learningRate * (tdError + drift);
    add(columnWeights, columnTraces, 0, width, step);
    others.rest(weights, step, traceRetention);
    if (drift !== 0) add(columnWeights, values, last, width, -learningRate * drift);
    rpe[offset + row] = tdError;
    value[offset + row] = next;
    shown = next;
    before = product(columnWeights, values, row * width, width);
  }

  for (let i = 0; i < width; i++) {
    weights[columns[i]] = columnWeights[i];
    eligibility[columns[i]] = columnTraces[i];
    moment.last[i] = values[(rows - 1) * width + i];
  }
  moment.before = before;
  moment.shown = shown;
}

/** Scalar product of a column vector and one row. */
function product(vector: Float64Array, values: Float64Array, row: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += vector[i] * values[row + i];
  return sum;
}

/** vector <- vector + factor times one row. */
function add(vector: Float64Array, values: Float64Array, row: number, width: number, factor: number): void {
  for (let i = 0; i < width; i++) vector[i] = vector[i] + factor * values[row + i];
}
