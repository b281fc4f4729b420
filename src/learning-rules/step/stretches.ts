import type { FeatureTable } from '../../contracts/architecture.ts';

/**
 * Calls `live` for every range [from, to) of a trial's steps, in order: the rows of each table, and the steps without
 * features before, between and after them. Its context is passed as an argument, because a closure per trial would cost
 * as much time as a short trial.
 */
export function eachStretch<Life>(
  tables: readonly FeatureTable[],
  steps: number,
  runSteps: (table: FeatureTable | undefined, from: number, to: number, life: Life) => void,
  life: Life,
): void {
  let step = 0;
  for (let i = 0; i < tables.length; i++) {
    const table = tables[i];
    if (table.firstStep > step) runSteps(undefined, step, table.firstStep, life);
    step = table.firstStep + table.rows;
    if (table.rows > 0) runSteps(table, table.firstStep, step, life);
  }
  if (steps > step) runSteps(undefined, step, steps, life);
}
