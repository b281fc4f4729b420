import type { ChoiceShape } from '../choice-trials.ts';
import { ActionValues, type ValueParameters } from './action-values.ts';

const [salience, speed] = [0, 1];

/**
 * Q <- Q + κ A δ and A <- A + η (|δ| - A) of the chosen option, where δ = r - Q and A, its associability, is 1 before
 * anything is learned.
 */
export class AssociabilityValues extends ActionValues {
  private readonly factors: Float64Array;
  private readonly factorSlopes: Float64Array;
  private salience = 0;
  private speed = 0;

  constructor(shape: ChoiceShape, at: ValueParameters) {
    super(shape, at);
    this.factors = new Float64Array(this.table.length);
    this.factorSlopes = new Float64Array(this.slopes.length);
  }

  override restart(): void {
    super.restart();
    this.factors.fill(1);
    this.factorSlopes.fill(0);
  }

  associability(state: number, option: number): number {
    return this.factors[state * this.options + option];
  }

  protected take([kappa = 0, eta = 0]: readonly number[]): void {
    this.salience = kappa;
    this.speed = eta;
  }

  protected update(state: number, option: number, reward: number): void {
    const { table, slopes, factors, factorSlopes, kinds } = this;
    const cell = state * this.options + option;
    const [error, factor] = [reward - table[cell], factors[cell]];
    const sign = error > 0 ? 1 : -1;
    for (let i = cell * kinds; i < (cell + 1) * kinds; i++) {
      const [slope, factorSlope] = [slopes[i], factorSlopes[i]];
      slopes[i] = slope + this.salience * (factorSlope * error - factor * slope);
      factorSlopes[i] = (1 - this.speed) * factorSlope - this.speed * sign * slope;
    }
    slopes[cell * kinds + salience] += factor * error;
    factorSlopes[cell * kinds + speed] += Math.abs(error) - factor;
    table[cell] += this.salience * factor * error;
    factors[cell] += this.speed * (Math.abs(error) - factor);
  }
}
