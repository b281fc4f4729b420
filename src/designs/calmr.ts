import { attempt, finish, mostCharacters, type DesignOrErrors } from './design-text.ts';
import { located, Mistake, quoted } from './mistake.ts';
import { defaultSettings, type GroupPlan, type PhasePlan, type TrialPlan } from './plan.ts';
import { Reader } from './trial-text.ts';
import { mostTrials } from '../contracts/design-schema.ts';

/** A cell of a table, with its place in the file. */
interface Cell {
  readonly text: string;
  /** Of its first character. */
  readonly at: number;
}

const mostCells = 2000;
const groupName = /^[ -~]{1,40}$/;
/** Columns that say whether the trials of the phase before them come in random order. */
const randomColumn = /^(?:r\d*|rand\w*)$/i;
const yes = /^(?:true|t|1|yes)$/i;
const no = /^(?:false|f|0|no|na|)$/i;
const usName = /^US[A-Za-z0-9_]*$/;

/**
 * Reads a table with a row a group, as designs of calmr are written to a file: the first column names the group, the others
 * are phases (`10A(US)/10B`), each of which may be followed by a column R1, R2, ... with TRUE or FALSE.
 */
export function parseCalmr(text: string): DesignOrErrors {
  const draft = { groups: [] as GroupPlan[], settings: defaultSettings, places: new Map<string, number>(), mistakes: [] as Mistake[] };
  if (text.length > mostCharacters) return { errors: located('', [new Mistake(0, `the text has more than ${mostCharacters} characters`, 'a design is a page of text: choose another file')]) };
  const rows = attempt(draft, () => rowsOf(text));
  if (rows === undefined) return { errors: located(text, draft.mistakes) };
  const [header, ...groups] = rows;
  const us = new Set<string>();
  if (header === undefined || groups.length === 0) draft.mistakes.push(new Mistake(0, 'the table has no groups', 'write a line of headings such as Group,P1,R1, then a line a group'));
  else for (const row of groups) attempt(draft, () => draft.groups.push(groupOf(row, header, draft, us)));
  return finish(text, draft);
}

function rowsOf(text: string): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [];
  let cells = 0;
  for (let from = 0; from <= text.length; ) {
    const feed = text.indexOf('\n', from);
    const end = feed < 0 ? text.length : feed;
    if (text.slice(from, end).replace(/^\uFEFF/, '').trim() !== '') {
      const row = cellsOf(text, from, end);
      cells += row.length;
      if (cells > mostCells) throw new Mistake(from, `more than ${mostCells} cells`, 'split the design');
      rows.push(row);
    }
    from = end + 1;
  }
  return rows;
}

/** Cells between commas or semicolons; a cell may stand in double quotes. */
function cellsOf(text: string, from: number, end: number): Cell[] {
  const line = text.slice(0, end);
  const cell = /\s*(?:"([^"\n]*)"\s*|([^,;"\n]*))(?:[,;]|$)/y;
  const cells: Cell[] = [];
  for (let at = from; at <= end; at = cell.lastIndex) {
    cell.lastIndex = at;
    const found = cell.exec(line);
    if (found === null) throw new Mistake(at, 'a quotation mark too many', 'put the whole cell in double quotes, or none of it');
    const inner = found[1] ?? found[2] ?? '';
    cells.push({ text: inner.replace(/^\uFEFF/, '').trim(), at: at + found[0].indexOf(inner) });
    if (cell.lastIndex >= end && !/[,;]$/.test(found[0])) break;
  }
  return cells;
}

function groupOf([first, ...cells]: readonly Cell[], header: readonly Cell[], draft: { readonly groups: readonly GroupPlan[]; readonly mistakes: Mistake[] }, us: Set<string>): GroupPlan {
  const { text: name, at } = first as Cell;
  if (!groupName.test(name) || name.includes('|')) throw new Mistake(at, `${quoted(name)} is no name of a group`, 'write a name of at most 40 plain characters, without |');
  if (draft.groups.some((other) => other.name === name)) throw new Mistake(at, `group ${quoted(name)} is listed twice`, 'give each group its own name');
  if (cells.length + 1 > header.length) throw new Mistake((cells[header.length - 1] as Cell).at, `the line has more cells than the ${header.length} headings`, 'give every column its heading');
  const phases: (PhasePlan | undefined)[] = [];
  cells.forEach((cell, i) => {
    if (randomColumn.test((header[i + 1] as Cell).text)) attempt(draft, () => makeRandom(phases, cell));
    else phases.push(attempt(draft, () => phaseOf(cell, us)));
  });
  if (phases.every((phase) => phase === undefined) && draft.mistakes.length === 0) throw new Mistake(at, `group ${quoted(name)} has no trials`, 'give it at least one phase with trials');
  return { name, phases, at };
}

function makeRandom(phases: (PhasePlan | undefined)[], { text, at }: Cell): void {
  if (phases.length === 0) throw new Mistake(at, 'this column follows no phase', 'put it after the phase that it is about');
  if (no.test(text)) return;
  if (!yes.test(text)) throw new Mistake(at, `${quoted(text)} is neither TRUE nor FALSE`, 'write TRUE for random order');
  const phase = phases.pop();
  phases.push(phase && { ...phase, order: 'balanced' });
}

function phaseOf({ text, at }: Cell, us: Set<string>): PhasePlan | undefined {
  if (text === '' || text === 'NA') return undefined;
  // The cell alone is read, and its places moved to where it stands.
  try {
    const reader = new Reader(text, 0, text.length);
    const trials: TrialPlan[] = [];
    do trials.push(trialOf(reader, at, us));
    while (reader.take(/\//y) !== undefined);
    if (!reader.isAtEnd) throw new Mistake(reader.at, `${reader.next} does not belong here`, 'write trials such as 10A(US), separated by /');
    return { order: 'blocked', trials, at };
  } catch (error) {
    if (error instanceof Mistake) throw new Mistake(at + error.at, error.what, error.remedy);
    throw error;
  }
}

function trialOf(reader: Reader, base: number, us: Set<string>): TrialPlan {
  reader.skipBlanks();
  const { at } = reader;
  const digits = reader.take(/\d+/y);
  if (digits === undefined) throw new Mistake(at, 'the number of trials is missing', 'write 10A(US)');
  const count = Number(digits);
  if (count < 1 || count > mostTrials) throw new Mistake(at, `${digits.length > 12 ? 'that many' : digits} trials are not allowed`, `write a number from 1 to ${mostTrials}`);
  const probe = reader.take(/#/y) !== undefined;
  const components: string[][] = [];
  let rewarded = 0;
  do {
    const { cues, rewards } = stimuliOf(reader, us);
    rewarded += rewards;
    if (cues.length > 0) components.push(cues);
  } while (reader.take(/>/y) !== undefined);
  if (components.length === 0 && rewarded === 0) throw new Mistake(reader.at, `stimuli are expected instead of ${reader.next}`, 'write trials such as 10A(US), separated by /');
  return { count, probe, components, rewards: rewarded === 0 ? [] : [{ pluses: rewarded }], at: base + at };
}

function stimuliOf(reader: Reader, us: Set<string>): { readonly cues: string[]; readonly rewards: number } {
  const cues: string[] = [];
  let rewards = 0;
  for (;;) {
    reader.skipBlanks();
    const { at } = reader;
    const found = reader.take(/[A-Za-z]|\([A-Za-z][A-Za-z0-9_-]{0,39}\)/y);
    if (found === undefined) return { cues, rewards };
    const name = found.replace(/[()]/g, '');
    if (found.length > 1 && usName.test(name)) {
      us.add(name);
      if (us.size > 1) throw new Mistake(at, `a second kind of US, ${quoted(name)}`, 'there is one kind of reward here: use one name');
      rewards += 1;
    } else if (cues.includes(name)) {
      throw new Mistake(at, `${quoted(name)} comes twice in one compound`, 'write each stimulus once');
    } else cues.push(name);
  }
}
