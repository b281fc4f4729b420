import { median } from 'simple-statistics';
import { randomStream } from '../../core/random.ts';
import { evidencesOf } from './evidence.ts';
import { quietProducts, simulatedProducts } from './simulated-products.ts';
import type { DesignStatistics } from './statistics.ts';

/** How far a model can be told from a rival, when it is the true one. Natural logarithms (nats). */
export interface PairSeparability {
  /** Numbers of the models. */
  readonly model: number;
  readonly rival: number;
  /** Median over animals of the log evidence that one animal's recording gives for the true model over the rival. */
  readonly evidence: number;
  /** Its mean if there were no noise: how much the predictions differ, whatever the rival's parameters. */
  readonly unlike: number;
}

/** Each model as the true one, beside each rival, by simulation. @param animals simulated of each model */
export function separability(
  statistics: DesignStatistics,
  { animals, seed }: { readonly animals: number; readonly seed: number },
): readonly PairSeparability[] {
  const evidences = evidencesOf(statistics);
  const { models, stretches } = statistics;
  const last = stretches.length - 1;
  return models.flatMap(({ truths }, model) => {
    const random = randomStream(seed, `discriminate/separability/${model}`);
    const truthsOf = Array.from({ length: truths }, (_, truth) => ({ model, truth }));
    const simulated = truthsOf.map((of) => simulatedProducts(statistics, of));
    const noisy = Array.from({ length: animals }, (_, animal) => {
      const of = truthsOf[animal % truths];
      return evidences.of(last, simulated[of.truth](random)[last], of);
    });
    const quiet = truthsOf.map((of) => evidences.of(last, quietProducts(statistics, of), of));
    return models.flatMap((_, rival) => {
      if (rival === model) return [];
      const over = (all: readonly Float64Array[]): number[] => all.map((one) => one[model] - one[rival]);
      return [{ model, rival, evidence: median(over(noisy)), unlike: meanOf(over(quiet)) }];
    });
  });
}

const meanOf = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
