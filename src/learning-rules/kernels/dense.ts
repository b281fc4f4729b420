import type { Kernel, KernelTerms, Trace } from './kernel.ts';

/** TD(λ) with replacing or dutch traces on dense features, one equation after another. */
export function dense({ discount, traceRetention }: KernelTerms, trace: Exclude<Trace, 'accumulating'>, size: number): Kernel<'dense'> {
  const weight = new Float64Array(size);
  const eligibility = new Float64Array(size);

  return ({ rows, columns, values }, { weights, learningRate, reward, offset, rpe, value }) => {
    const width = columns.length;
    columns.forEach((column, i) => {
      weight[i] = weights[column] as number;
    });
    eligibility.fill(0);
    let before = product(weight, values, 0, width);
    value[offset] = before;

    for (let row = 1; row < rows; row++) {
      const last = (row - 1) * width;
      for (let i = 0; i < width; i++) eligibility[i] = traceRetention * (eligibility[i] as number);
      if (trace === 'replacing') {
        for (let i = 0; i < width; i++) eligibility[i] = Math.max(eligibility[i] as number, values[last + i] as number);
      } else {
        const share = 1 - learningRate * product(eligibility, values, last, width);
        for (let i = 0; i < width; i++) eligibility[i] = (eligibility[i] as number) + share * (values[last + i] as number);
      }

      const next = product(weight, values, row * width, width);
      const tdError = (reward[row] as number) + discount * next - before;
      // What the last update added to V(x) of its own row; true online TD takes it out again.
      const drift = trace === 'dutch' ? before - (value[offset + row - 1] as number) : 0;
      const step = learningRate * (tdError + drift);
      for (let i = 0; i < width; i++) {
        weight[i] = (weight[i] as number) + step * (eligibility[i] as number) - learningRate * drift * (values[last + i] as number);
      }
      rpe[offset + row] = tdError;
      value[offset + row] = next;
      before = product(weight, values, row * width, width);
    }

    columns.forEach((column, i) => {
      weights[column] = weight[i] as number;
    });
  };
}

function product(a: Float64Array, values: Float64Array, offset: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (a[i] as number) * (values[offset + i] as number);
  return sum;
}
