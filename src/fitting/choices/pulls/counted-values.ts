import type { ChoiceShape } from '../choice-trials.ts';
import { ActionValues, type ValueParameters } from './action-values.ts';

/**
 * Q = (κ Q₀ + Σ r) / (κ + n) of n outcomes of an option: the mean of the posterior of a Bernoulli probability whose prior
 * is Beta(κ Q₀, κ (1 - Q₀)). As a learning rule, its rate is 1 / (κ + n + 1).
 */
export class CountedValues extends ActionValues {
  private readonly counts: Float64Array;
  private confidence = 0;

  constructor(shape: ChoiceShape, at: ValueParameters) {
    super(shape, at);
    this.counts = new Float64Array(this.table.length);
  }

  override restart(): void {
    super.restart();
    this.counts.fill(0);
  }

  protected take([confidence = 0]: readonly number[]): void {
    this.confidence = confidence;
  }

  protected update(state: number, option: number, reward: number): void {
    const { table, slopes, counts } = this;
    const cell = state * this.options + option;
    counts[cell] += 1;
    const weight = this.confidence + counts[cell];
    table[cell] += (reward - table[cell]) / weight;
    slopes[cell] = (this.initialValue - table[cell]) / weight;
  }
}
