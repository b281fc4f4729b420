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
 * left out, those that could not be read, and those that lack a condition. One line each.
 */
export function setNotes(
  set: Pick<SetWindows, 'windows' | 'sessions' | 'left'>,
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
    ...missingConditions(set),
    ...(cut + outside === 0
      ? []
      : [`Windows cut off by the ends of a recording: ${cut}; events outside of it: ${outside}.`]),
  ];
}

/** Longer lists are cut off. */
const maxNamed = 4;

/** Conditions that some sessions have no trial of, which add nothing to their means. */
function missingConditions({ windows, sessions }: Pick<SetWindows, 'windows' | 'sessions'>): readonly string[] {
  const lacking = windows.flatMap(({ title, sessions: own }) => {
    const without = sessions.map(({ name }) => name.session).filter((session) => !own.includes(session));
    const named = without.slice(0, maxNamed).join(', ');
    const more = without.length - maxNamed;
    return without.length === 0 ? [] : [`${title} (none in ${named}${more > 0 ? ` and ${more} more` : ''})`];
  });
  return lacking.length === 0 ? [] : [`Not in every session: ${lacking.join('; ')}.`];
}
