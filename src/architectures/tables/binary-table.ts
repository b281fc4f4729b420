import type { FeatureTable } from '../../contracts/architecture.ts';

type Mark = (row: number, feature: number) => void;

/**
 * A table of binary features, one row per step from step 0 on.
 * @param fill marks the features that are 1; rows outside the table are ignored
 */
export function binaryTable(rows: number, fill: (mark: Mark) => void): FeatureTable {
  const on = Array.from({ length: rows }, (): number[] => []);
  fill((row, feature) => {
    const features = on[row];
    // A row has few.
    if (features !== undefined && !features.includes(feature)) features.push(feature);
  });
  const rowStart = new Int32Array(rows + 1);
  on.forEach((features, row) => {
    rowStart[row + 1] = (rowStart[row] as number) + features.length;
  });
  const active = new Int32Array(rowStart[rows] as number);
  on.forEach((features, row) => active.set(features, rowStart[row]));
  return { layout: 'binary', firstStep: 0, rows, rowStart, active };
}
