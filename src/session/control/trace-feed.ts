import type { StepTrace } from '../../protocol/steps.ts';

/** Numbers per message: more than a page has pixels for are folded. */
const maxNumbers = 128;

/**
 * The signals of one environment that a page has not received yet. If the page is slow or the environment fast, several
 * ticks are folded into one number.
 */
export class TraceFeed {
  private from: number;
  private ticksPer = 1;
  private inLast = 0;
  private rpe: number[] = [];
  private value: (number | null)[] = [];
  private reward: number[] = [];
  private readonly isRecorded: boolean;
  private rate: number[] = [];

  /**
   * @param from ticks run before the next one
   * @param isRecorded whether there is a rate
   */
  constructor(from: number, isRecorded: boolean) {
    this.from = from;
    this.isRecorded = isRecorded;
  }

  get pending(): boolean {
    return this.rpe.length > 0;
  }

  add(rpe: number, value: number, reward: number, rate: number): void {
    if (this.inLast === 0 || this.inLast === this.ticksPer) {
      if (this.rpe.length === maxNumbers) this.fold();
      // After folding, the last number may have room for more ticks.
      if (this.inLast === 0 || this.inLast === this.ticksPer) {
        this.rpe.push(0);
        this.value.push(null);
        this.reward.push(0);
        this.rate.push(0);
        this.inLast = 0;
      }
    }
    const last = this.rpe.length - 1;
    if (Math.abs(rpe) > Math.abs(this.rpe[last] as number)) this.rpe[last] = rpe;
    if (!Number.isNaN(value)) this.value[last] = value;
    this.reward[last] = (this.reward[last] as number) + reward;
    this.rate[last] = (this.rate[last] as number) + rate;
    this.inLast += 1;
  }

  /** Everything since the last call. */
  take(): StepTrace {
    const { from, ticksPer, rpe, value, reward, rate } = this;
    const to = rpe.length === 0 ? from : from + (rpe.length - 1) * ticksPer + this.inLast;
    const taken = { from, to, ticksPer, rpe, value, reward, ...(this.isRecorded ? { rate } : {}) };
    this.from = to;
    this.ticksPer = 1;
    this.inLast = 0;
    this.rpe = [];
    this.value = [];
    this.reward = [];
    this.rate = [];
    return taken;
  }

  /** Folds pairs of numbers. */
  private fold(): void {
    const half = Math.ceil(this.rpe.length / 2);
    for (let i = 0; i < half; i++) {
      const [a, b] = [2 * i, Math.min(2 * i + 1, this.rpe.length - 1)];
      this.rpe[i] =
        Math.abs(this.rpe[b] as number) > Math.abs(this.rpe[a] as number)
          ? (this.rpe[b] as number)
          : (this.rpe[a] as number);
      this.value[i] = this.value[b] ?? (this.value[a] as number | null);
      for (const sums of [this.reward, this.rate])
        sums[i] = a === b ? (sums[a] as number) : (sums[a] as number) + (sums[b] as number);
    }
    this.rpe.length = half;
    this.value.length = half;
    this.reward.length = half;
    this.rate.length = half;
    this.ticksPer *= 2;
    this.inLast = this.ticksPer;
  }
}
