import { InputError } from '../../core/errors.ts';
import type { AnimalRows } from '../../contracts/animal-rows.ts';
import { withSizes } from './join-sizes.ts';
import { binSecondsOf, joinedWindows, requireAlike } from './event-windows.ts';
import type { SessionWindows } from './session-windows.ts';
import type { SetView } from './set-view.ts';

/** A session that is not in a set, and why: one line. */
export interface LeftOut {
  readonly session: string;
  readonly line: string;
}

/** The windows of all sessions of a set. */
export interface SetWindows {
  /** Of all sessions that could be read, condition by condition. */
  readonly windows: readonly AnimalRows[];
  readonly signal: string;
  readonly unit: string | undefined;
  /** What is known of each session that is in it, without its windows. */
  readonly sessions: readonly Omit<SessionWindows, 'windows'>[];
  readonly left: readonly LeftOut[];
}

/**
 * Reads sessions one after the other, so that one is open at a time. Where a session needs longer bins than wanted, all
 * are read again with those. A session that cannot be read, or is in another unit, is left out with a line.
 * @param read reads one session
 * @param onRead called with the number of sessions that are done
 */
export async function readSet<S extends { readonly name: string }>(
  sessions: readonly S[],
  wanted: SetView,
  read: (session: S, view: SetView) => Promise<SessionWindows>,
  onRead: (done: number) => void = () => undefined,
): Promise<SetWindows> {
  const left: LeftOut[] = [];
  const kept: SessionWindows[] = [];
  for (const session of sessions) {
    try {
      const own = await read(session, wanted);
      const binSeconds = Math.max(...own.windows.map(binSecondsOf), 0);
      if (binSeconds > wanted.binSeconds * (1 + rounding))
        return await readSet(sessions, { ...wanted, binSeconds }, read, onRead);
      requireJoinable(kept[0], own);
      kept.push(own);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      left.push({ session: session.name, line: error.message });
    }
    onRead(kept.length + left.length);
  }
  return {
    windows: joinedWindows(withOutcomes(withSizes(kept.map(({ windows }) => windows)).flat())),
    signal: kept[0]?.signal ?? '',
    unit: kept[0]?.unit,
    sessions: kept.map(({ name, signal, unit, quality, cut, outside }) => ({
      name,
      signal,
      unit,
      quality,
      cut,
      outside,
    })),
    left,
  };
}

/** Of bins. */
const rounding = 1e-6;

/** @throws InputError naming what differs */
function requireJoinable(first: SessionWindows | undefined, own: SessionWindows): void {
  if (first === undefined) return;
  if (unitWords(first.unit) !== unitWords(own.unit))
    throw new InputError(
      `its signal is in ${unitWords(own.unit)}, that of ${first.name.session} in ${unitWords(first.unit)}`,
      `session ${own.name.session}`,
      'show dF/F of all, or leave it out',
    );
  for (const one of own.windows) {
    const other = first.windows.find(({ condition }) => condition === one.condition);
    if (other !== undefined && one.trials.length > 0 && other.trials.length > 0) requireAlike(other, one);
  }
}

const unitWords = (unit: string | undefined): string =>
  unit === undefined ? 'no unit' : unit.replace('Δ', 'd').replaceAll(' ', '');

const outcomes = { delivered: ', rewarded', omitted: ', reward omitted' } as const;

/**
 * In a session in which every trial of a kind was rewarded they are one condition; in one with omissions they are two. In
 * a set with both, the first are rewarded ones.
 */
function withOutcomes(all: readonly AnimalRows[]): readonly AnimalRows[] {
  const split = new Set(
    all.flatMap(({ condition }) => {
      const [, base] = /^(.*)\/(?:delivered|omitted)$/.exec(condition) ?? [];
      return base === undefined ? [] : [base];
    }),
  );
  return all.map((one) => {
    const sizes = one.columns['reward size'] ?? [];
    const isRewarded = sizes.length > 0 && sizes.every((size) => typeof size === 'number' && !Number.isNaN(size));
    return split.has(one.condition) && isRewarded
      ? { ...one, condition: `${one.condition}/delivered`, title: `${one.title}${outcomes.delivered}` }
      : one;
  });
}
