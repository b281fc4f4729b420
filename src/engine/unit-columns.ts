import { didYouMean, InputError } from '../core/errors.ts';
import type { RecordedUnits, UnitColumns, Units } from '../contracts/units.ts';

/**
 * Which units of an agent are recorded: all, or those of some groups, by id. Those that every run records are always
 * included.
 */
export type AskedUnits = 'all' | readonly string[];

/** Maximum count of numbers (8 bytes each) in requested units of a run: 400 MB. */
export const maxUnitNumbers = 50_000_000;
/** Maximum for the units that every run of the agent records. */
const maxNeededNumbers = 200_000_000;

/**
 * Zero-filled columns for the recorded groups of an agent.
 * @param has all groups of the agent
 * @param read the group that the paradigm's measures read, if any
 * @throws InputError for a group that the agent does not have, and for more numbers than fit
 */
export function unitColumns(has: readonly Units[], asked: AskedUnits, steps: number, read?: string): UnitColumns {
  const chosen = askedGroups(has, asked);
  const recorded = has.filter(
    (units) => units.group.always === true || units.group.id === read || chosen.includes(units),
  );
  requireRoom(recorded, chosen.length > 0 ? maxUnitNumbers : maxNeededNumbers, steps);
  return Object.fromEntries(recorded.map(({ group, labels }) => [group.id, new Float64Array(steps * labels.length)]));
}

/** The groups that a session records, in the order of its agent. */
export function recordedUnits({
  units,
  signals,
}: {
  readonly units: readonly Units[];
  readonly signals: { readonly units: UnitColumns };
}): readonly RecordedUnits[] {
  return units.flatMap((one) => {
    const column = signals.units[one.group.id];
    return column === undefined ? [] : [{ ...one, column }];
  });
}

/**
 * The groups that are named, out of those that an agent has.
 * @throws InputError for a group that it does not have
 */
export function askedGroups<Group extends Units>(has: readonly Group[], asked: AskedUnits): readonly Group[] {
  if (has.length === 0 && asked.length > 0)
    throw new InputError(
      'this agent has no units that can be recorded',
      'units',
      '`phasic show ID` says which units a learning rule or an architecture has',
    );
  if (asked === 'all') return has;
  const ids = has.map(({ group }) => group.id);
  return asked.map((id) => {
    const found = has[ids.indexOf(id)];
    if (found === undefined)
      throw new InputError(`this agent has no units '${id}'`, 'units', didYouMean(id, ['all', ...ids]));
    return found;
  });
}

function requireRoom(recorded: readonly Units[], limit: number, steps: number): void {
  const numbers = recorded.reduce((sum, { labels }) => sum + labels.length, 0) * steps;
  if (numbers <= limit) return;
  const named = recorded.map(({ group, labels }) => `${group.id} (${labels.length})`).join(', ');
  throw new InputError(
    `units ${named} in ${inFull(steps)} steps are ${inFull(numbers)} numbers, more than the ${inFull(limit)} that may be recorded`,
    'units',
    'name fewer groups, or use fewer trials, fewer channels or a coarser resolutionSeconds',
  );
}

const inFull = (number: number): string => number.toLocaleString('en-US');
