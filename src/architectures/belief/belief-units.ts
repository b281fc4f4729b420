import type { EncoderUnits, FeatureTable } from '../../contracts/architecture.ts';
import type { UnitGroup } from '../../contracts/units.ts';

export const beliefGroup = { id: 'belief', title: 'belief in each hidden state', unit: 'probability', each: 'a hidden state of the task' } as const satisfies UnitGroup;

/** A belief that is the first of the features of every step. @param labels one a hidden state */
export function beliefUnits(labels: readonly string[]): EncoderUnits {
  return { group: beliefGroup, labels, write: (features, into) => writeFirst(features, labels.length, into) };
}

function writeFirst(features: FeatureTable, count: number, into: Float64Array): void {
  if (features.layout !== 'dense') throw new Error('a belief has features of all sizes');
  const { values, columns, rows, firstStep } = features;
  for (let row = 0; row < rows; row++) {
    const from = row * columns.length;
    into.set(values.subarray(from, from + count), (firstStep + row) * count);
  }
}
