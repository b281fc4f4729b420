import type { Answers, Question } from '../../contracts/reader.ts';
import { tableClock } from './clock.ts';
import type { LoadedTable } from './load.ts';
import type { SampledColumn } from './recording.ts';

/** Lamps that cameras of photometry use at most. */
const maxLamps = 3;

/** How much larger steps between rows are than those between rows of one lamp, for lamps to be asked about. */
const clearRatio = 3;

/**
 * Signals whose rows hold several lamps in turn, as older tables of Neurophotometrics without headings do, apart. It is
 * asked how many there are, where the values themselves alternate.
 */
export function inTurns(
  { file, lineOf, headed }: LoadedTable,
  signals: readonly SampledColumn[],
  { answers, suffix }: { readonly answers: Answers; readonly suffix: string },
): { signals: readonly SampledColumn[]; questions: readonly Question[] } {
  const id = `lamps${suffix}`;
  const likely = headed ? 1 : likelyTurns(signals);
  const answer = Number(answers[id] ?? likely);
  if (likely === 1 && answers[id] === undefined) return { signals, questions: [] };
  const question: Question = {
    id,
    text: `How many lamps take turns in the rows of ${file}?`,
    options: Array.from({ length: maxLamps }, (_, i) => ({
      id: String(i + 1),
      title: i === 0 ? 'None: one lamp' : `${i + 1} lamps`,
    })),
    proposed: String(likely),
    reason:
      likely === 1 ? 'its values do not alternate' : `its values alternate from row to row between ${likely} levels`,
  };
  const lamps = Number.isInteger(answer) && answer >= 1 && answer <= maxLamps ? answer : likely;
  return { signals: lamps === 1 ? signals : apart(signals, lamps), questions: [question] };

  function apart(all: readonly SampledColumn[], lamps: number): SampledColumn[] {
    return all.flatMap((signal) =>
      [...Array.from({ length: lamps }).keys()].map((turn): SampledColumn => {
        const { seconds, rows } = signal.clock;
        const samples = Uint32Array.from(seconds.keys()).filter((i) => i % lamps === turn);
        // Times as the clock has them, also if parts were joined, by rows of the table.
        const times = new Float64Array(signal.numbers.length).fill(NaN);
        seconds.forEach((time, i) => (times[rows?.[i] ?? i] = time));
        const only = samples.map((i) => rows?.[i] ?? i).sort();
        const { unit, numbers } = signal;
        return {
          unit,
          numbers,
          id: `${signal.id} in turn ${turn + 1}`,
          clock: tableClock({ times, file, lineOf, only }),
        };
      }),
    );
  }
}

/** The number of turns after which values are most alike: 1 unless they are far more alike than neighbours. */
function likelyTurns(signals: readonly SampledColumn[]): number {
  const steps = (numbers: Float64Array, lag: number): number => {
    const sizes = Float64Array.from({ length: Math.min(numbers.length - lag, 20_000) }, (_, i) =>
      Math.abs((numbers[i + lag] as number) - (numbers[i] as number)),
    ).filter((size) => size >= 0);
    return sizes.sort()[sizes.length >> 1] ?? 0;
  };
  const votes = signals
    .filter(({ numbers }) => numbers.length >= 20)
    .map(({ numbers }) => {
      const [one = 0, ...more] = [1, 2, 3].map((lag) => steps(numbers, lag));
      const best = more.indexOf(Math.min(...more));
      return one > clearRatio * (more[best] as number) && one > 0 ? best + 2 : 1;
    });
  return votes.length > 0 && votes.every((vote) => vote === votes[0]) ? (votes[0] as number) : 1;
}
