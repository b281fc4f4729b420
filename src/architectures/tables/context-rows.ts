import type { FeatureTable } from '../../contracts/architecture.ts';
import type { Trial } from '../../contracts/trial.ts';

/**
 * Adds to a table that starts at time zero a feature that is 1 in every step of the trial and in the interval before
 * it: the context.
 */
export function withContext(table: FeatureTable, trial: Trial, feature: number): FeatureTable {
  return table.layout === 'binary' ? binaryContext(table, trial, feature) : denseContext(table, trial, feature);
}

function binaryContext(
  table: Extract<FeatureTable, { layout: 'binary' }>,
  { zeroStep, steps }: Trial,
  feature: number,
): FeatureTable {
  const rowStart = new Int32Array(steps + 1);
  const active = new Int32Array((table.rowStart[table.rows] as number) + steps);
  let count = 0;
  for (let step = 0; step < steps; step++) {
    const row = step - zeroStep;
    const [from, to] = row < 0 ? [0, 0] : [table.rowStart[row] as number, table.rowStart[row + 1] as number];
    for (let k = from; k < to; k++) active[count++] = table.active[k] as number;
    active[count++] = feature;
    rowStart[step + 1] = count;
  }
  return { layout: 'binary', firstStep: 0, rows: steps, rowStart, active };
}

function denseContext(
  table: Extract<FeatureTable, { layout: 'dense' }>,
  { zeroStep, steps }: Trial,
  feature: number,
): FeatureTable {
  const width = table.columns.length;
  const values = new Float64Array(steps * (width + 1));
  for (let step = 0; step < steps; step++) {
    const row = step - zeroStep;
    if (row >= 0) values.set(table.values.subarray(row * width, (row + 1) * width), step * (width + 1));
    values[step * (width + 1) + width] = 1;
  }
  return { layout: 'dense', firstStep: 0, rows: steps, columns: Int32Array.of(...table.columns, feature), values };
}

/** A table that starts at time zero, extended by the preceding interval, in which one feature is 1. */
export function withInterval(
  table: Extract<FeatureTable, { layout: 'binary' }>,
  { zeroStep, steps }: Trial,
  feature: number,
): FeatureTable {
  const rowStart = new Int32Array(steps + 1);
  for (let step = 1; step <= steps; step++)
    rowStart[step] = step <= zeroStep ? step : zeroStep + (table.rowStart[step - zeroStep] as number);
  const active = new Int32Array(rowStart[steps] as number).fill(feature, 0, zeroStep);
  active.set(table.active.subarray(0, active.length - zeroStep), zeroStep);
  return { layout: 'binary', firstStep: 0, rows: steps, rowStart, active };
}
