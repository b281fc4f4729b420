import type { Design } from '../contracts/design.ts';
import type { AgentPart } from '../contracts/agent.ts';
import { maxFaults } from '../contracts/design-schema.ts';
import { buildDesign } from './build.ts';
import { located, Mistake, quoted, type DesignError } from './mistake.ts';
import {
  defaultSettings,
  maxCells,
  type CueSetting,
  type GroupPlan,
  type PhasePlan,
  type Plan,
  type Settings,
} from './plan.ts';
import { readSetting } from './setting-text.ts';
import { readPhase } from './trial-text.ts';

/** An agent by its name, with changed parameters of its learning rule. */
export interface NamedAgent {
  readonly id: string;
  readonly learningRule?: AgentPart;
}

/** A parsed design, with the other information in the text. */
export interface ReadDesign {
  readonly design: Design;
  /** Parts of the text that were ignored or interpreted in an unexpected way: a sentence each. */
  readonly notes?: readonly string[];
  /** The agent that the text names or implies; absent if it names none. */
  readonly agent?: NamedAgent;
}

/** A design, or the faults of the text, in order of position. */
export type DesignOrErrors = ReadDesign | { readonly errors: readonly DesignError[] };

/** A design is a page of text; anything longer is another file. */
const maxCharacters = 1_000_000;
export const tooManyCells = (at: number): Mistake =>
  new Mistake(at, `more than ${maxCells} phases and kinds of trials`, 'split the design');
const groupName = /^[ -~]{1,40}$/;

/** The message about a text that is too long to be a design. */
export function isTooLong(text: string): { readonly errors: readonly DesignError[] } | undefined {
  if (text.length <= maxCharacters) return undefined;
  return {
    errors: located('', [
      new Mistake(
        0,
        `the text has more than ${maxCharacters} characters`,
        'a design is a page of text: choose another file',
      ),
    ]),
  };
}

/** Reads a design written as lines of groups and settings. */
export function parseDesignText(text: string): DesignOrErrors {
  return parseLines(text, readLine);
}

/** The content read so far. */
export interface Draft {
  readonly text: string;
  readonly groups: GroupPlan[];
  settings: Settings;
  /** Settings of single cues; part of the settings. */
  readonly cues: Map<string, CueSetting>;
  readonly places: Map<string, number>;
  readonly mistakes: Mistake[];
  cells: number;
}

export type ReadLine = (from: number, end: number, draft: Draft) => void;

/** Reads a text line by line; an invalid line does not hide faults of the next one. */
export function parseLines(text: string, readOne: ReadLine, changes: Partial<Settings> = {}): DesignOrErrors {
  const cues = new Map<string, CueSetting>();
  const draft: Draft = {
    text,
    groups: [],
    settings: { ...defaultSettings, ...changes, cues },
    cues,
    places: new Map(),
    mistakes: [],
    cells: 0,
  };
  const tooLong = isTooLong(text);
  if (tooLong !== undefined) return tooLong;
  for (let from = 0; from <= text.length && isWithin(draft);) {
    const feed = text.indexOf('\n', from);
    const end = feed < 0 ? text.length : feed;
    attempt(draft, () => readOne(from, end, draft));
    from = end + 1;
  }
  if (draft.cells > maxCells) draft.mistakes.push(tooManyCells(text.length));
  if (draft.places.size > maxCells)
    draft.mistakes.push(new Mistake(text.length, `more than ${maxCells} settings`, 'split the design'));
  if (draft.groups.length === 0 && draft.mistakes.length === 0)
    draft.mistakes.push(new Mistake(0, 'there is no group', 'write a line such as Experimental | 20A+ | 20AB+ | 5#B'));
  return finish(text, draft);
}

/** Reading stops if there is more content than can be used, or more faults than anyone would read. */
const isWithin = ({ cells, places, mistakes }: Draft): boolean =>
  cells <= maxCells && places.size <= maxCells && mistakes.length < maxFaults;

export function finish(
  text: string,
  draft: Pick<Draft, 'groups' | 'settings' | 'places' | 'mistakes'>,
): DesignOrErrors {
  const { mistakes } = draft;
  if (mistakes.length > 0) return { errors: located(text, mistakes) };
  const design = attempt(draft, () => buildDesign(draft satisfies Plan));
  return design === undefined ? { errors: located(text, mistakes) } : { design };
}

/** Collects a mistake, so that all of them can be shown. */
export function attempt<T>({ mistakes }: Pick<Draft, 'mistakes'>, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    mistakes.push(error);
    return undefined;
  }
}

function readLine(from: number, end: number, draft: Draft): void {
  const line = draft.text
    .slice(from, end)
    .replace(/^\uFEFF/, '')
    .trim();
  const start =
    from + (draft.text.slice(from, end).length - draft.text.slice(from, end).replace(/^[\s\uFEFF]+/, '').length);
  if (line === '' || line.startsWith('//')) return;
  if (line.includes('|')) readGroup(start, end, draft, (cellFrom, cellEnd) => readPhase(draft.text, cellFrom, cellEnd));
  else if (line.includes('=')) readSettingLine(start, end, draft);
  else
    throw new Mistake(
      start,
      `${quoted(line)} is neither a group nor a setting`,
      line.startsWith('#') ? 'begin a comment with //' : 'write a group as Name | 20A+, a setting as iti = 5 s',
    );
}

function readSettingLine(from: number, end: number, draft: Draft): void {
  const change = readSetting(draft.text, from, end);
  if (draft.places.has(change.key))
    throw new Mistake(from, `${quoted(change.key)} is set twice`, 'leave one of the two lines');
  draft.places.set(change.key, from);
  if ('cue' in change) draft.cues.set(change.cue, change.setting);
  else draft.settings = { ...draft.settings, ...change.settings };
}

/** Places of the bars, one more than a design has at most. */
function barsOf(line: string, from: number): readonly number[] {
  const bars: number[] = [];
  for (let at = line.indexOf('|'); at >= 0 && bars.length <= maxCells; at = line.indexOf('|', at + 1))
    bars.push(from + at);
  return bars;
}

/** Reads a line of a group's name and its phases. */
export function readGroup(
  from: number,
  end: number,
  draft: Draft,
  readCell: (from: number, end: number) => PhasePlan | undefined,
  nameOf = (written: string): string => written,
): void {
  const { text, groups } = draft;
  const line = text.slice(from, end);
  if (line.trim() === '') return;
  const bars = barsOf(line, from);
  const name = nameOf(
    text
      .slice(from, bars[0] ?? end)
      .replace(/^\uFEFF/, '')
      .trim(),
  );
  if (!groupName.test(name))
    throw new Mistake(
      from,
      name === '' ? 'the group has no name' : `${quoted(name)} is not a valid name of a group`,
      'begin the line with a name of at most 40 plain characters, then |',
    );
  if (bars.length === 0)
    throw new Mistake(from, `group ${quoted(name)} has no phases`, `write ${quoted(name).slice(1, -1)} | 20A+`);
  if (groups.some((other) => other.name === name))
    throw new Mistake(from, `group ${quoted(name)} is listed twice`, 'give each group its own name');
  // Invalid cells do not hide each other either.
  draft.cells += bars.length;
  if (draft.cells > maxCells) return;
  const phases = bars.map((bar, i) => attempt(draft, () => readCell(bar + 1, bars[i + 1] ?? end)));
  draft.cells += phases.reduce((sum, phase) => sum + (phase?.trials.length ?? 0), 0);
  if (phases.every((phase) => phase === undefined) && draft.mistakes.length === 0)
    throw new Mistake(from, `group ${quoted(name)} has no trials`, 'give it at least one phase with trials');
  groups.push({ name, phases, at: from });
}
