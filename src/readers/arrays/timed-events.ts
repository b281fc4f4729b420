import type { NumberLeaf } from './leaf.ts';
import { wordsOf } from '../sampled/name-words.ts';

const eventWords = new Set(
  'on off onset onsets offset offsets start starts stop end ends time times timestamp timestamps ts lick licks reward rewards cue cues tone tones pump event events press presses poke pokes entries ttl pulses laser stim intervals t'.split(
    ' ',
  ),
);
// A vector may rise and be something else.
const otherWords = new Set(
  'id type kind rate hz fs count number num n duration durations size volume amount latency latencies rt prob probability label index idx std sem mean value values dff'.split(
    ' ',
  ),
);
const spikeNames = /^(.* )?(spikes?|spk|spiketimes)( times?| ts| t)?( \d+)?$/;
const notSpikes = /(evoked|laser|lick|waveform|count|rate|template|cluster)/;

/** Longest vector whose values are looked at, to see whether they are times of events: 32 MB. */
export const maxEvents = 1 << 22;

/** By its path: `unit3.spikes`, `spikes.times`, `spikes{2}`. */
export const saysSpikes = ({ id, name }: NumberLeaf): boolean =>
  spikeNames.test(wordsOf(id).join(' ')) && !notSpikes.test(wordsOf(name).join(' '));

/** Among vectors of as many rows, the one that says which unit each spike is of. */
export const clustersOf = (leaf: NumberLeaf, others: readonly NumberLeaf[]): NumberLeaf | undefined =>
  others.find(
    (one) =>
      one.scope === leaf.scope &&
      one.rows === leaf.rows &&
      one.columns === 1 &&
      /^(spikes? )?(clusters?|units?)( ids?)?$/.test(wordsOf(one.name).join(' ')),
  );

const saysEvents = (name: string): boolean => {
  const words = wordsOf(name);
  return words.some((word) => eventWords.has(word)) && !words.some((word) => otherWords.has(word));
};

/** Whether values, but for missing ones, rise: at most one in a hundred is less than the one before. */
function rises(values: Float64Array): boolean {
  let [count, back] = [0, 0];
  let [least, last] = [Number.NaN, Number.NaN];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (count++ === 0) least = value;
    else if (value < last) back++;
    last = value;
  }
  return count > 0 && back <= count / 100 && (count === 1 || last > least);
}

/** The values of a vector, if its name and they say that they are times of events or spikes. */
export async function eventTimes(leaf: NumberLeaf): Promise<Float64Array | undefined> {
  if (leaf.columns !== 1 || leaf.rows < 1 || leaf.rows > maxEvents) return undefined;
  if (!saysSpikes(leaf) && !saysEvents(leaf.name)) return undefined;
  const values = await leaf.read(0, 0, leaf.rows);
  // Of a single number only a word of time tells.
  const isTold = leaf.rows > 1 || /(time|timestamp|onset|start|end)/.test(leaf.name.toLowerCase());
  return isTold && rises(values) ? values : undefined;
}

/** Whether a vector is named like events, and holds nothing: every value is missing. */
export async function hasNoTimes(leaf: NumberLeaf): Promise<boolean> {
  if (leaf.columns !== 1 || leaf.rows < 1 || leaf.rows > maxEvents || !saysEvents(leaf.name)) return false;
  return (await leaf.read(0, 0, leaf.rows)).every((value) => Number.isNaN(value));
}

/** Names of what ends when another begins. */
const pairs: readonly (readonly [RegExp, string])[] = [
  [/On$/, 'Off'],
  [/on$/, 'off'],
  [/Onset$/, 'Offset'],
  [/onset$/, 'offset'],
  [/onsets$/, 'offsets'],
  [/start$/, 'stop'],
  [/start$/, 'end'],
  [/Start$/, 'Stop'],
  [/Start$/, 'End'],
  [/start_time$/, 'stop_time'],
  [/_0$/, '_1'],
];

/** Among vectors of as many rows, that of the ends of these events. */
export const endsOf = (leaf: NumberLeaf, others: readonly NumberLeaf[]): NumberLeaf | undefined =>
  pairs
    .filter(([pattern]) => pattern.test(leaf.name))
    .flatMap(([pattern, end]) => {
      const name = leaf.name.replace(pattern, end);
      return others.filter((one) => one.name === name && one.scope === leaf.scope && one.rows === leaf.rows);
    })[0];
