import { InputError } from '../../core/errors.ts';
import type { Found, FoundSignal, OpenedRecording, Proposal } from '../../contracts/reader.ts';
import { block, type Clock, type Slice } from './clock.ts';

/** A signal before its values were looked at. */
export interface Sampled {
  readonly id: string;
  readonly clock: Clock;
  /** Values of rows [from, to): one row for each time of the clock, also those that are missing. */
  readonly rows: Slice;
  /** False for integers, of which none can be missing. */
  readonly mayMiss: boolean;
  /** Values that are read from the file for each of its own, such as those of all columns of a packed table; 1 if left out. */
  readonly breadth?: number;
  readonly unit?: string | undefined;
  readonly proposal?: Proposal | undefined;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** A recording of these signals, whose samples are read when asked for. */
export async function sampledRecording(
  signals: readonly Sampled[],
  rest: Omit<Found, 'signals'>,
  close: () => void = () => undefined,
): Promise<OpenedRecording> {
  const byId = new Map(signals.map((one) => [one.id, one]));
  const within = (id: string, from: number, to: number): { one: Sampled; from: number; to: number } => {
    const one = byId.get(id);
    if (one === undefined) throw new InputError('there is no such signal', id, 'choose one that the recording lists');
    const clamp = (index: number): number => Math.min(Math.max(0, Math.floor(index)), one.clock.samples);
    return { one, from: clamp(from), to: Math.max(clamp(from), clamp(to)) };
  };
  const values = async (id: string, start: number, end: number): Promise<Float64Array> => {
    const { one, from, to } = within(id, start, end);
    return one.clock.ofSamples(one.rows, from, to);
  };
  const found: FoundSignal[] = [];
  const warnings = [...rest.warnings];
  let left = maxLookedAt;
  for (const one of signals) {
    const cost = one.mayMiss ? one.clock.samples * (one.breadth ?? 1) : 0;
    const looksAt = cost <= left;
    if (looksAt) left -= cost;
    found.push(described(one, looksAt ? await missing(one, values, warnings) : undefined));
  }
  return {
    found: { ...rest, warnings, signals: found },
    values,
    async times(id, start, end) {
      const { one, from, to } = within(id, start, end);
      return one.clock.times(from, to);
    },
    close,
  };
}

/** More values than these of all signals are not read through when they are opened, which should take no second: 16 MB of doubles. */
const maxLookedAt = 1 << 21;

/** @param warnings added to if the signal cannot be read to its end */
async function missing(
  { id, mayMiss, clock }: Sampled,
  values: OpenedRecording['values'],
  warnings: string[],
): Promise<number | undefined> {
  if (!mayMiss) return 0;
  let count = 0;
  try {
    for (let from = 0; from < clock.samples; from += block)
      for (const value of await values(id, from, from + block)) if (Number.isNaN(value)) count++;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    warnings.push(`${error.where}: ${error.what}; samples of it are missing`);
    return undefined;
  }
  return count;
}

function described(one: Sampled, count: number | undefined): FoundSignal {
  const { samples, withoutTime, startSeconds, endSeconds, rateHz, gaps, parts } = one.clock;
  return {
    id: one.id,
    unit: one.unit,
    missing: count,
    samples,
    withoutTime,
    startSeconds,
    endSeconds,
    rateHz,
    gaps,
    parts,
    ...(one.proposal && { proposal: one.proposal }),
    ...(one.facts && { facts: one.facts }),
  };
}
