import { choiceFeaturesOf } from '../../contracts/choice-features.ts';
import type { Design } from '../../contracts/design.ts';
import type { HeldUnits, UnitGroup } from '../../contracts/units.ts';

const eachPair = 'an action in a state, or an item that is the same in every state';

export const actionValue = {
  id: 'action-value',
  title: 'Q(s, a), value of each action',
  unit: 'reward units',
  each: eachPair,
} as const satisfies UnitGroup;
export const preference = {
  id: 'preference',
  title: 'H(s, a), preference for each action',
  unit: '1',
  each: eachPair,
  signed: true,
} as const satisfies UnitGroup;
export const go = {
  id: 'go',
  title: 'G(s, a), benefits of each action',
  unit: '1',
  each: eachPair,
} as const satisfies UnitGroup;
export const noGo = {
  id: 'no-go',
  title: 'N(s, a), costs of each action',
  unit: '1',
  each: eachPair,
} as const satisfies UnitGroup;
export const stateValue = {
  id: 'state-value',
  title: 'V(s), value of each state',
  unit: 'reward units',
  each: 'a state in which there is a choice',
} as const satisfies UnitGroup;
export const stateBelief = {
  id: 'state-belief',
  title: 'belief in each state',
  unit: 'probability',
  each: stateValue.each,
} as const satisfies UnitGroup;

/** @param values one number per feature (contracts/choice-features.ts) */
export function pairUnits(
  group: UnitGroup,
  values: Float64Array,
  design: Pick<Design, 'states' | 'actions'>,
): HeldUnits {
  const { size, label } = choiceFeaturesOf(design);
  return { group, values, labels: Array.from({ length: size }, (_, feature) => label(feature)) };
}

/** @param values one number per state */
export const stateUnits = (
  group: UnitGroup,
  values: Float64Array,
  { states = [] }: Pick<Design, 'states'>,
): HeldUnits => ({ group, values, labels: states.map(({ title }) => title) });
