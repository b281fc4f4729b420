import type { Answers, Question } from '../../contracts/reader.ts';
import { InputError } from '../../core/errors.ts';
import { medianStep } from '../table/clock.ts';
import type { LoadedColumn } from '../table/columns.ts';
import type { LoadedTable } from '../table/load.ts';
import { askedUnit, inSeconds, unitOfStep } from '../table/time-unit.ts';

/** One of the clocks of a table. */
interface NamedClock {
  readonly name: string;
  /** As stored, in `unit`. */
  readonly numbers: Float64Array;
  readonly unit: string;
}

export interface Clocks {
  readonly all: readonly NamedClock[];
  readonly chosen: NamedClock;
  /** Seconds of the chosen clock, of each row. */
  readonly seconds: Float64Array;
  readonly questions: readonly Question[];
}

/** Units that Neurophotometrics' guide gives; none for `Timestamp`. */
const documented: Readonly<Record<string, string>> = { systemtimestamp: 's', computertimestamp: 'ms' };

/**
 * Clocks of a table: the camera's in seconds and the computer's in milliseconds of the day, of which a file has one or
 * both. The camera's is proposed.
 * @throws InputError if there is none
 */
export function clocksOf({ file, rows }: LoadedTable, columns: readonly LoadedColumn[], answers: Answers): Clocks {
  const questions: Question[] = [];
  const all = columns.map((column): NamedClock => {
    const name = column.heading.name;
    const likely = unitOfStep(medianStep(column.numbers, [0]), rows);
    const known = documented[name.trim().toLowerCase()];
    if (known === likely.unit) return { name, numbers: column.numbers, unit: known };
    const { unit, question } = askedUnit(`time-unit of ${name}`, `${name} of ${file}`, likely, answers);
    questions.push(question);
    return { name, numbers: column.numbers, unit };
  });
  const camera = all.find(({ name }) => !/^computer/i.test(name)) ?? all[0];
  if (camera === undefined)
    throw new InputError('no column of times has numbers', file, 'save the file again with Bonsai');
  const chosen = all.find(({ name }) => name === answers['clock']) ?? camera;
  if (all.length > 1)
    questions.unshift(
      clockQuestion('clock', `Which clock of ${file} is time?`, all, camera.name, "it is the camera's own"),
    );
  return { all, chosen, seconds: inSeconds(chosen.numbers, chosen.unit), questions };
}

const clockQuestion = (
  id: string,
  text: string,
  all: readonly NamedClock[],
  proposed: string,
  reason: string,
): Question => ({
  id,
  text,
  options: all.map(({ name }) => ({ id: name, title: name })),
  proposed,
  reason,
});

/** Times of lists of events, by whichever clock they lie within, as seconds of the chosen clock. */
export function eventSeconds(
  lists: readonly LoadedTable[],
  { all, chosen }: Clocks,
  answers: Answers,
): { seconds: Float64Array[]; questions: Question[] } {
  const times = lists.map((list) => list.columns[0]?.numbers ?? new Float64Array());
  const within = ({ numbers }: NamedClock): number => {
    const [first, last] = [numbers[0] as number, numbers.at(-1) as number];
    return times.reduce((count, one) => count + one.filter((time) => time >= first && time <= last).length, 0);
  };
  const likely = all.toSorted((one, other) => within(other) - within(one))[0] ?? chosen;
  const proposed = within(likely) > within(chosen) ? likely : chosen;
  const clock = all.find(({ name }) => name === answers['events-clock']) ?? proposed;
  const names = lists.map(({ file }) => file).join(', ');
  const reason = `${within(proposed)} of ${times.flatMap((one) => [...one]).length} times lie within it`;
  const text = `By which clock are the times in ${names}?`;
  return {
    seconds: times.map((one) =>
      inSeconds(
        clock === chosen ? one : carried(one, clock.numbers, chosen.numbers, ratioOf(clock, chosen)),
        chosen.unit,
      ),
    ),
    questions:
      all.length > 1 && lists.length > 0 ? [clockQuestion('events-clock', text, all, proposed.name, reason)] : [],
  };
}

/** How many units of one clock are one unit of another. */
const ratioOf = (from: NamedClock, to: NamedClock): number =>
  (inSeconds(Float64Array.of(1), from.unit)[0] as number) / (inSeconds(Float64Array.of(1), to.unit)[0] as number);

/** Times of one clock by another that was read in the same rows: linear between rows, at the nominal ratio outside. */
function carried(times: Float64Array, from: Float64Array, to: Float64Array, ratio: number): Float64Array {
  const last = from.length - 1;
  return times.map((time) => {
    let [low, high] = [0, last];
    if (!(time > (from[0] as number))) return (to[0] as number) + (time - (from[0] as number)) * ratio;
    if (time >= (from[last] as number)) return (to[last] as number) + (time - (from[last] as number)) * ratio;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((from[middle] as number) <= time) low = middle;
      else high = middle;
    }
    const share = (time - (from[low] as number)) / ((from[high] as number) - (from[low] as number));
    return (to[low] as number) + share * ((to[high] as number) - (to[low] as number));
  });
}
