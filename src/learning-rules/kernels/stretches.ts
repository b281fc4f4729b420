import type { FeatureTable } from '../../contracts/architecture.ts';

/**
 * Calls `live` for every stretch [from, to) of a trial's steps, in order: the rows of each table, and what lies before, between and after
 * them, where there are no features.
 */
export function eachStretch(tables: readonly FeatureTable[], steps: number, live: (table: FeatureTable | undefined, from: number, to: number) => void): void {
  let step = 0;
  for (const table of tables) {
    if (table.firstStep > step) live(undefined, step, table.firstStep);
    step = table.firstStep + table.rows;
    if (table.rows > 0) live(table, table.firstStep, step);
  }
  if (steps > step) live(undefined, step, steps);
}
