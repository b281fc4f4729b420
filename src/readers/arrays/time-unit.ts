import type { Answers, Question } from '../../contracts/reader.ts';
import type { NumberLeaf } from './leaf.ts';
import { wordsOf } from '../sampled/name-words.ts';
import { timeUnitOf, timeUnitOptions, timeUnits, type TimeUnit } from '../sampled/time-units.ts';

/** The unit that a name of a vector of times ends in, e.g. `time_ms`, `cue on (ms)`. */
export function statedUnit({ name, unit }: NumberLeaf): number | undefined {
  const words = wordsOf(name);
  const found = timeUnitOf(unit ?? (words.length > 1 ? words.at(-1) : undefined));
  return found === undefined ? undefined : timeUnits[found].perSecond;
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
  const fits = (unit: TimeUnit): boolean => {
    const { perSecond } = timeUnits[unit];
    const length = span.length / perSecond;
    // Events of a session are within it.
    const isLikely = known > 0 ? length <= 1.5 * known && length >= 0.05 * known : isSession(length);
    return isLikely && (span.interval === undefined || isRate(perSecond / span.interval));
  };
  const proposed = (Object.keys(timeUnits) as TimeUnit[]).find(fits) ?? 's';
  const other = proposed === 's' ? 'ms' : 's';
  const beside = known > 0 ? `; signals whose unit is known last ${shown(known)}` : '';
  const lasting = (unit: TimeUnit): string =>
    `${shown(span.length / timeUnits[unit].perSecond)} in ${timeUnits[unit].title}`;
  const reason = `${span.id} would last ${lasting(proposed)}, ${lasting(other)}${beside}`;
  const question: Question = {
    id: 'time-unit',
    text: 'In which unit are the times?',
    options: timeUnitOptions,
    proposed,
    reason,
  };
  const answered = timeUnitOf(answers['time-unit']) ?? proposed;
  return { perSecond: timeUnits[answered].perSecond, questions: [question] };
}
