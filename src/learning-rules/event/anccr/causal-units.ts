import type { HeldUnits, UnitGroup } from '../../../contracts/units.ts';
import type { Causes } from './causes.ts';

const eachPair = 'a pair of events, the first of which may cause the second';

const trace = {
  id: 'event-trace',
  title: 'E, eligibility trace of each event',
  unit: '1',
  each: 'an event: the onset of a cue, or an outcome',
} as const satisfies UnitGroup;
const baseRate = {
  id: 'base-rate',
  title: 'M, mean trace of each event',
  unit: '1',
  each: trace.each,
} as const satisfies UnitGroup;
const contingency = {
  id: 'contingency',
  title: 'NC, net contingency of each pair',
  unit: '1',
  each: eachPair,
  signed: true,
} as const satisfies UnitGroup;
const causalWeight = {
  id: 'causal-weight',
  title: 'R, causal weight of each pair',
  unit: 'reward units',
  each: eachPair,
  signed: true,
} as const satisfies UnitGroup;
const adjusted = {
  id: 'adjusted-contingency',
  title: 'ANCCR, adjusted net contingency of each pair',
  unit: 'reward units',
  each: eachPair,
  signed: true,
} as const satisfies UnitGroup;

export const causalGroups = [trace, baseRate, contingency, causalWeight, adjusted] as const;

/** At each step: traces at its last event, or at its beginning; and pairs as of the last event before. */
export function causalUnits({ shown }: Causes, events: readonly string[]): readonly HeldUnits[] {
  const pairs = events.flatMap((cause) => events.map((effect) => `${cause} → ${effect}`));
  return [
    { group: trace, labels: events, values: shown.trace },
    { group: baseRate, labels: events, values: shown.baseline },
    { group: contingency, labels: pairs, values: shown.contingency },
    { group: causalWeight, labels: pairs, values: shown.causalWeight },
    { group: adjusted, labels: pairs, values: shown.adjusted },
  ];
}
