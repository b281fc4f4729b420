/** The exports of assembly/linear.ts, which documents them; PlainStrips does the same. */
export interface StripKernel {
  look(
    strips: number,
    count: number,
    index: number,
    weights: number,
    traces: number,
    step: number,
    retention: number,
    moment: number,
  ): void;
  runSteps(
    strips: number,
    count: number,
    from: number,
    to: number,
    weights: number,
    traces: number,
    retention: number,
    discount: number,
    rate: number,
    reward: number,
    rpe: number,
    value: number,
    moment: number,
  ): void;
}
