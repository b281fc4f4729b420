import type { Design, TrialType } from '../../contracts/design.ts';

export interface Size {
  readonly magnitude: number;
  /** Its share of the rewards of common size. */
  readonly share: number;
}

/**
 * Sizes of reward that are common in the phases that teach, in increasing order: those that make up at least `leastShare` of the rewards, or
 * where none does, the commonest.
 */
export function commonSizes(design: Design, leastShare: number): readonly Size[] {
  const counts = new Map<number, number>();
  for (const { mixture, trials, plastic } of design.phases) {
    if (!plastic) continue;
    const all = Object.values(mixture).reduce((sum, weight) => sum + weight, 0);
    for (const [id, weight] of Object.entries(mixture)) {
      for (const { magnitude, probability } of (design.trialTypes[id] as TrialType).rewards) {
        counts.set(magnitude, (counts.get(magnitude) ?? 0) + (trials * weight * probability) / all);
      }
    }
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const commonest = Math.max(...counts.values());
  const common = [...counts].filter(([, count]) => count > 0 && count >= Math.min(commonest, leastShare * total)).sort(([a], [b]) => a - b);
  const rest = common.reduce((sum, [, count]) => sum + count, 0);
  return common.length === 0 ? [{ magnitude: 1, share: 1 }] : common.map(([magnitude, count]) => ({ magnitude, share: count / rest }));
}
