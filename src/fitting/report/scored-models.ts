import { differencesOf, scoreDifference, type ScoreDifference } from '../score-difference.ts';
import { heldOutComparison } from './held-out-words.ts';

/** A model's log likelihoods of the same trials or subjects. */
interface Scored {
  readonly title: string;
  /** Null where there are no data. */
  readonly scores: readonly (number | null)[];
}

/** Models by what they predict of what was held out. */
export interface ScoredModels {
  /** In the order given: its log likelihood minus that of the best, 0 for that one. */
  readonly behind: readonly ScoreDifference[];
  /** What predicts best, by how much, and whether it matters, in a sentence. */
  readonly words: string;
}

/** @param models two or more */
export function scoredModels(models: readonly Scored[], each: 'trial' | 'subject'): ScoredModels {
  const totals = models.map(({ scores }) => scores.reduce((sum: number, one) => sum + (one ?? 0), 0));
  const order = [...models.keys()].toSorted((one, other) => (totals[other] ?? 0) - (totals[one] ?? 0));
  const [best, second] = order.map((i) => models[i]) as [Scored, Scored];
  const minus = (one: Scored, other: Scored): ScoreDifference =>
    scoreDifference(differencesOf(one.scores, other.scores), each === 'trial');
  return {
    behind: models.map((one) => (one === best ? { ...minus(one, one), sum: 0, error: null } : minus(one, best))),
    words: heldOutComparison(best.title, second.title, minus(best, second), each),
  };
}
