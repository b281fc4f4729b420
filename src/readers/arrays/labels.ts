import type { FoundEvents } from '../../contracts/reader.ts';
import { wordsOf } from '../sampled/name-words.ts';
import { proposals } from '../sampled/propose.ts';
import type { NumberLeaf, TextLeaf } from './leaf.ts';

/** More different texts are no kinds of events. */
const maxKinds = 40;
const timeWords = new Set(['t', 'ts', 'time', 'times', 'timestamp', 'timestamps', 'on', 'onset', 'onsets', 's', 'ms']);
const labelWords = new Set(['name', 'names', 'label', 'labels', 'type', 'types', 'kind', 'kinds', 'id', 'ids']);

const stem = (name: string, without: ReadonlySet<string>): string =>
  wordsOf(name)
    .filter((word) => !without.has(word))
    .join(' ');

/** A text for each time of a vector, of the same name but for words such as time and name: `cue_time`, `cue_name`. */
export const labelsOf = (leaf: NumberLeaf, texts: readonly TextLeaf[]): readonly string[] | undefined =>
  texts.find(
    ({ scope, name, values }) =>
      scope === leaf.scope &&
      values.length === leaf.rows &&
      values.length > 1 &&
      new Set(values).size <= maxKinds &&
      stem(name, labelWords) === stem(leaf.name, timeWords),
  )?.values;

/**
 * Events of each label.
 * @param rows of the events among the labels
 */
export function byLabel(
  events: FoundEvents,
  rows: Int32Array,
  labels: readonly string[] | undefined,
): readonly FoundEvents[] {
  if (labels === undefined) return [events];
  return [...new Set(labels)].map((label) => {
    const isOf = (_: number, i: number): boolean => labels[rows[i] as number] === label;
    const proposal = proposals.events(label) ?? events.proposal;
    return {
      id: label === '' ? events.id : label,
      times: events.times.filter(isOf),
      ...(events.ends && { ends: events.ends.filter(isOf) }),
      ...(proposal && { proposal }),
    };
  });
}
