import { InputError } from '../../core/errors.ts';
import { choiceColumns } from '../choices/mapped-choices.ts';
import type { MappedTimes, Mapping } from '../mapping.ts';
import type { SessionShape } from './session-shape.ts';

/** A session with its files, to which a mapping may fit. */
interface Fitted {
  readonly files: readonly string[];
  readonly shape: SessionShape;
}

/**
 * The mapping of one session for another of the same shape. Ids that contain names of files are those of its own files.
 * @throws InputError naming the first part that the other session does not have
 */
export function mappingFor(mapping: Mapping, from: Pick<Fitted, 'files'>, to: Fitted): Mapping {
  const own = withIds(mapping, renamer(from.files, to.files));
  const [first] = [mapping, own].map((one) => missingPart(one, to.shape));
  const missing = first === undefined ? undefined : missingPart(own, to.shape);
  if (first === undefined) return mapping;
  if (missing === undefined) return own;
  throw new InputError(
    `it has no ${missing}, which the mapping names`,
    to.files[0] ?? 'session',
    'select it and say what is what in it, or leave it out',
  );
}

/** What of a mapping a session does not have: `signal 'dLight'`. */
function missingPart(
  { signal, control, unit, cues, rewards, licks, trials, choices }: Mapping,
  shape: SessionShape,
): string | undefined {
  const signals = [signal, control].filter((id) => id !== undefined && !shape.signals.some((one) => one.id === id));
  const times = [
    ...[...cues, ...rewards].map((one) => one.times),
    ...(licks === undefined ? [] : [licks]),
    ...(trials === undefined ? [] : [trials.times]),
  ];
  const columns = [
    ...times.flatMap((one) =>
      'events' in one ? [] : [{ table: one.table, columns: [one.column, one.where?.column] }],
    ),
    ...rewards.flatMap(({ times: one, size }) =>
      'events' in one || typeof size !== 'object' || !('column' in size)
        ? []
        : [{ table: one.table, columns: [size.column] }],
    ),
    ...(trials === undefined || 'events' in trials.times
      ? []
      : [{ table: trials.times.table, columns: [trials.type] }]),
    ...(choices === undefined ? [] : [{ table: choices.table, columns: choiceColumns(choices) }]),
  ];
  return [
    ...signals.map((id) => `signal '${id}'`),
    ...(unit === undefined || shape.units.includes(unit) ? [] : [`unit '${unit}'`]),
    ...times.flatMap((one) =>
      'events' in one && !shape.events.includes(one.events) ? [`events '${one.events}'`] : [],
    ),
    ...columns.flatMap(({ table, columns: ids }) => {
      const own = shape.tables.find(({ id }) => id === table);
      if (own === undefined) return [`table '${table}'`];
      return ids
        .filter((id) => id !== undefined && !own.columns.includes(id))
        .map((id) => `column '${id}' in table '${table}'`);
    }),
  ][0];
}

/** Names of files, without folders and endings, that ids may contain. */
const stemsOf = (files: readonly string[]): readonly string[] =>
  files.map((file) => (file.split('/').at(-1) ?? '').replace(/\.[^.]+$/, ''));

/** Replaces the name of each file by that of the other session's file in the same place. */
function renamer(from: readonly string[], to: readonly string[]): (id: string) => string {
  const [own, other] = [stemsOf(from), stemsOf(to)];
  const pairs = own
    .flatMap((stem, i) => (stem === '' || other[i] === undefined ? [] : [[stem, other[i]] as const]))
    .toSorted(([one], [two]) => two.length - one.length);
  return (id) => {
    const pair = pairs.find(([stem]) => id.includes(stem));
    return pair === undefined ? id : id.replace(pair[0], () => pair[1]);
  };
}

function withIds(mapping: Mapping, rename: (id: string) => string): Mapping {
  const timesOf = (times: MappedTimes): MappedTimes =>
    'events' in times ? { events: rename(times.events) } : { ...times, table: rename(times.table) };
  const { signal, control, unit, cues, rewards, licks, trials, choices } = mapping;
  return {
    ...mapping,
    ...(signal === undefined ? {} : { signal: rename(signal) }),
    ...(control === undefined ? {} : { control: rename(control) }),
    ...(unit === undefined ? {} : { unit: rename(unit) }),
    cues: cues.map((cue) => ({ ...cue, times: timesOf(cue.times) })),
    rewards: rewards.map((reward) => ({ ...reward, times: timesOf(reward.times) })),
    ...(licks === undefined ? {} : { licks: timesOf(licks) }),
    ...(trials === undefined ? {} : { trials: { ...trials, times: timesOf(trials.times) } }),
    ...(choices === undefined ? {} : { choices: { ...choices, table: rename(choices.table) } }),
  };
}
