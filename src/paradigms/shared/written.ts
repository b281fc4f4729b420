import type { Design, Interval, Named, Phase, TrialType } from '../../contracts/design.ts';
import type { Condition } from '../../contracts/paradigm.ts';
import { readDesign } from '../../designs/read.ts';
import { windowOf, type TrialShape } from './worlds.ts';

type Titles = Readonly<Record<string, string>>;

/** A conditioning experiment in the notation of docs/designs.md, and the names that its parts have in results. */
export interface Written {
  /** Titles by id, in the order in which they are listed. */
  readonly groups: Titles;
  readonly cues: Titles;
  /** Absent where the animal does not perceive the places that the lines name. */
  readonly contexts?: Titles;
  /** Kinds of trials by id: as the lines have them, and their titles. */
  readonly kinds: Readonly<Record<string, readonly [text: string, title: string]>>;
  /** A name for each column: a phase's id is its group's and its column's. With the interval between trials where it is another. */
  readonly phases: readonly (string | { readonly id: string; readonly iti: Interval })[];
  /** A line for each group: its id, and its phases. */
  readonly lines: string;
}

/** The design of some lines, with the times of a trial's shape and its reward. Kinds that no line has are left out. */
export function written({ groups, cues, contexts, kinds, phases, lines }: Written, shape: TrialShape): Design {
  const read = readDesign('txt', `${lines}\n${settingLines(shape)}`, 'the lines of a paradigm');
  const ids = new Map(Object.entries(kinds).map(([id, [text]]) => [text, id]));
  return {
    cues: named(cues),
    ...(contexts === undefined ? {} : { contexts: named(contexts) }),
    groups: named(groups),
    trialTypes: Object.fromEntries(
      Object.entries(kinds).flatMap(([id, [text, title]]) => {
        const type = read.trialTypes[text];
        return type === undefined ? [] : [[id, { ...placed(type, contexts), title }]];
      }),
    ),
    phases: read.phases.map((phase) => renamed(phase, phases, ids)),
    iti: read.iti,
    trialSeconds: read.trialSeconds,
  };
}

function placed({ context, ...type }: TrialType, contexts: Titles | undefined): TrialType {
  return contexts === undefined || context === undefined ? type : { ...type, context };
}

/** A phase, `group/2` in the lines, by the name of its column and with the ids of its kinds. */
function renamed(phase: Phase, columns: Written['phases'], ids: ReadonlyMap<string, string>): Phase {
  const [group, column] = phase.id.split('/') as [string, string];
  const named = columns[Number(column) - 1] as Written['phases'][number];
  const { id, ...iti } = typeof named === 'string' ? { id: named } : named;
  const mixture = Object.entries(phase.mixture).map(([text, share]) => {
    if (!ids.has(text)) throw new Error(`'${text}' is not among the kinds of the design`);
    return [ids.get(text), share];
  });
  return { ...phase, id: `${group}-${id}`, mixture: Object.fromEntries(mixture), ...iti };
}

const named = (titles: Titles): readonly Named[] => Object.entries(titles).map(([id, title]) => ({ id, title }));

const settingLines = ({ itiSeconds, cueSeconds, magnitude }: TrialShape): string => `
  iti = uniform ${itiSeconds / 2} ${1.5 * itiSeconds}
  cue = ${cueSeconds}
  reward size = ${magnitude}`;

/** Conditions that are aligned on the cue and show the whole trial. */
export const aligned = (
  conditions: Readonly<Record<string, Omit<Condition, 'align' | 'window'>>>,
  shape: TrialShape,
  cues = 1,
): Readonly<Record<string, Condition>> =>
  Object.fromEntries(
    Object.entries(conditions).map(([id, condition]) => [
      id,
      { ...condition, align: 'cue', window: windowOf(shape, cues) },
    ]),
  );

/** The test of each group as a condition of its name. */
export const testsOf = (groups: Titles, titleOf: (title: string) => string = (title) => title) =>
  Object.fromEntries(
    Object.entries(groups).map(([group, title]) => [
      group,
      { title: titleOf(title), types: ['test'], phase: `${group}-test` },
    ]),
  );
