import type { QualityLine } from '../quality-line.ts';
import type { SetWindows } from './read-set.ts';

/** Whether a person gave a reason why a failed check of a session does not matter. */
type IsWaived = (session: string, line: QualityLine) => boolean;

const never: IsWaived = () => false;

/** Sessions whose signal fails a check that nobody waived, with the names of the checks. */
export function failingSessions(
  { sessions }: Pick<SetWindows, 'sessions'>,
  isWaived: IsWaived = never,
): readonly { readonly session: string; readonly checks: readonly string[] }[] {
  return sessions.flatMap(({ name: { session }, quality }) => {
    const lines = quality.lines.filter(
      (line) => line.check.ofUnits !== true && !line.passed && !isWaived(session, line),
    );
    return lines.length === 0 ? [] : [{ session, checks: lines.map(({ check }) => check.title) }];
  });
}

/**
 * What a figure of a set must say of its sessions: those that are in it although they fail a check, those that a person
 * left out, and those that could not be read. One line each.
 */
export function setNotes(
  set: Pick<SetWindows, 'sessions' | 'left'>,
  leftOut: readonly string[],
  isWaived: IsWaived = never,
): readonly string[] {
  const failing = failingSessions(set, isWaived).map(
    ({ session, checks }) => `${session} (${checks.join(', ').toLowerCase()})`,
  );
  const cut = set.sessions.reduce((sum, one) => sum + one.cut, 0);
  const outside = set.sessions.reduce((sum, one) => sum + one.outside, 0);
  return [
    ...(failing.length === 0 ? [] : [`Included although a check of quality fails: ${failing.join('; ')}.`]),
    ...(leftOut.length === 0 ? [] : [`Left out: ${leftOut.join(', ')}.`]),
    ...(set.left.length === 0 ? [] : [`Could not be included: ${set.left.map(({ session }) => session).join(', ')}.`]),
    ...(cut + outside === 0
      ? []
      : [`Windows cut off by the ends of a recording: ${cut}; events outside of it: ${outside}.`]),
  ];
}
