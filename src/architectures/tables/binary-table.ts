import type { FeatureTable } from '../../contracts/architecture.ts';
import type { Trial } from '../../contracts/trial.ts';

type Mark = (row: number, feature: number) => void;

/**
 * A table of features that are 0 or 1, a row a step from time zero on.
 * @param fill marks the features that are 1; rows outside the trial are ignored
 */
export function binaryTable(trial: Trial, fill: (mark: Mark) => void): FeatureTable {
  const on = Array.from({ length: trial.steps - trial.zeroStep }, () => new Set<number>());
  fill((row, feature) => on[row]?.add(feature));
  const rowStart = new Int32Array(on.length + 1);
  on.forEach((features, row) => {
    rowStart[row + 1] = (rowStart[row] as number) + features.size;
  });
  const active = Int32Array.from(on.flatMap((features) => [...features]));
  return { layout: 'binary', firstStep: trial.zeroStep, rows: on.length, rowStart, active };
}
