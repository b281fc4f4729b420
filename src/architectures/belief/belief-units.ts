import type { EncoderUnits, FeatureTable } from '../../contracts/architecture.ts';
import type { UnitGroup } from '../../contracts/units.ts';

export const beliefGroup = {
  id: 'belief',
  title: 'belief in each hidden state',
  unit: 'probability',
  each: 'a hidden state of the task',
} as const satisfies UnitGroup;

/**
 * A belief that is part of the features of every step: one feature per hidden state, or several that are summed.
 * @param labels one per hidden state, current when read
 * @param stateOf the hidden state of a feature, or a number past the last one if it has none; the identity if absent
 * @param met the hidden states that are drawn, current when read; all if absent
 */
export function beliefUnits(
  labels: () => readonly string[],
  stateOf = (feature: number): number => feature,
  met = (): readonly number[] => labels().map((_, state) => state),
): EncoderUnits {
  return {
    group: beliefGroup,
    get labels() {
      return labels();
    },
    get order() {
      return met();
    },
    write(tables, into) {
      for (const table of tables) writeBelief(table, labels().length, stateOf, into);
    },
  };
}

function writeBelief(
  features: FeatureTable,
  count: number,
  stateOf: (feature: number) => number,
  into: Float64Array,
): void {
  if (features.layout !== 'dense') throw new Error('a belief has features of all sizes');
  const { values, columns, rows, firstStep } = features;
  const states = columns.map(stateOf);
  for (let row = 0; row < rows; row++) {
    const at = (firstStep + row) * count;
    for (let column = 0; column < columns.length; column++) {
      const state = states[column] as number;
      if (state < count)
        into[at + state] = (into[at + state] as number) + (values[row * columns.length + column] as number);
    }
  }
}
