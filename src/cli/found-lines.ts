import type { FoundEvents, FoundSignal, Proposal } from '../contracts/reader.ts';
import type { OpenedSession } from '../recorded/combine.ts';
import type { MappedTimes, Mapping } from '../recorded/mapping.ts';
import { shortNumber, textTable } from './output.ts';
import { indented } from './text-width.ts';

/** What a recording contains and what each part of it is, as text. */
export function foundLines({ found, formats, files }: OpenedSession, mapping: Mapping): readonly string[] {
  const { signals, events, units, tables, questions, warnings, startsAt } = found;
  const heading = `${formats.join(', ')}: ${files.join(', ')}${startsAt === undefined ? '' : `, started ${startsAt}`}`;
  return [
    indented(heading, 0),
    ...section(
      'Signals',
      signals.length === 0
        ? []
        : [['signal', 'unit', 'samples', 'from', 'to', 'rate', 'is'], ...signals.map(signalRow)],
    ),
    ...section('Events', events.length === 0 ? [] : [['events', 'n', 'first', 'last', 'is'], ...events.map(eventsRow)]),
    ...section(
      'Units',
      units.map(({ id, spikes }) => [id, `${spikes.length} spikes`]),
    ),
    ...section(
      'Tables',
      tables.map(({ id, rows, columns }) => [id, `${rows} rows`, columns.map((one) => one.id).join(', ')]),
    ),
    ...questions.flatMap(({ id, text, options, proposed, reason }) => [
      '',
      indented(
        `${text} Taken as ${proposed} (${reason}). "answers": {"${id}": "..."} in the mapping says otherwise: ${options.map((one) => one.id).join(', ')}.`,
        0,
      ),
    ]),
    ...(warnings.length === 0 ? [] : ['', ...warnings.map((warning) => indented(`Note: ${warning}`, 0, 2))]),
    '',
    ...mappingLines(mapping),
  ];
}

/** The same as JSON: everything that was found without the samples, and the mapping. */
export function foundJson({ found, formats, files }: OpenedSession, mapping: Mapping): object {
  return {
    formats,
    files,
    ...found,
    events: found.events.map(({ times, ends, values, ...one }) => ({
      ...one,
      times: Array.from(times),
      ...(ends === undefined ? {} : { ends: Array.from(ends) }),
      ...(values === undefined ? {} : { values: Array.from(values) }),
    })),
    units: found.units.map(({ id, spikes, facts }) => ({
      id,
      spikes: spikes.length,
      ...(facts === undefined ? {} : { facts }),
    })),
    tables: found.tables.map(({ id, rows, columns }) => ({
      id,
      rows,
      columns: columns.map(({ values, ...column }) => ({ ...column, values: Array.from<string | number>(values) })),
    })),
    mapping,
  };
}

const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : ['', title, textTable(rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest]))];

const signalRow = ({
  id,
  unit = '?',
  samples,
  startSeconds,
  endSeconds,
  rateHz,
  proposal,
}: FoundSignal): readonly string[] => [
  id,
  unit,
  String(samples),
  `${shortNumber(startSeconds)} s`,
  `${shortNumber(endSeconds)} s`,
  `${shortNumber(rateHz)} Hz`,
  proposalWords(proposal),
];

const eventsRow = ({ id, times, proposal }: FoundEvents): readonly string[] => [
  id,
  String(times.length),
  times.length === 0 ? '' : `${shortNumber(times[0] as number)} s`,
  times.length === 0 ? '' : `${shortNumber(times.at(-1))} s`,
  proposalWords(proposal),
];

const proposalWords = (proposal: Proposal | undefined): string =>
  proposal === undefined ? '' : `${proposal.role}: ${proposal.reason}`;

function mappingLines({ signal, control, cues, rewards, licks, trials }: Mapping): readonly string[] {
  const rows = [
    ...(signal === undefined ? [] : [['signal', signal]]),
    ...(control === undefined ? [] : [['control', control]]),
    ...cues.map(({ title, times }) => ['cue', `${title} (${placeOf(times)})`]),
    ...rewards.map(({ title, times }) => ['reward', `${title} (${placeOf(times)})`]),
    ...(licks === undefined ? [] : [['lick', placeOf(licks)]]),
    ...(trials === undefined ? [] : [['trial start', placeOf(trials.times)]]),
  ];
  if (rows.length === 0)
    return [
      'Nothing is known to be a cue, a reward or dopamine: say it in a mapping (--save-mapping, then --mapping).',
    ];
  return ['Taken as', textTable(rows.map(([what = '', of = '']) => [`  ${what}`, of]))];
}

const placeOf = (times: MappedTimes): string =>
  'events' in times
    ? `events ${times.events}`
    : `${times.table}.${times.column}${times.where === undefined ? '' : ` where ${times.where.column} = ${times.where.is}`}`;
