import { bulkSize, energyFraction, quantile, rHat, sorted, tailSize } from './convergence.ts';
import { shownQuantiles } from './marginals.ts';
import type { Chain } from './nuts.ts';

/** One parameter's draws by all chains. */
interface ParameterDraws {
  readonly id: string;
  readonly mean: number;
  readonly sd: number;
  /** 2.5, 25, 50, 75 and 97.5 %. */
  readonly quantiles: readonly number[];
  readonly rHat: number;
  readonly bulkSize: number;
  readonly tailSize: number;
}

export interface ChainReport {
  readonly parameters: readonly ParameterDraws[];
  readonly divergences: number;
  /** Draws whose trajectory was cut at its greatest length: slow, not wrong. */
  readonly saturated: number;
  /** Of each chain. */
  readonly energyFractions: readonly number[];
  /** Why the draws are not the posterior, each with a parameter's id; empty if nothing speaks against them. */
  readonly failures: readonly string[];
}

/** Limits of Baribault & Collins 2023, Psychological Methods, 10.1037/met0000554. */
const [largestRHat, leastSize, leastEnergyFraction] = [1.01, 400, 0.2];

/**
 * What chains say of each parameter, and whether they may be believed.
 * @param ids of the points, or of what is made of them
 * @param valuesOf what is summarised of a point, by default the point; in the order of the ids
 */
export function reportOf(
  chains: readonly Chain[],
  ids: readonly string[],
  valuesOf: (point: Float64Array) => ArrayLike<number> = (point) => point,
): ChainReport {
  const columns = columnsOf(chains, ids.length, valuesOf);
  const parameters = ids.map((id, i) => summaryOf(id, columns[i]));
  const divergences = chains.reduce((sum, { divergent }) => sum + divergent.length, 0);
  const energyFractions = chains.map(({ energies }) => energyFraction(energies));
  const failures = parameters.flatMap(({ id, rHat, bulkSize, tailSize }) => [
    ...(rHat <= largestRHat ? [] : [`${id}: chains disagree (R-hat ${rHat.toFixed(3)})`]),
    ...(Math.min(bulkSize, tailSize) >= leastSize
      ? []
      : [`${id}: ${Math.floor(Math.min(bulkSize, tailSize))} effective draws of ${leastSize} needed`]),
  ]);
  if (divergences > 0) {
    const where = ids[mostUnlike(chains, columns)];
    failures.push(`${where}: ${divergences} ${divergences === 1 ? 'trajectory' : 'trajectories'} diverged`);
  }
  const least = Math.min(...energyFractions);
  if (!(least >= leastEnergyFraction)) {
    const where = ids[mostWithEnergy(chains, columns)];
    failures.push(`${where}: energy moves too slowly (fraction ${least.toFixed(2)})`);
  }
  return {
    parameters,
    divergences,
    saturated: chains.reduce((sum, { saturated }) => sum + saturated, 0),
    energyFractions,
    failures,
  };
}

/** Quantity x chain: its draws. */
function columnsOf(
  chains: readonly Chain[],
  count: number,
  valuesOf: (point: Float64Array) => ArrayLike<number>,
): readonly (readonly Float64Array[])[] {
  const columns = Array.from({ length: count }, () => chains.map(({ heights }) => new Float64Array(heights.length)));
  chains.forEach(({ size, points, heights }, c) => {
    for (let draw = 0; draw < heights.length; draw++) {
      const values = valuesOf(points.subarray(draw * size, (draw + 1) * size));
      for (let i = 0; i < count; i++) columns[i][c][draw] = values[i];
    }
  });
  return columns;
}

function summaryOf(id: string, column: readonly Float64Array[]): ParameterDraws {
  const all = sorted(column);
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  const squares = all.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  return {
    id,
    mean,
    sd: Math.sqrt(squares / (all.length - 1)),
    quantiles: shownQuantiles.map((share) => quantile(all, share)),
    rHat: rHat(column),
    bulkSize: bulkSize(column),
    tailSize: tailSize(column),
  };
}

/** The quantity that is farthest from its usual values where trajectories diverge. */
function mostUnlike(chains: readonly Chain[], columns: readonly (readonly Float64Array[])[]): number {
  return largestOf(columns, (column, mean, sd) => {
    let [sum, count] = [0, 0];
    chains.forEach(({ divergent }, c) => {
      for (const draw of divergent) {
        sum += column[c][draw] - mean;
        count++;
      }
    });
    return Math.abs(sum / count) / sd;
  });
}

/** The quantity that varies most with the energy. */
function mostWithEnergy(chains: readonly Chain[], columns: readonly (readonly Float64Array[])[]): number {
  const energies = chains.map(({ energies }) => energies);
  const centre = sorted(energies).reduce((sum, one) => sum + one, 0) / sorted(energies).length;
  return largestOf(columns, (column, mean, sd) => {
    let sum = 0;
    column.forEach((draws, c) => draws.forEach((one, i) => (sum += (one - mean) * (energies[c][i] - centre))));
    return Math.abs(sum) / sd;
  });
}

function largestOf(
  columns: readonly (readonly Float64Array[])[],
  of: (column: readonly Float64Array[], mean: number, sd: number) => number,
): number {
  const sizes = columns.map((column) => {
    const all = sorted(column);
    const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
    const sd = Math.sqrt(all.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / all.length);
    return sd > 0 ? of(column, mean, sd) : 0;
  });
  return sizes.indexOf(Math.max(...sizes));
}
