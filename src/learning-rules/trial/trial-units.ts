import type { UnitGroup } from '../../contracts/units.ts';

/** Values from before the trial's update up to its step, and from after it from the next step on. */
export const associativeStrength = {
  id: 'associative-strength',
  title: 'V, associative strength of each cue',
  unit: 'reward units',
  each: 'a cue, or a context',
  signed: true,
} as const satisfies UnitGroup;
export const associability = {
  id: 'associability',
  title: 'α, associability of each cue',
  unit: '1',
  each: associativeStrength.each,
} as const satisfies UnitGroup;
