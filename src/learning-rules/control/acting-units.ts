import type { ActingUnits } from '../../contracts/acting-agent.ts';
import type { ActionSpace } from '../../contracts/control-env.ts';
import type { UnitGroup } from '../../contracts/units.ts';

const eachAction = 'an action, in the current observation';

export const actionValue = {
  id: 'action-value',
  title: 'Q(s, a), value of each action',
  unit: 'reward units',
  each: eachAction,
} as const satisfies UnitGroup;
export const preference = {
  id: 'preference',
  title: 'H(s, a), preference for each action',
  unit: '1',
  each: eachAction,
  signed: true,
} as const satisfies UnitGroup;
export const policy = {
  id: 'policy',
  title: 'probability of each action',
  unit: 'probability',
  each: eachAction,
} as const satisfies UnitGroup;
/** Its activations for the current observation; of a recurrent layer, its output. */
export const hiddenUnit = {
  id: 'hidden-unit',
  title: 'activation of each hidden unit',
  unit: '1',
  each: 'a unit of the last hidden layer, or of the recurrent layer',
  signed: true,
} as const satisfies UnitGroup;
export const memoryCell = {
  id: 'memory-cell',
  title: 'content of each memory cell',
  unit: '1',
  each: 'a memory cell of an LSTM',
  signed: true,
} as const satisfies UnitGroup;

/** The names of discrete actions; none if the action is a real number. */
export const actionLabels = (actions: ActionSpace): readonly string[] =>
  actions.kind === 'discrete' ? actions.actions.map(({ title }) => title) : [];

/** @param prefix before the number of each unit, which counts from 0 */
export const numbered = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, unit) => `${prefix} ${unit}`);

/** Units whose numbers the agent holds anyway. @param numbers environments x units */
export const heldUnits = (
  group: UnitGroup,
  labels: readonly string[],
  numbers: Float32Array | Float64Array,
): ActingUnits => ({
  group,
  labels,
  read(_, environment, into, at) {
    const from = environment * labels.length;
    into.set(numbers.subarray(from, from + labels.length), at);
  },
});
