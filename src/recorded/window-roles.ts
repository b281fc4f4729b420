import type { Found, FoundTable, Role } from '../contracts/reader.ts';
import type { MappedWindows } from './mapping.ts';

/** Roles of one column each, with their names in a mapping. */
const single = {
  animal: 'animal',
  session: 'session',
  trial: 'trial',
  'event time': 'time',
  interval: 'interval',
} as const satisfies Partial<Record<Role, keyof MappedWindows>>;

type Single = keyof typeof single;
const singles = Object.keys(single) as readonly Single[];
const isSingle = (role: Role): role is Single => Object.hasOwn(single, role);

/** Whether a table has what is known of each of some windows. */
export const isBesideWindows = ({ windows = [] }: Pick<Found, 'windows'>, table: string): boolean =>
  windows.some((one) => one.table === table);

/** The roles that a column beside windows can have. */
export const rolesBesideWindows = (isText: boolean): readonly Role[] =>
  isText ? ['animal', 'session', 'trial type'] : [...singles, 'trial type'];

/** The role of a column beside windows; undefined if it has none. */
export function roleBesideWindows(mapped: MappedWindows, column: string): Role | undefined {
  if (mapped.types.includes(column)) return 'trial type';
  return singles.find((role) => mapped[single[role]] === column);
}

/** With another role for a column; undefined takes its role away. */
export function withRoleBesideWindows(mapped: MappedWindows, column: string, role: Role | undefined): MappedWindows {
  const types = mapped.types.filter((one) => one !== column);
  const kept = Object.fromEntries(
    singles.flatMap((one) => {
      const own = one === role ? column : mapped[single[one]];
      return own === undefined || (own === column && one !== role) ? [] : [[single[one], own]];
    }),
  );
  return { of: mapped.of, ...kept, types: role === 'trial type' ? [...types, column] : types };
}

/** The first windows of a recording, with the proposed roles of the columns beside them; undefined if there are none. */
export function proposedWindows({ windows, tables }: Pick<Found, 'windows' | 'tables'>): MappedWindows | undefined {
  const [first] = windows ?? [];
  if (first === undefined) return undefined;
  const columns = tables.find(({ id }) => id === first.table)?.columns ?? [];
  return columns.reduce((mapped, column) => proposedRole(mapped, column), { of: first.id, types: [] } as MappedWindows);
}

/** The first column with a role keeps it. */
function proposedRole(mapped: MappedWindows, { id, kind, proposal }: FoundTable['columns'][number]): MappedWindows {
  const role = proposal?.role;
  if (role === undefined || !rolesBesideWindows(kind === 'text').includes(role)) return mapped;
  return isSingle(role) && mapped[single[role]] !== undefined ? mapped : withRoleBesideWindows(mapped, id, role);
}
