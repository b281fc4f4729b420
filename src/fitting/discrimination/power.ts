import { randomStream } from '../../core/random.ts';
import { evidencesOf } from './evidence.ts';
import { simulatedProducts } from './simulated-products.ts';
import type { DesignStatistics } from './statistics.ts';

/** Simulated experiments of one true model: some of all, by number. */
export interface ExperimentRange {
  readonly model: number;
  readonly from: number;
  readonly to: number;
}

/** How often the true model was chosen: for each stretch, for 1, 2, ... animals. Counts of experiments. */
export type Wins = readonly Int32Array[];

/**
 * Simulated experiments: each animal has parameters of the true model's prior and noise of its own; the model whose log
 * evidence summed over animals is highest is chosen. Each experiment has a stream of its own.
 * @param maxAnimals experiments of fewer are the first animals of these
 */
export function simulatedWins(
  statistics: DesignStatistics,
  { model, from, to }: ExperimentRange,
  { maxAnimals, seed }: { readonly maxAnimals: number; readonly seed: number },
): Wins {
  const evidences = evidencesOf(statistics);
  const { models, stretches } = statistics;
  const animals = Array.from({ length: models[model].truths }, (_, truth) =>
    simulatedProducts(statistics, { model, truth }),
  );
  const wins = stretches.map(() => new Int32Array(maxAnimals));
  for (let experiment = from; experiment < to; experiment++) {
    const random = randomStream(seed, `discriminate/experiment/${model}/${experiment}`);
    const sums = stretches.map(() => new Float64Array(models.length));
    for (let animal = 0; animal < maxAnimals; animal++) {
      const truth = random.integer(animals.length);
      const recording = animals[truth](random);
      for (const [stretch, sum] of sums.entries()) {
        evidences.of(stretch, recording[stretch], { model, truth }).forEach((one, of) => void (sum[of] += one));
        if (sum.every((one, rival) => rival === model || sum[model] > one)) wins[stretch][animal] += 1;
      }
    }
  }
  return wins;
}

/** A share of simulated experiments with its 95 % interval. */
export interface Power {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Of a normal distribution, 97.5 %. */
const wide = 1.959964;

/** Wilson's interval of a binomial share (Wilson 1927, Journal of the American Statistical Association 22:209). */
export function powerOf(wins: number, experiments: number): Power {
  const share = wins / experiments;
  const square = (wide * wide) / experiments;
  const middle = (share + square / 2) / (1 + square);
  const half = (wide * Math.sqrt((share * (1 - share)) / experiments + square / (4 * experiments))) / (1 + square);
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
