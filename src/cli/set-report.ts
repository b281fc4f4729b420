import { animalWords, differenceWords, type AnimalFigureData } from '../figures/animal-figure.ts';
import type { LeftOut, SetWindows } from '../recorded/data-set/read-set.ts';
import { failingSessions } from '../recorded/data-set/set-notes.ts';
import type { FoundSessions } from '../recorded/data-set/sessions-in.ts';
import type { Mapping } from '../recorded/mapping.ts';
import { failed, type QualityLine, type Waiver } from '../recorded/quality-line.ts';
import type { NamedSession } from './animals-table.ts';
import { textTable } from './output.ts';
import { qualityJson } from './quality-lines.ts';
import { indented } from './text-width.ts';

/** A session of a data set, and what a person decided about it. */
interface Member extends NamedSession {
  readonly isLeftOut: boolean;
  readonly waivers: readonly Waiver[];
}

/** Names of sessions that a person left out. */
export const leftOutNames = (members: readonly Member[]): readonly string[] =>
  members.filter(({ isLeftOut }) => isLeftOut).map(({ name }) => name);

/** Whether a failed check of a session has a reason. */
export const isWaivedIn =
  (members: readonly Member[]) =>
  (session: string, line: QualityLine): boolean =>
    failed([line], members.find(({ name }) => name === session)?.waivers ?? []).length === 0;

/** What is told of a data set. */
export interface SetReport {
  readonly members: readonly Member[];
  readonly set: SetWindows;
  readonly unclaimed: FoundSessions['left'];
  readonly data: AnimalFigureData;
  readonly mapping: Mapping;
}

/** A data set as text: its sessions, what is not in it, and its means over animals. */
export function setLines({ members, set, unclaimed, data }: SetReport): readonly string[] {
  const leftOut = leftOutNames(members);
  const failing = new Map(failingSessions(set, isWaivedIn(members)).map(({ session, checks }) => [session, checks]));
  const state = (name: string): string => {
    if (leftOut.includes(name)) return 'left out';
    if (set.left.some(({ session }) => session === name)) return 'cannot be included';
    const checks = failing.get(name);
    return checks === undefined ? 'passes' : `FAILS: ${checks.join(', ').toLowerCase()}`;
  };
  const hasGroups = members.some(({ group }) => group !== '');
  const rows = members.map(({ name, animal, group, reason, files }) => [
    `  ${name}`,
    animal,
    ...(hasGroups ? [group] : []),
    reason,
    files.length > 2 ? `${files[0]} and ${files.length - 1} more` : files.join(', '),
    state(name),
  ]);
  const heading = ['  session', 'animal', ...(hasGroups ? ['group'] : []), 'because', 'files', 'quality'];
  const { difference } = data.means;
  return [
    `${members.length} sessions of ${new Set(members.map(({ animal }) => animal)).size} animals`,
    textTable([heading, ...rows]),
    ...[...set.left.map(({ line }) => line), ...unclaimed.map(({ line }) => line)].map((line) =>
      indented(`Note: ${line}`, 0, 2),
    ),
    '',
    `${data.title} (${data.unit})`,
    ...animalWords(data).map((line) => indented(line, 2)),
    ...(difference === undefined
      ? []
      : ['', difference.title, ...differenceWords(difference, data.band).map((line) => indented(line, 2))]),
  ];
}

/** The same as JSON. */
export function setJson({ members, set, unclaimed, data, mapping }: SetReport): object {
  const read = new Map(set.sessions.map((session) => [session.name.session, session]));
  const why = new Map(set.left.map(({ session, line }: LeftOut) => [session, line]));
  const { lines, difference } = data.means;
  return {
    sessions: members.map(({ name, animal, group, reason, files, isLeftOut }) => {
      const session = read.get(name);
      return {
        name,
        animal,
        ...(group === '' ? {} : { group }),
        reason,
        files,
        isIn: session !== undefined,
        ...(isLeftOut ? { leftOut: true } : {}),
        ...(why.has(name) ? { why: why.get(name) } : {}),
        ...(session === undefined
          ? {}
          : { cut: session.cut, outside: session.outside, ...qualityJson(session.quality) }),
      };
    }),
    unclaimed,
    signal: data.title,
    unit: data.unit,
    lines: lines.map(({ title, animals, events, sessions }) => ({ title, animals, events, sessions })),
    ...(difference === undefined
      ? {}
      : {
          difference: {
            title: difference.title,
            of: difference.of,
            animals: difference.animals,
            unpaired: difference.unpaired,
          },
        }),
    notes: data.notes,
    mapping,
  };
}
