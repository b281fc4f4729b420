import type { Found, FoundEvents, FoundSignal, Proposal, Question } from '../contracts/reader.ts';
import { proposedChoices } from '../recorded/choices/propose-choices.ts';
import type { OpenedSession } from '../recorded/combine.ts';
import type { MappedTimes, MappedWindows, Mapping } from '../recorded/mapping.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';

/** What a recording contains and what each part of it is, as text. */
export function foundLines({ found, formats, files }: OpenedSession, mapping: Mapping): readonly string[] {
  const { signals, events, units, tables, windows = [], questions, warnings, startsAt } = found;
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
      'Windows',
      windows.map(({ id, rows, seconds, align, table }) => [
        id,
        `${rows} rows`,
        `${seconds.length} samples`,
        `${shortNumber(seconds[0] as number)} to ${shortNumber(seconds.at(-1))} s from ${align}`,
        `beside table ${table}`,
      ]),
    ),
    ...section(
      'Tables',
      tables.map(({ id, rows, columns }) => [id, `${rows} rows`, columns.map((one) => one.id).join(', ')]),
    ),
    ...questions.flatMap((question) => ['', indented(questionWords(question, mapping), 0)]),
    ...(warnings.length === 0 ? [] : ['', ...warnings.map((warning) => indented(`Note: ${warning}`, 0, 2))]),
    '',
    ...mappingLines(mapping),
    ...choiceLines(found, mapping),
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
    ...(found.windows === undefined
      ? {}
      : { windows: found.windows.map(({ seconds, ...one }) => ({ ...one, seconds: Array.from(seconds) })) }),
    mapping,
  };
}

/** Answered by the mapping, or what it is taken as. */
function questionWords({ id, text, options, number, proposed, reason }: Question, { answers }: Mapping): string {
  const answer = answers[id];
  const taken =
    answer === undefined || answer === proposed ? `Taken as ${proposed} (${reason}).` : `Answer: ${answer}.`;
  const range = number === undefined ? '' : `; or any number from ${number.min} to ${number.max}`;
  return `${text} ${taken} "answers": {"${id}": "..."} in the mapping says otherwise: ${options.map((one) => one.id).join(', ')}${range}.`;
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

function mappingLines({
  signal,
  control,
  unit,
  cues,
  rewards,
  licks,
  trials,
  windows,
  choices,
}: Mapping): readonly string[] {
  const rows = [
    ...(signal === undefined ? [] : [['signal', signal]]),
    ...(control === undefined ? [] : [['control', control]]),
    ...(unit === undefined ? [] : [['signal', `rate of unit ${unit}`]]),
    ...cues.map(({ title, times }) => ['cue', `${title} (${placeOf(times)})`]),
    ...rewards.map(({ title, times }) => ['reward', `${title} (${placeOf(times)})`]),
    ...(licks === undefined ? [] : [['lick', placeOf(licks)]]),
    ...(trials === undefined ? [] : [['trial start', placeOf(trials.times)]]),
    ...(windows === undefined ? [] : windowRows(windows)),
    ...(choices?.stages ?? []).map(({ choice }) => ['choice', `${choices?.table}.${choice}`]),
    ...(choices === undefined ? [] : [['outcome', `${choices.table}.${choices.outcome.columns.join(' + ')}`]]),
  ];
  if (rows.length === 0)
    return [
      'Nothing is known to be a cue, a reward or dopamine: say it in a mapping (--save-mapping, then --mapping).',
    ];
  return ['Taken as', textTable(rows.map(([what = '', of = '']) => [`  ${what}`, of]))];
}

const windowRows = ({ of, animal, session, trial, types, time, interval }: MappedWindows): string[][] =>
  [
    ['windows', of],
    ['animal', animal],
    ['session', session],
    ['trial', trial],
    ['trial type', types.length === 0 ? undefined : types.join(', ')],
    ['event time', time],
    ['interval', interval],
  ].filter((row): row is [string, string] => row[1] !== undefined);

/** Why choices are mapped as they are, where the mapping is the proposed one. */
function choiceLines(found: Found, { choices }: Mapping): readonly string[] {
  const proposed = choices === undefined ? undefined : proposedChoices(found);
  if (proposed === undefined || JSON.stringify(proposed.choices) !== JSON.stringify(choices)) return [];
  return [
    '',
    'Choices, to be corrected in the mapping (--save-mapping)',
    ...proposed.reasons.map((line) => indented(line, 2, 4)),
  ];
}

const placeOf = (times: MappedTimes): string =>
  'events' in times
    ? `events ${times.events}`
    : `${times.table}.${times.column}${times.where === undefined ? '' : ` where ${times.where.column} = ${times.where.is}`}`;
