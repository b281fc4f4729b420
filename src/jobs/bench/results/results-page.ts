import { missText } from '../../../analysis/misses.ts';
import { judgingWords, verdictMarks } from '../../../analysis/verdict-words.ts';
import { controlsAgainst, type Judged } from '../../../analysis/verdict.ts';
import type { Note } from '../../../contracts/note.ts';
import { find } from '../../../engine/registry.ts';
import { cellCommand } from '../cell-command.ts';
import { unsearchedCells, type Results } from './results-data.ts';

type Cell = Results['cells'][number];

/**
 * The matrix in words, in Markdown: for each paradigm the agents that pass with default parameters, with another setting, or
 * with none found, and why.
 */
export function resultsPage({ seeds, cells }: Results): string {
  const paradigms = [...new Set(cells.map(({ paradigm }) => paradigm))];
  const unsearched = new Set(unsearchedCells({ seeds, cells }));
  return [
    '# Which agents show which findings',
    '',
    `Written by \`npm run matrix\` from [results.json](results.json), which has the measured numbers; [matrix.md](../matrix.md) explains the verdicts, the search, and the limits of both. ${judgingWords(seeds)}`,
    '',
    ...(unsearched.size === 0
      ? []
      : [
          `${unsearched.size} of the ${cells.filter(({ verdict }) => verdict !== 'pass').length} cells that fail with default parameters have not been searched yet; the next \`npm run matrix\` continues with them.`,
          '',
        ]),
    ...paradigms.flatMap((paradigm) =>
      section(
        paradigm,
        cells.filter((cell) => cell.paradigm === paradigm),
        { seeds, unsearched },
      ),
    ),
  ].join('\n');
}

function section(
  paradigm: string,
  cells: readonly Cell[],
  { seeds, unsearched }: { readonly seeds: number; readonly unsearched: ReadonlySet<Cell> },
): readonly string[] {
  const { title, citation, notes = [] } = find('paradigms', paradigm);
  const byDefault = cells.filter(({ verdict }) => verdict === 'pass');
  const bySetting = cells.filter(({ search }) => search?.verdict === 'pass');
  const failing = cells.filter((cell) => !byDefault.includes(cell) && !bySetting.includes(cell));
  const others = failing.filter((cell) => !unsearched.has(cell));
  const open = failing.filter((cell) => unsearched.has(cell));
  return [
    `## ${title}`,
    '',
    `\`${paradigm}\`. ${citation.text}${citation.doi === undefined ? '' : `, [doi:${citation.doi}](https://doi.org/${citation.doi})`}. To run a cell again: \`${cellCommand({ paradigm, agent: 'AGENT', seeds })}\`, and with \`--set\` as below for another setting.`,
    '',
    `- **With default parameters:** ${listed(byDefault.map(nameOf))}`,
    ...inLines(
      'With another setting',
      bySetting.map((cell) => `${nameOf(cell)}: ${options(cell)}`),
    ),
    ...inLines(
      'Some findings; no setting found that shows all',
      others
        .filter(({ verdict }) => verdict === 'partly')
        .map((cell) => `${nameOf(cell)}: not ${missed(cell)}${closest(cell)}`),
    ),
    ...inLine(
      'None of the findings; no setting found',
      others.filter(({ verdict }) => verdict === 'fail').map((cell) => `${nameOf(cell)}${closest(cell)}`),
    ),
    ...inLine(
      'Not judged because a control does not hold; no setting found',
      others
        .filter(({ verdict }) => verdict === 'controls-failed')
        .map((cell) => `${nameOf(cell)} (${controls(cell)})${closest(cell)}`),
    ),
    ...inLine(
      'Not measured; no setting found',
      others.filter(({ verdict }) => verdict === 'undefined').map((cell) => `${nameOf(cell)}${closest(cell)}`),
    ),
    ...inLine(
      'Not with default parameters; not yet searched',
      open.map((cell) => `${nameOf(cell)} (${verdictMarks[cell.verdict].letter})`),
    ),
    ...inLines(
      'Failed to run',
      others.filter(({ verdict }) => verdict === 'error').map((cell) => `${nameOf(cell)}: ${cell.error}`),
    ),
    ...inLines('Why', notes.map(noteLine)),
    '',
  ];
}

const nameOf = ({ agent, seeds }: Cell): string => `\`${agent}\`${seeds === undefined ? '' : ` (${seeds} seeds)`}`;

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** Empty lists are omitted. */
const inLine = (head: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`- **${head}:** ${names.join(', ')}`];
const inLines = (head: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`- **${head}:**`, ...lines.map((line) => `  - ${line}`)];

/** In command-line form. */
const options = ({ search }: Cell): string =>
  Object.entries(search?.setting ?? {})
    .map(([path, value]) => `\`--set ${path}=${value}\``)
    .join(' ');

/** The best setting of a search that found none that passes, and how far it is from that, where this is stored. */
function closest(cell: Cell): string {
  const { misses } = cell.search ?? {};
  if (misses === undefined) return '';
  const all = Object.entries(misses).map(([id, limits]) => ({ id, limits }));
  return ` (closest with ${options(cell)}: ${missText(all)})`;
}

const judgedOf = ({ paradigm, signatures }: Cell): readonly Judged[] =>
  find('paradigms', paradigm).signatures.map(({ id, role = 'finding', byConstruction, controls: named }) => ({
    id,
    role,
    pass: signatures[id]?.[0] ?? null,
    ...(byConstruction === undefined ? {} : { byConstruction }),
    ...(named === undefined ? {} : { controls: named }),
  }));

const missed = (cell: Cell): string =>
  listed(
    judgedOf(cell)
      .filter(({ role, byConstruction, pass }) => role === 'finding' && byConstruction === undefined && pass !== true)
      .map(({ id }) => id),
  );

const controls = (cell: Cell): string =>
  controlsAgainst(judgedOf(cell))
    .map(({ id }) => id)
    .join(', ');

const noteLine = ({ agents, signatures = [], why }: Note): string =>
  `${agents.map((agent) => `\`${agent}\``).join(', ')}${signatures.length === 0 ? '' : ` (${signatures.join(', ')})`}: ${why}`;
