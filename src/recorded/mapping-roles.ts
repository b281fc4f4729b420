import type { Found, Role } from '../contracts/reader.ts';
import type { MappedReward, MappedTimes, Mapping } from './mapping.ts';
import { roleBesideWindows, rolesBesideWindows, withRoleBesideWindows } from './window-roles.ts';

/** A part of a recording that can have a role: a signal, a unit, a kind of events, or a column of a table. */
export type Part =
  | { readonly kind: 'signal'; readonly id: string }
  | { readonly kind: 'unit'; readonly id: string }
  | { readonly kind: 'events'; readonly id: string; readonly hasValues: boolean }
  | { readonly kind: 'column'; readonly table: string; readonly id: string; readonly isText: boolean }
  /** A column of the table beside windows. */
  | { readonly kind: 'beside windows'; readonly id: string; readonly isText: boolean };

/** The roles that a part can have. */
export function rolesFor(part: Part): readonly Role[] {
  if (part.kind === 'signal') return ['signal', 'control'];
  if (part.kind === 'unit') return ['signal'];
  if (part.kind === 'events') return ['cue', 'reward', 'lick', 'trial start'];
  if (part.kind === 'beside windows') return rolesBesideWindows(part.isText);
  return part.isText ? ['trial type'] : ['cue', 'reward', 'size', 'trial start', 'trial type'];
}

/** A cue whose end is not recorded, seconds, until a person says otherwise. */
const cueSeconds = 1;

/** The role of a part; undefined if it has none. */
export function roleOf(
  { signal, control, unit, cues, rewards, licks, trials, windows }: Mapping,
  part: Part,
): Role | undefined {
  if (part.kind === 'beside windows') return windows === undefined ? undefined : roleBesideWindows(windows, part.id);
  if (part.kind === 'unit') return part.id === unit ? 'signal' : undefined;
  if (part.kind === 'signal') return part.id === signal ? 'signal' : part.id === control ? 'control' : undefined;
  if (part.kind === 'column') {
    if (trials?.type === part.id && 'table' in trials.times && trials.times.table === part.table) return 'trial type';
    const isSize = rewards.some(
      ({ times, size }) =>
        'table' in times &&
        times.table === part.table &&
        typeof size === 'object' &&
        'column' in size &&
        size.column === part.id,
    );
    if (isSize) return 'size';
  }
  if (cues.some(({ times }) => isAt(times, part))) return 'cue';
  if (rewards.some(({ times }) => isAt(times, part))) return 'reward';
  if (licks !== undefined && isAt(licks, part)) return 'lick';
  return trials !== undefined && isAt(trials.times, part) ? 'trial start' : undefined;
}

function isAt(times: MappedTimes, part: Part): boolean {
  if ('events' in times) return part.kind === 'events' && times.events === part.id;
  return part.kind === 'column' && times.table === part.table && times.column === part.id;
}

/** The mapping with another role for a part; undefined takes its role away. */
export function withRole(mapping: Mapping, found: Found, part: Part, role: Role | undefined): Mapping {
  if (part.kind === 'beside windows')
    return mapping.windows === undefined
      ? mapping
      : { ...mapping, windows: withRoleBesideWindows(mapping.windows, part.id, role) };
  const without = withoutRole(mapping, part);
  switch (role) {
    case 'signal':
      return withSignal(without, part);
    case 'control':
      return { ...without, control: part.id };
    case 'cue':
      return {
        ...without,
        cues: [...without.cues, { times: timesOf(part), title: part.id, durationSeconds: cueSeconds }],
      };
    case 'reward':
      return {
        ...without,
        rewards: [...without.rewards, { times: timesOf(part), title: part.id, size: sizeOf(part, found) }],
      };
    case 'lick':
      return { ...without, licks: timesOf(part) };
    case 'trial start':
      return { ...without, trials: { times: timesOf(part) } };
    case 'trial type':
      return without.trials === undefined ? without : { ...without, trials: { ...without.trials, type: part.id } };
    case 'size':
      return { ...without, rewards: without.rewards.map((reward) => sized(reward, part, found)) };
    default:
      return without;
  }
}

/** One thing is compared with models: a signal, with its control, or a unit. */
function withSignal(mapping: Mapping, part: Part): Mapping {
  if (part.kind !== 'unit')
    return { ...withoutRole(mapping, { kind: 'unit', id: mapping.unit ?? '' }), signal: part.id };
  const without = [mapping.signal, mapping.control].reduce<Mapping>(
    (left, id = '') => withoutRole(left, { kind: 'signal', id }),
    mapping,
  );
  return { ...without, unit: part.id };
}

const timesOf = (part: Part): MappedTimes =>
  part.kind === 'column' ? { table: part.table, column: part.id } : { events: part.id };

function withoutRole(
  { signal, control, unit, licks, trials, ...mapping }: Mapping,
  part: Exclude<Part, { kind: 'beside windows' }>,
): Mapping {
  const isSignal = part.kind === 'signal';
  const losesType =
    part.kind === 'column' && trials?.type === part.id && 'table' in trials.times && trials.times.table === part.table;
  return {
    ...mapping,
    ...(signal === undefined || (isSignal && part.id === signal) ? {} : { signal }),
    ...(control === undefined || (isSignal && part.id === control) ? {} : { control }),
    ...(unit === undefined || (part.kind === 'unit' && part.id === unit) ? {} : { unit }),
    cues: mapping.cues.filter(({ times }) => !isAt(times, part)),
    rewards: mapping.rewards
      .filter(({ times }) => !isAt(times, part))
      .map((reward) =>
        part.kind === 'column' &&
        typeof reward.size === 'object' &&
        'column' in reward.size &&
        reward.size.column === part.id
          ? { ...reward, size: 1 }
          : reward,
      ),
    ...(licks === undefined || isAt(licks, part) ? {} : { licks }),
    ...(trials === undefined || isAt(trials.times, part)
      ? {}
      : { trials: losesType ? { times: trials.times } : trials }),
  };
}

function sizeOf(part: Part, { events }: Found): MappedReward['size'] {
  const values = part.kind === 'events' ? events.find(({ id }) => id === part.id)?.values : undefined;
  return values === undefined ? 1 : { values: true, unit: largest(values) };
}

/** The largest size counts as one reward unit. */
export function largest(sizes: Float64Array): number {
  const found = sizes.reduce((max, size) => (Number.isFinite(size) ? Math.max(max, Math.abs(size)) : max), 0);
  return Math.max(1e-3, found === 0 ? 1 : found);
}

/** With sizes from a column of its own table. */
function sized(reward: MappedReward, part: Part, { tables }: Found): MappedReward {
  if (part.kind !== 'column' || 'events' in reward.times || reward.times.table !== part.table) return reward;
  const column = tables.find(({ id }) => id === part.table)?.columns.find(({ id }) => id === part.id);
  return column?.kind === 'number' ? { ...reward, size: { column: part.id, unit: largest(column.values) } } : reward;
}
