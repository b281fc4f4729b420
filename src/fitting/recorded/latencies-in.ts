import { InputError } from '../../core/errors.ts';
import type { Design } from '../../contracts/design.ts';
import { firstFrom } from '../../recorded/first-from.ts';
import type { Latencies } from '../session/latencies-part.ts';
import { anticipations, type RecordedLicks } from './lick-windows.ts';

/** How long responses of a session took, on the recording's clock. */
export interface RecordedLatencies {
  readonly shiftSeconds: number;
  /** Where they are from: rows of a table, the choices of the session, or the first licks after cues. */
  readonly of:
    | {
        readonly kind: 'table';
        readonly title: string;
        readonly atSeconds: Float64Array;
        /** NaN where there is none. */
        readonly seconds: Float64Array;
      }
    | { readonly kind: 'choices' }
    | { readonly kind: 'licks'; readonly licks: Pick<RecordedLicks, 'times' | 'window'> };
}

/** @param startSeconds of the session, on the recording's clock */
export function latenciesIn(design: Design, startSeconds: number, { of, shiftSeconds }: RecordedLatencies): Latencies {
  if (of.kind === 'table')
    return {
      of: of.title,
      atSeconds: of.atSeconds.map((at) => at - startSeconds),
      seconds: of.seconds,
      isCensored: new Uint8Array(of.seconds.length),
      shiftSeconds,
    };
  return of.kind === 'choices'
    ? ofChoices(design, shiftSeconds)
    : ofLicks(design, startSeconds, { ...of.licks, shiftSeconds });
}

/** From when a state was shown to the first choice. */
function ofChoices({ phases }: Design, shiftSeconds: number): Latencies {
  const rows = phases
    .flatMap(({ recorded = [] }) => recorded)
    .flatMap(({ zeroSeconds, choices = [] }) => {
      const [first] = choices;
      if (first === undefined) return [];
      const { onsetSeconds = 0, seconds } = first;
      return [{ at: zeroSeconds + onsetSeconds, seconds: seconds - onsetSeconds }];
    });
  if (rows.length === 0)
    throw new InputError(
      'the session has no choices for this agent',
      'latencies',
      'name an agent that chooses, or latencies in the mapping',
    );
  return {
    of: 'choices',
    atSeconds: Float64Array.from(rows, ({ at }) => at),
    seconds: Float64Array.from(rows, ({ seconds }) => seconds),
    isCensored: new Uint8Array(rows.length),
    shiftSeconds,
  };
}

/** From a trial's cue to the first lick that can be a response to it, if it comes before the reward. */
function ofLicks(
  design: Design,
  startSeconds: number,
  { times, window, shiftSeconds }: Pick<RecordedLicks, 'times' | 'window'> & { readonly shiftSeconds: number },
): Latencies {
  const rows = anticipations(design, window).flatMap((one) => {
    if (one === undefined || one.to - one.from <= shiftSeconds) return [];
    // A lick at the shift itself has no latency beyond it.
    const first = times[firstFrom(times, one.from + startSeconds + shiftSeconds + least)] ?? Infinity;
    const latency = first - startSeconds - one.from;
    const wait = one.to - one.from;
    return [{ at: one.from, seconds: Math.min(latency, wait), isCensored: latency > wait }];
  });
  return {
    of: 'first licks',
    atSeconds: Float64Array.from(rows, ({ at }) => at),
    seconds: Float64Array.from(rows, ({ seconds }) => seconds),
    isCensored: Uint8Array.from(rows, ({ isCensored }) => Number(isCensored)),
    shiftSeconds,
  };
}

/** Times of licks are to a millisecond at best. */
const least = 5e-4;
