// What a warm-up does, as in Stan (Stan Reference Manual, "Automatic parameter tuning"): the step is fitted all the time,
// the scales in windows that double, each from draws of its own.

/** Whether the draw of an iteration counts for the scales, and whether the window ends with it. */
type WarmupDraw = 'none' | 'within' | 'window';

/** Iterations before the first window, in the first window, and after the last one. */
const [before, first, after] = [75, 25, 50];

/** What happens at each iteration. */
export function warmupPlan(iterations: number): readonly WarmupDraw[] {
  const isShort = before + first + after > iterations;
  const begin = isShort ? Math.floor(0.15 * iterations) : before;
  const end = iterations - (isShort ? Math.floor(0.1 * iterations) : after);
  const plan = Array.from({ length: iterations }, (_, i): WarmupDraw => (i < begin || i >= end ? 'none' : 'within'));
  if (iterations < 20) return plan.map(() => 'none');
  let length = isShort ? end - begin : first;
  for (let at = begin; at < end; length *= 2) {
    at += length;
    // A window that would leave no more than the next one takes is the last.
    if (at + 2 * length >= end) at = end;
    plan[at - 1] = 'window';
  }
  return plan;
}

/** The step by dual averaging (Hoffman & Gelman 2014, section 3.2, with its constants). */
export class StepAdaptation {
  private readonly target: number;
  private count = 0;
  private error = 0;
  private log = 0;
  private centre = 0;

  constructor(target: number) {
    this.target = target;
  }

  restart(step: number): void {
    this.centre = Math.log(10 * step);
    this.count = 0;
    this.error = 0;
    this.log = 0;
  }

  /** The step after a draw with this acceptance. */
  learn(acceptance: number): number {
    this.count++;
    const share = 1 / (this.count + 10);
    this.error += share * (this.target - acceptance - this.error);
    const log = this.centre - (Math.sqrt(this.count) / 0.05) * this.error;
    const weight = Math.exp(-0.75 * Math.log(this.count));
    this.log += weight * (log - this.log);
    return Math.exp(log);
  }

  averaged(): number {
    return Math.exp(this.log);
  }
}

/** Variances of the draws of a window, drawn a little towards a small unit scale. */
export class ScaleAdaptation {
  private count = 0;
  private readonly mean: Float64Array;
  private readonly squares: Float64Array;

  constructor(size: number) {
    this.mean = new Float64Array(size);
    this.squares = new Float64Array(size);
  }

  add(point: Float64Array): void {
    this.count++;
    for (let i = 0; i < point.length; i++) {
      const off = point[i] - this.mean[i];
      this.mean[i] += off / this.count;
      this.squares[i] += off * (point[i] - this.mean[i]);
    }
  }

  /** Writes the variances, and begins the next window. */
  finish(variances: Float64Array): void {
    const share = this.count / (this.count + 5);
    for (let i = 0; i < variances.length; i++)
      variances[i] = share * (this.squares[i] / Math.max(1, this.count - 1)) + 1e-3 * (1 - share);
    this.count = 0;
    this.mean.fill(0);
    this.squares.fill(0);
  }
}
