import type { Answers, Question } from '../../contracts/reader.ts';
import type { NumberLeaf } from './leaf.ts';
import { wordsOf } from '../sampled/name-words.ts';

interface Unit {
  readonly id: string;
  readonly title: string;
  readonly perSecond: number;
  readonly words: readonly string[];
}

const seconds: Unit = { id: 's', title: 'seconds', perSecond: 1, words: ['s', 'sec', 'secs', 'second', 'seconds'] };
const milliseconds: Unit = {
  id: 'ms',
  title: 'milliseconds',
  perSecond: 1e3,
  words: ['ms', 'msec', 'millisecond', 'milliseconds'],
};
const units: readonly Unit[] = [
  seconds,
  milliseconds,
  { id: 'us', title: 'microseconds', perSecond: 1e6, words: ['us', 'µs', 'usec', 'microsecond', 'microseconds'] },
  { id: 'min', title: 'minutes', perSecond: 1 / 60, words: ['min', 'mins', 'minutes'] },
];

/** The unit that a name of a vector of times ends in, e.g. `time_ms`, `cue on (ms)`. */
export function statedUnit({ name, unit }: NumberLeaf): number | undefined {
  const words = wordsOf(name);
  const last = unit?.toLowerCase() ?? (words.length > 1 ? words.at(-1) : undefined);
  return units.find(({ words: known }) => known.includes(last ?? ''))?.perSecond;
}

/** How far times go, in the unit of the file, and the median interval of samples, if any are sampled. */
export interface Span {
  readonly id: string;
  readonly length: number;
  readonly interval: number | undefined;
}

// A session takes from 5 s to a day, and signals are sampled at 2 Hz to 50 kHz.
const isSession = (seconds: number): boolean => seconds >= 5 && seconds <= 86_400;
const isRate = (hz: number): boolean => hz >= 2 && hz <= 50_000;

const shown = (seconds: number): string => {
  if (seconds >= 172_800) return `${Math.round(seconds / 86_400).toLocaleString('en')} days`;
  if (seconds >= 7200) return `${(seconds / 3600).toPrecision(3)} h`;
  if (seconds >= 120) return `${(seconds / 60).toPrecision(3)} min`;
  return seconds >= 1 || seconds === 0 ? `${seconds.toPrecision(3)} s` : `${(seconds * 1000).toPrecision(3)} ms`;
};

/**
 * The unit of the times of a file that does not say it: as answered, else the first that gives a session.
 * @param known how long signals take whose times have a stated unit, seconds; 0 if there are none
 */
export function timeUnit(
  spans: readonly Span[],
  known: number,
  answers: Answers,
): { perSecond: number; questions: Question[] } {
  const span = spans.find(({ interval }) => interval !== undefined) ?? spans[0];
  if (span === undefined) return { perSecond: 1, questions: [] };
  const fits = ({ perSecond }: Unit): boolean => {
    const length = span.length / perSecond;
    // Events of a session are within it.
    const isLikely = known > 0 ? length <= 1.5 * known && length >= 0.05 * known : isSession(length);
    return isLikely && (span.interval === undefined || isRate(perSecond / span.interval));
  };
  const proposed = units.find((unit) => fits(unit)) ?? seconds;
  const other = proposed === seconds ? milliseconds : seconds;
  const beside = known > 0 ? `; signals whose unit is known last ${shown(known)}` : '';
  const reason = `${span.id} would last ${shown(span.length / proposed.perSecond)} in ${proposed.title}, ${shown(span.length / other.perSecond)} in ${other.title}${beside}`;
  const question: Question = {
    id: 'time-unit',
    text: 'In which unit are the times?',
    options: units.map(({ id, title }) => ({ id, title })),
    proposed: proposed.id,
    reason,
  };
  const answered = units.find(({ id }) => id === answers['time-unit']) ?? proposed;
  return { perSecond: answered.perSecond, questions: [question] };
}
