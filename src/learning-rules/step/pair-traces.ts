/** Replacing eligibility traces of the pairs that a trial has reached, few out of many (Singh & Sutton 1996). */
export class PairTraces {
  private readonly pairs: number[] = [];
  private readonly levels: number[] = [];

  clear(): void {
    this.pairs.length = 0;
    this.levels.length = 0;
  }

  /** All other traces decay by a factor, and this one is set to 1. */
  visit(pair: number, factor: number): void {
    for (let i = 0; i < this.levels.length; i++) this.levels[i] = factor * this.levels[i];
    const known = this.pairs.indexOf(pair);
    const at = known < 0 ? this.pairs.length : known;
    this.pairs[at] = pair;
    this.levels[at] = 1;
  }

  /** numbers[pair] += step * eligibility */
  addTo(numbers: Float64Array, step: number): void {
    for (let i = 0; i < this.pairs.length; i++) {
      const pair = this.pairs[i];
      numbers[pair] = numbers[pair] + step * this.levels[i];
    }
  }
}
