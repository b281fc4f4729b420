import type { Found, FoundColumn, FoundSignal, FoundTable, Role } from '../contracts/reader.ts';
import { proposedChoices } from './choices/propose-choices.ts';
import { largest } from './mapping-roles.ts';
import { mappingVersion, type MappedCue, type MappedReward, type MappedTimes, type Mapping } from './mapping.ts';
import { isBesideWindows, proposedWindows } from './window-roles.ts';

/** A cue whose end is not recorded, seconds. */
const cueSeconds = 1;
/** Maximum number of values of a column that are cues of their own. */
const maxKinds = 12;

/** A mapping by what the reader proposes, for a person to correct. */
export function proposedMapping(found: Found, answers: Mapping['answers'] = {}): Mapping {
  const { signal, control } = proposedSignals(found.signals);
  const [only, ...others] = found.units;
  const licks = withRole(found.events, 'lick');
  const windows = proposedWindows(found);
  // Columns beside windows have no clock of the recording.
  const timed = { ...found, tables: found.tables.filter(({ id }) => !isBesideWindows(found, id)) };
  const trials = trialsOf(timed);
  const choices = windows === undefined ? proposedChoices(found) : undefined;
  const [cues, rewards] = [withRole(found.events, 'cue'), withRole(found.events, 'reward')];
  // Columns of trials repeat the events where a file has both.
  const ofTables = <T>(events: readonly unknown[], of: (table: FoundTable) => readonly T[]): readonly T[] =>
    events.length > 0 ? [] : timed.tables.flatMap((table) => of(table));
  return {
    phasicMapping: mappingVersion,
    answers: { ...Object.fromEntries(found.questions.map(({ id, proposed }) => [id, proposed])), ...answers },
    ...(signal === undefined ? {} : { signal: signal.id }),
    ...(control === undefined ? {} : { control: control.id }),
    ...(signal !== undefined || only === undefined || others.length > 0 ? {} : { unit: only.id }),
    cues: [...cues.map(({ id }) => cueOf({ events: id }, id)), ...ofTables(cues, cuesOf)],
    rewards: [
      ...rewards.map(({ id, values }) => ({
        times: { events: id },
        title: id,
        size: values === undefined ? 1 : { values: true as const, unit: largest(values) },
      })),
      ...ofTables(rewards, rewardsOf),
    ],
    ...(licks[0] === undefined ? {} : { licks: { events: licks[0].id } }),
    ...(trials === undefined ? {} : { trials }),
    ...(windows === undefined ? {} : { windows }),
    ...(choices === undefined ? {} : { choices: choices.choices }),
  };
}

const withRole = <T extends { readonly proposal?: { readonly role: Role } }>(
  all: readonly T[],
  role: Role,
): readonly T[] => all.filter(({ proposal }) => proposal?.role === role);

/** The first signal, and the control that shares most of what the file says of it: its fibre or its region. */
function proposedSignals(signals: readonly FoundSignal[]): {
  readonly signal: FoundSignal | undefined;
  readonly control: FoundSignal | undefined;
} {
  const controls = withRole(signals, 'control');
  const signal = withRole(signals, 'signal')[0] ?? signals.find((one) => !controls.includes(one));
  const shared = ({ facts = {} }: FoundSignal): number =>
    Object.entries(facts).filter(([name, value]) => signal?.facts?.[name] === value).length;
  const control = controls.toSorted((one, other) => shared(other) - shared(one))[0];
  return { signal, control };
}

const cueOf = (times: MappedTimes, title: string): MappedCue => ({ times, title, durationSeconds: cueSeconds });

/** A column of cue times; if another column says of which type a trial is, one cue for each. */
function cuesOf(table: FoundTable): readonly MappedCue[] {
  const type = withRole(table.columns, 'trial type')[0];
  const kinds = type === undefined ? [] : kindsOf(type);
  return withRole(table.columns, 'cue')
    .filter(({ kind }) => kind === 'number')
    .flatMap(({ id }) =>
      kinds.length < 2
        ? [cueOf({ table: table.id, column: id }, id)]
        : kinds.map((value) =>
            cueOf({ table: table.id, column: id, where: { column: type?.id ?? '', is: value } }, value),
          ),
    );
}

/** The different values of a column, if there are only a few. */
function kindsOf(column: FoundColumn): readonly string[] {
  const values = [...new Set<string | number>(column.values)]
    .map(String)
    .filter((value) => value !== '' && value !== 'NaN');
  return values.length > maxKinds ? [] : values.sort();
}

function rewardsOf(table: FoundTable): readonly MappedReward[] {
  const size = withRole(table.columns, 'size').find(({ kind }) => kind === 'number');
  return withRole(table.columns, 'reward')
    .filter(({ kind }) => kind === 'number')
    .map(({ id }) => ({
      times: { table: table.id, column: id },
      title: id,
      size: size === undefined ? 1 : { column: size.id, unit: largest(size.values as Float64Array) },
    }));
}

function trialsOf({ tables }: Found): Mapping['trials'] {
  for (const table of tables) {
    const start = withRole(table.columns, 'trial start').find(({ kind }) => kind === 'number');
    const type = withRole(table.columns, 'trial type')[0];
    if (start !== undefined)
      return { times: { table: table.id, column: start.id }, ...(type === undefined ? {} : { type: type.id }) };
  }
  return undefined;
}
