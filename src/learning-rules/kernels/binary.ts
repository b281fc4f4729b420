import type { Kernel, KernelTerms, Trace } from './kernel.ts';

/** TD(λ) on features that are 0 or 1. Touches only features that are 1 and those whose trace has not gone. */
export function binary({ discount, traceRetention }: KernelTerms, trace: Trace, size: number): Kernel<'binary'> {
  const eligibility = new Float64Array(size);
  /** The features with a trace, `count` of them, and for each feature whether it is one. */
  const traced = new Int32Array(size);
  const isTraced = new Uint8Array(size);
  let count = 0;

  function clearTraces(): void {
    for (let k = 0; k < count; k++) {
      const feature = traced[k] as number;
      eligibility[feature] = 0;
      isTraced[feature] = 0;
    }
    count = 0;
  }

  /** w += step e, then e <- γλe for the next step. */
  function learnAndDecay(weights: Float64Array, step: number): void {
    for (let k = 0; k < count; k++) {
      const feature = traced[k] as number;
      const trace = eligibility[feature] as number;
      weights[feature] = (weights[feature] as number) + step * trace;
      eligibility[feature] = traceRetention * trace;
    }
    if (traceRetention === 0) clearTraces();
  }

  /** Takes the features of the last step into traces that have already decayed. */
  function addTraces(active: Int32Array, from: number, to: number, learningRate: number): void {
    const share = trace === 'dutch' ? 1 - learningRate * sumOver(eligibility, active, from, to) : 1;
    for (let k = from; k < to; k++) {
      const feature = active[k] as number;
      eligibility[feature] = trace === 'replacing' ? 1 : (eligibility[feature] as number) + share;
      if (isTraced[feature] === 1) continue;
      isTraced[feature] = 1;
      traced[count++] = feature;
    }
  }

  return ({ rows, rowStart, active }, { weights, learningRate, reward, offset, rpe, value }) => {
    clearTraces();
    let last = 0;
    let here = rowStart[1] as number;
    let before = sumOver(weights, active, 0, here);
    value[offset] = before;

    for (let row = 1; row < rows; row++) {
      const end = rowStart[row + 1] as number;
      addTraces(active, last, here, learningRate);
      const next = sumOver(weights, active, here, end);
      const tdError = (reward[row] as number) + discount * next - before;
      // What the last update added to V(x) of its own row; true online TD takes it out again.
      const drift = trace === 'dutch' ? before - (value[offset + row - 1] as number) : 0;
      learnAndDecay(weights, learningRate * (tdError + drift));
      if (drift !== 0) {
        for (let k = last; k < here; k++) {
          const feature = active[k] as number;
          weights[feature] = (weights[feature] as number) - learningRate * drift;
        }
      }
      rpe[offset + row] = tdError;
      value[offset + row] = next;
      before = sumOver(weights, active, here, end);
      last = here;
      here = end;
    }
  };
}

/** Sum over the active features of one row. */
function sumOver(terms: Float64Array, active: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += terms[active[k] as number] as number;
  return sum;
}
