import type { NumberLeaf } from './leaf.ts';
import { saysSpikes } from './timed-events.ts';
import { wordsOf } from '../sampled/name-words.ts';

const timeWords = new Set(['t', 'ts', 'time', 'times', 'timestamp', 'timestamps', 'tvec', 'x']);
const unitWords = new Set([
  's',
  'sec',
  'secs',
  'seconds',
  'ms',
  'msec',
  'us',
  'µs',
  'usec',
  'min',
  'vec',
  'vector',
  'axis',
]);
const rateWords = new Set(['fs', 'sr', 'hz', 'fps', 'rate', 'samplingrate', 'samplerate', 'framerate', 'sfreq']);
/** At most as many columns of an array are signals of one clock. */
export const maxChannels = 512;
const looked = 4096;

/** Whether a name says times: its last word, or the one before a unit. */
function saysTime(name: string): boolean {
  const words = wordsOf(name);
  while (words.length > 1 && unitWords.has(words.at(-1) as string)) words.pop();
  return timeWords.has(words.at(-1) ?? '') || words.slice(-2).join(' ') === 'time stamps';
}

// What happens once in a trial, not in each sample.
const trialWords = new Set(
  'cue tone go stim reward rewards feedback response responses outcome choice movement lick licks trial trials event events pulse pulses ttl on off onset offset start stop end'.split(
    ' ',
  ),
);
const saysTrials = (name: string): boolean => wordsOf(name).some((word) => trialWords.has(word));

/** A vector of the times of samples. */
export interface Times {
  readonly leaf: NumberLeaf;
  /** Median of looked-at intervals, in the unit of the file. */
  readonly interval: number;
  readonly length: number;
}

/** The intervals at the start, in the middle and at the end. */
async function intervalsOf(leaf: NumberLeaf): Promise<Float64Array> {
  const width = Math.min(looked, leaf.rows);
  const found: number[] = [];
  for (const from of new Set([0, Math.floor((leaf.rows - width) / 2), leaf.rows - width])) {
    const times = (await leaf.read(0, from, from + width)).filter((time) => !Number.isNaN(time));
    for (let i = 1; i < times.length; i++) found.push((times[i] as number) - (times[i - 1] as number));
  }
  return Float64Array.from(found).sort();
}

/**
 * Whether a vector has the times of samples: its name says times, nearly all intervals are positive, and they are much
 * alike or very many; times of trials are neither.
 */
async function sampleTimes(leaf: NumberLeaf): Promise<Times | undefined> {
  if (leaf.columns !== 1 || leaf.rows < 8 || !saysTime(leaf.name) || saysSpikes(leaf) || saysTrials(leaf.name))
    return undefined;
  const sorted = await intervalsOf(leaf);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const median = at(0.5);
  const isOrdered = median > 0 && at(0.05) >= 0;
  // x may be anything, a place as well.
  const isX = wordsOf(leaf.name).at(-1) === 'x';
  const isRegular = isX
    ? at(0) > 0.99 * median && at(1) < 1.01 * median
    : at(0.9) <= 1.5 * median && at(0.1) >= 0.5 * median;
  if (!isOrdered || !(isRegular || (!isX && leaf.rows >= 5000))) return undefined;
  const [first = 0] = await leaf.read(0, 0, 1);
  const [last = 0] = await leaf.read(0, leaf.rows - 1, leaf.rows);
  return { leaf, interval: median, length: Math.abs(last - first) || median * leaf.rows };
}

const within = (scope: string, outer: string): boolean =>
  outer === '' || scope === outer || scope.startsWith(`${outer}.`);

function commonStart(one: string, other: string): number {
  let i = 0;
  while (i < one.length && one[i] === other[i]) i++;
  return i;
}

/** An array whose rows have the times of a clock, upright. */
export interface Paired {
  readonly leaf: NumberLeaf;
  readonly times: Times;
}

/** Arrays with as many rows or columns as a vector of times within the same or an outer struct has rows. */
export async function pairedWithTimes(leaves: readonly NumberLeaf[]): Promise<Paired[]> {
  const clocks: Times[] = [];
  for (const leaf of leaves) {
    const times = await sampleTimes(leaf);
    if (times !== undefined) clocks.push(times);
  }
  // A table of trials has several columns of times, as long as each other.
  const alike = ({ leaf }: Times): number =>
    clocks.filter(({ leaf: one }) => one.scope === leaf.scope && one.rows === leaf.rows).length;
  const few = clocks.filter((one) => alike(one) < 3);
  const areTimes = new Set(few.map(({ leaf }) => leaf));
  return leaves.flatMap((leaf) => {
    if (areTimes.has(leaf)) return [];
    const fitting = few.filter(
      ({ leaf: one }) => within(leaf.scope, one.scope) && upright(leaf, one.rows) !== undefined,
    );
    const [times] = fitting.sort(
      (one, other) =>
        other.leaf.scope.length - one.leaf.scope.length ||
        commonStart(other.leaf.name, leaf.name) - commonStart(one.leaf.name, leaf.name),
    );
    return times === undefined ? [] : [{ times, leaf: upright(leaf, times.leaf.rows) as NumberLeaf }];
  });
}

/** The array with samples as rows; undefined if neither of its dimensions fits. */
function upright(leaf: NumberLeaf, rows: number): NumberLeaf | undefined {
  if (leaf.rows === rows && leaf.columns <= maxChannels) return leaf;
  return leaf.columns === rows && leaf.rows <= maxChannels ? leaf.transposed?.() : undefined;
}

/** A number that says the sampling rate, Hz. */
export interface Rate {
  readonly leaf: NumberLeaf;
  readonly hz: number;
}

export async function statedRates(leaves: readonly NumberLeaf[]): Promise<Rate[]> {
  const rates: Rate[] = [];
  for (const leaf of leaves) {
    if (leaf.rows !== 1 || leaf.columns !== 1 || !rateWords.has(wordsOf(leaf.name).at(-1) ?? '')) continue;
    const [hz = 0] = await leaf.read(0, 0, 1);
    if (hz > 0 && Number.isFinite(hz)) rates.push({ leaf, hz });
  }
  return rates;
}

/** The innermost stated rate that holds for an array. */
export const rateFor = (leaf: NumberLeaf, rates: readonly Rate[]): Rate | undefined =>
  rates
    .filter(({ leaf: one }) => within(leaf.scope, one.scope))
    .sort((one, other) => other.leaf.scope.length - one.leaf.scope.length)[0];
