import { squared } from '../core/power.ts';

/** The correlation of successive residuals, whose mean is 0; pairs with a gap are left out. 0 for fewer than three pairs. */
export function lagCorrelation(residuals: Float64Array): number {
  let [products, squares, pairs] = [0, 0, 0];
  for (let i = 1; i < residuals.length; i++) {
    const [before, now] = [residuals[i - 1], residuals[i]];
    if (Number.isNaN(before + now)) continue;
    products += before * now;
    squares += (before * before + now * now) / 2;
    pairs += 1;
  }
  return pairs < 3 || squares === 0 ? 0 : products / squares;
}

/** How many independent observations would tell as much as correlated ones: n (1 - ρ) / (1 + ρ); n if ρ is negative. */
export const independentOf = (count: number, rho: number): number =>
  Math.max(1, (count * (1 - Math.max(0, rho))) / (1 + Math.max(0, rho)));

/** Their fourth moment over the square of the second, less 3: 0 for normal ones. */
export function excessKurtosis(residuals: Float64Array): number {
  const known = residuals.filter((value) => !Number.isNaN(value));
  let [squares, fourths] = [0, 0];
  for (const value of known) {
    squares += squared(value);
    fourths += squared(squared(value));
  }
  return (known.length * fourths) / squared(squares) - 3;
}

/** Successive residuals that correlate more are told. */
const correlatedFrom = 0.1;

export const correlationWords = (of: string, rho: number, each: string): readonly string[] =>
  Math.abs(rho) <= correlatedFrom
    ? []
    : [
        `${of}: residuals of successive ${each} have a correlation of ${rho.toFixed(2)}, which the likelihood does not know: intervals are too ${rho > 0 ? 'narrow' : 'wide'}.`,
      ];
