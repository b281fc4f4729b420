import { csvRows, type Cell } from './csv-cells.ts';
import { readCalmrPhase, type Names } from './calmr-phase.ts';
import { attempt, finish, isTooLong, type DesignOrErrors } from './design-text.ts';
import { located, Mistake, quoted } from './mistake.ts';
import { defaultSettings, maxCells, type GroupPlan, type PhasePlan } from './plan.ts';

const groupName = /^[ -~]{1,40}$/;
/** Columns that state whether the trials of the preceding phase are in random order. */
const randomColumn = /^(?:r\d*|rand\w*)$/i;
const yes = /^(?:true|t|1|yes)$/i;
const no = /^(?:false|f|0|no|na|)$/i;

interface Draft {
  readonly groups: GroupPlan[];
  readonly mistakes: Mistake[];
  readonly names: Names;
}

/**
 * Reads a table with one row per group, the file format of designs for calmr (Navarro, version 0.7 and later, by its
 * documentation): the first column names the group, the others are phases. constructs.ts lists how each construct is
 * interpreted.
 */
export function parseCalmr(text: string): DesignOrErrors {
  const names: Names = { us: new Set(), nominal: new Set(), together: false };
  const draft = {
    groups: [] as GroupPlan[],
    settings: defaultSettings,
    places: new Map<string, number>(),
    mistakes: [] as Mistake[],
    names,
  };
  const tooLong = isTooLong(text);
  if (tooLong !== undefined) return tooLong;
  const rows = attempt(draft, () => withoutRowNames(csvRows(text, maxCells)));
  if (rows === undefined) return { errors: located(text, draft.mistakes) };
  const [header, ...groups] = rows;
  if (header === undefined || groups.length === 0)
    draft.mistakes.push(
      new Mistake(
        0,
        'the table has no groups',
        'write a line of headings such as Group,P1,P2, then one line per group',
      ),
    );
  else for (const row of groups) attempt(draft, () => draft.groups.push(groupOf(row, header, draft)));
  const parsed = finish(text, draft);
  const notes = notesOf(names);
  return 'errors' in parsed || notes.length === 0 ? parsed : { ...parsed, notes };
}

/** R writes row names, which have no meaning here, as a first column without a heading. */
function withoutRowNames(rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  return rows[0]?.[0]?.text === '' ? rows.map((row) => row.slice(1)) : rows;
}

function notesOf({ nominal, together }: Names): readonly string[] {
  return [
    ...(nominal.size === 0
      ? []
      : [
          `stimuli are told apart by their function alone: ${[...nominal].slice(0, 4).join(', ')}${nominal.size > 4 ? ', ...' : ''}`,
        ]),
    ...(together
      ? [
          'a US in the same period as a stimulus is delivered at stimulus onset, so agents with time within a trial cannot predict it; write A>(US) to deliver it afterwards',
        ]
      : []),
  ];
}

function groupOf([first, ...cells]: readonly Cell[], header: readonly Cell[], draft: Draft): GroupPlan {
  const { text: name, at } = first ?? { text: '', at: 0 };
  if (!groupName.test(name) || name.includes('|'))
    throw new Mistake(
      at,
      `${quoted(name)} is not a valid name of a group`,
      'write a name of at most 40 plain characters, without |',
    );
  if (draft.groups.some((other) => other.name === name))
    throw new Mistake(at, `group ${quoted(name)} is listed twice`, 'give each group its own name');
  if (cells.length + 1 > header.length)
    throw new Mistake(
      (cells[header.length - 1] as Cell).at,
      `the line has more cells than the ${header.length} headings`,
      'give every column its heading',
    );
  const phases: (PhasePlan | undefined)[] = [];
  cells.forEach((cell, i) => {
    if (randomColumn.test((header[i + 1] as Cell).text)) attempt(draft, () => makeRandom(phases, cell));
    else phases.push(attempt(draft, () => phaseOf(cell, draft.names)));
  });
  if (phases.every((phase) => phase === undefined) && draft.mistakes.length === 0)
    throw new Mistake(at, `group ${quoted(name)} has no trials`, 'give it at least one phase with trials');
  return { name, phases, at };
}

function makeRandom(phases: (PhasePlan | undefined)[], { text, at }: Cell): void {
  if (phases.length === 0)
    throw new Mistake(at, 'this column follows no phase', 'put it after the phase that it is about');
  const phase = phases.pop();
  if (!no.test(text) && !yes.test(text))
    throw new Mistake(at, `${quoted(text)} is neither TRUE nor FALSE`, 'write TRUE for random order');
  if (phase?.order === 'balanced' && no.test(text) && text !== '')
    throw new Mistake(at, 'the phase before is marked ! as shuffled, and here as not', 'leave one of the two');
  phases.push(phase && yes.test(text) ? { ...phase, order: 'balanced' } : phase);
}

function phaseOf({ text, at }: Cell, names: Names): PhasePlan | undefined {
  if (text === '' || text === 'NA') return undefined;
  // Only the cell is parsed; positions are shifted to its place in the file.
  try {
    const { order, trials } = readCalmrPhase(text, names);
    return { order, trials: trials.map((trial) => ({ ...trial, at: at + trial.at })), at };
  } catch (error) {
    if (error instanceof Mistake) throw new Mistake(at + error.at, error.what, error.remedy);
    throw error;
  }
}
