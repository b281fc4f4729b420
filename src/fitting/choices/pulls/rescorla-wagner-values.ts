import { ActionValues } from './action-values.ts';

const [rising, falling, forgetting] = [0, 1, 2];

/**
 * Q <- Q + α± (r - Q) of the chosen option, α+ if the error is positive, otherwise α-. With a third parameter φ, the
 * values of the other options in the state decay: Q <- (1 - φ) Q.
 */
export class RescorlaWagnerValues extends ActionValues {
  private rates: readonly [number, number] = [0, 0];
  private decay: number | undefined;

  protected take([up = 0, down = 0, decay]: readonly number[]): void {
    this.rates = [up, down];
    this.decay = decay;
  }

  protected update(state: number, option: number, reward: number): void {
    const { table, slopes, kinds, decay } = this;
    const cell = state * this.options + option;
    const error = reward - table[cell];
    const kind = error > 0 ? rising : falling;
    const rate = this.rates[kind];
    this.scaleSlopes(cell, 1 - rate);
    slopes[cell * kinds + kind] += error;
    table[cell] += rate * error;
    if (decay === undefined) return;
    for (let other = state * this.options; other < (state + 1) * this.options; other++) {
      if (other === cell) continue;
      this.scaleSlopes(other, 1 - decay);
      slopes[other * kinds + forgetting] -= table[other];
      table[other] *= 1 - decay;
    }
  }
}
