import type { FoundEvents, FoundTable, FoundUnit, Question } from '../../contracts/reader.ts';
import type { Hdf5Group } from '../hdf5/nodes.ts';
import type { Clock } from '../sampled/clock.ts';
import type { Sampled } from '../sampled/recording.ts';

/** What was found so far in a file. */
export interface Collected {
  readonly root: Hdf5Group;
  readonly signals: Sampled[];
  readonly events: FoundEvents[];
  readonly units: FoundUnit[];
  readonly tables: FoundTable[];
  readonly questions: Question[];
  readonly warnings: string[];
  /** Clocks by the identity of their timestamps, which series may share. */
  readonly clocks: Map<string, Clock>;
}

export const nothingYet = (root: Hdf5Group): Collected => ({
  root,
  signals: [],
  events: [],
  units: [],
  tables: [],
  questions: [],
  warnings: [],
  clocks: new Map(),
});

/** The short id, or the long one if the short one is taken. */
export function freeId(taken: readonly { readonly id: string }[], short: string, long: string): string {
  const ids = new Set(taken.map(({ id }) => id));
  if (!ids.has(short)) return short;
  let free = long;
  for (let i = 2; ids.has(free); i++) free = `${long} ${i}`;
  return free;
}

export const typeOf = (group: Hdf5Group): string => group.attributes.text('neurodata_type') ?? '';
