import type { FeatureTable } from '../../contracts/architecture.ts';

type Mark = (row: number, feature: number) => void;

/**
 * A table of binary features, one row per step from step 0 on.
 * @param fill marks the features that are 1; rows outside the table are ignored
 */
export function binaryTable(rows: number, fill: (mark: Mark) => void): FeatureTable {
  const on = Array.from({ length: rows }, () => new Set<number>());
  fill((row, feature) => on[row]?.add(feature));
  const rowStart = new Int32Array(on.length + 1);
  on.forEach((features, row) => {
    rowStart[row + 1] = (rowStart[row] as number) + features.size;
  });
  const active = Int32Array.from(on.flatMap((features) => [...features]));
  return { layout: 'binary', firstStep: 0, rows, rowStart, active };
}
