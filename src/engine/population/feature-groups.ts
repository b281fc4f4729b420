import type { FeatureTable } from '../../contracts/architecture.ts';

/**
 * Partitions the features of all tables of a session into groups so that each table has features of one group only:
 * features that occur together, directly or through others. Numbered from 0.
 */
export function featureGroups(tables: readonly FeatureTable[], size: number): Int32Array {
  const parent = Int32Array.from({ length: size }, (_, feature) => feature);
  const root = (feature: number): number => {
    let at = feature;
    while (parent[at] !== at) at = parent[at] as number;
    parent[feature] = at;
    return at;
  };
  for (const table of new Set(tables)) {
    const shown = table.layout === 'binary' ? table.active.subarray(0, table.rowStart[table.rows]) : table.columns;
    for (const feature of shown) parent[root(feature)] = root(shown[0] as number);
  }
  const numbers = new Map<number, number>();
  return parent.map((_, feature) => {
    const top = root(feature);
    if (!numbers.has(top)) numbers.set(top, numbers.size);
    return numbers.get(top) as number;
  });
}
