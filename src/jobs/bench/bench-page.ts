import { gzipSync } from 'node:zlib';
import { approximateWords } from '../../analysis/approximate-words.ts';
import { expectationText } from '../../analysis/signatures.ts';
import { passesWith, searchMark, searchMarks } from '../../analysis/search-words.ts';
import {
  judgedWord,
  judgingWords,
  notesOn,
  notJudgedWords,
  roleWords,
  verdictMarks,
  verdictReason,
} from '../../analysis/verdict-words.ts';
import type { BenchCell, BenchCondition, BenchSignature } from '../../contracts/bench.ts';
import type { Citation } from '../../contracts/citation.ts';
import type { SearchedCell } from '../../contracts/search.ts';
import type { Band } from '../../contracts/paradigm.ts';
import { find } from '../../engine/registry.ts';
import { alignedFigure } from '../../figures/aligned-figure.ts';
import { shortNumber } from '../../figures/figure-data.ts';
import { seedStrip } from '../../figures/seed-strip.ts';
import { summaryFigure } from '../../figures/summary-figure.ts';
import { svgDocument } from '../../export/svg.ts';
import { version } from '../../install/version.ts';
import { pageScript, pageStyle } from './bench-page-style.ts';
import { cellCommand } from './cell-command.ts';
import { rowNotes } from './row-notes.ts';
import { bestSignatures, searchWords } from './search/best-signatures.ts';

interface Matrix {
  readonly paradigms: readonly string[];
  readonly agents: readonly string[];
  readonly seeds: number;
}

interface ShownCell extends BenchCell {
  /** The result of a search for a setting, if there was one. */
  readonly search: SearchedCell | undefined;
}

/** A self-contained page: the matrix, and for each cell its figure, signatures and citation. */
export function benchPage(
  cells: readonly BenchCell[],
  searched: ReadonlyMap<string, SearchedCell>,
  matrix: Matrix,
): string {
  const shown = cells.map((cell): ShownCell => ({ ...cell, search: searched.get(`${cell.paradigm} ${cell.agent}`) }));
  const place = new Map(cells.map((cell, i) => [`${cell.paradigm} ${cell.agent}`, i]));
  const rows = matrix.paradigms.map((paradigm) => rowOf(paradigm, matrix.agents, shown, place)).join('\n');
  const heads = matrix.agents
    .map((agent) => `<th scope="col" class="agent"><span>${escape(find('agents', agent).title)}</span></th>`)
    .join('');
  const key = Object.entries(verdictMarks)
    .map(([verdict, { letter, words }]) => `<span class="key"><i class="cell ${verdict}">${letter}</i> ${words}</span>`)
    .join(' ');
  const marks =
    searched.size === 0
      ? ''
      : Object.values(searchMarks)
          .map(({ mark, words }) => `<span class="key"><b>${mark}</b> ${words}</span>`)
          .join(' ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Phasic bench: which model shows which finding</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>Which model shows which finding</h1>
<p class="note">Phasic ${escape(version)}, ${judgingWords(matrix.seeds)} Choose a cell to see its details.</p>
<p class="note">${key} ${marks}</p>
<div class="scroll"><table class="matrix">
<thead><tr><th scope="col">paradigm</th>${heads}<th scope="col" class="agent"><span>computing time, s</span></th></tr></thead>
<tbody>
${rows}
</tbody>
</table></div>
${rowNotesOf(cells, matrix)}
<section id="detail" tabindex="-1" aria-live="polite"><p class="note">No cell is chosen.</p></section>
${shown.map((cell, i) => (cell.verdict === 'not-applicable' ? '' : `<script type="text/plain" id="cell-${i}">${packed(detail(cell))}</script>`)).join('\n')}
<script>${pageScript}</script>
</body>
</html>
`;
}

/** The paradigms' explanations of rows in which no agent passes, or none fails. */
function rowNotesOf(cells: readonly BenchCell[], { paradigms }: Matrix): string {
  const notes = rowNotes(cells, paradigms);
  if (notes.length === 0) return '';
  const items = notes.map(
    ({ paradigm, words }) => `<li>${escape(find('paradigms', paradigm).title)}: ${escape(words)}</li>`,
  );
  return `<details class="note"><summary>rows in which none passes, or none fails</summary><ul>${items.join('')}</ul></details>`;
}

function rowOf(
  paradigm: string,
  agents: readonly string[],
  cells: readonly ShownCell[],
  place: ReadonlyMap<string, number>,
): string {
  const row = agents.map((agent) => place.get(`${paradigm} ${agent}`));
  const seconds = row.reduce<number>((sum, i) => sum + (i === undefined ? 0 : (cells[i]?.seconds ?? 0)), 0);
  const { title } = find('paradigms', paradigm);
  return `<tr><th scope="row">${escape(title)}</th>${row.map((i) => cellOf(i === undefined ? undefined : cells[i], i)).join('')}<td class="seconds">${shortNumber(seconds, 2)}</td></tr>`;
}

function cellOf(cell: ShownCell | undefined, index: number | undefined): string {
  if (cell === undefined || index === undefined) return '<td></td>';
  const { letter, words } = verdictMarks[cell.verdict];
  if (cell.verdict === 'not-applicable')
    return `<td><span class="cell not-applicable" title="${words}">${letter}</span></td>`;
  const label = `${find('paradigms', cell.paradigm).title}, ${find('agents', cell.agent).title}: ${words}; ${cell.error ?? verdictReason(cell.signatures)}${cell.search === undefined ? '' : `; ${searchWords(cell.search)}`}`;
  const mark = cell.search === undefined ? '' : searchMark(passesWith(cell.search));
  return `<td><button type="button" class="cell ${cell.verdict}" data-cell="${index}" aria-label="${escape(label)}" title="${escape(label)}">${letter}${mark}</button></td>`;
}

function detail(cell: ShownCell): string {
  const paradigm = find('paradigms', cell.paradigm);
  const agent = find('agents', cell.agent);
  return [
    `<h2>${escape(paradigm.title)} · ${escape(agent.title)}</h2>`,
    `<p><strong>${escape(capital(verdictMarks[cell.verdict].words))}; ${escape(cell.error ?? verdictReason(cell.signatures))}.</strong> ${escape(paradigm.summary)}</p>`,
    `<p class="note">Experiment: ${cited(paradigm.citation)} Model: ${cited(agent.citation)} Run it again: <code>${escape(cellCommand(cell))}</code></p>`,
    ...approximateWords(paradigm.approximate ?? {}).map((line) => `<p class="note">${escape(line)}</p>`),
    ...notesOn(paradigm.notes, cell.agent).map(
      ({ signatures = [], why }) =>
        `<p>${signatures.length === 0 ? '' : `${escape(signatures.join(', '))}: `}${escape(why)}</p>`,
    ),
    cell.conditions.length === 0 ? '' : figureOf(cell),
    cell.signatures.length === 0 ? '' : signatureTable(cell),
    cell.search === undefined ? '' : searchDetail(cell.search),
  ].join('\n');
}

/** The result of a search, with all signatures of its best setting. */
function searchDetail(search: SearchedCell): string {
  const { best, seeds } = search;
  const head = `<h3>With another setting</h3><p>${escape(capital(searchWords(search)))}.</p>`;
  if (best === undefined) return head;
  return `${head}<p class="note">Run it: <code>${escape(cellCommand(search, best.setting))}</code></p>${signatureTable({ signatures: bestSignatures(search), seeds })}`;
}

/** A figure takes about 20 kB and a matrix has more than a thousand, so they are compressed until needed. */
const packed = (html: string): string => gzipSync(html, { level: 9 }).toString('base64');

const cited = ({ text, doi }: Citation): string =>
  `${escape(text)}${doi === undefined ? '' : `, <a href="https://doi.org/${escape(doi)}">doi:${escape(doi)}</a>`}.`;

const figureWidth = 860;
const figureHeight = 240;
const summarySize = { width: 400, height: 260 };

function figureOf(cell: BenchCell): string {
  const document = svgDocument();
  const conditions = cell.conditions.map((condition) => ({
    id: condition.id,
    title: condition.title,
    averages: { ...condition, value: noBand, rate: noBand },
  }));
  const title = `${find('paradigms', cell.paradigm).title}, ${find('agents', cell.agent).title}`;
  const note = `mean ± SEM over ${cell.seeds} seeds`;
  const data = { title, note, conditions, rateUnit: '', recorded: [] };
  const aligned = isDrawable(cell.conditions)
    ? alignedFigure({ data, signal: 'rpe', document, width: figureWidth, height: figureHeight }).outerHTML
    : '';
  const summaries = cell.summaries.map((summary) => summaryFigure({ summary, document, ...summarySize }).outerHTML);
  return `<figure>${aligned}${summaries.join('')}<figcaption>RPE, ${note}.${summaries.length > 0 ? ' Summaries are of the first seed.' : ''}</figcaption></figure>`;
}

const noBand: Band = { mean: [], sem: [], n: 0 };

const isDrawable = (conditions: readonly BenchCondition[]): boolean =>
  conditions.some(({ t, rpe }) => t.length > 1 && rpe.mean.length > 0);

function signatureTable({ signatures, seeds }: Pick<BenchCell, 'signatures' | 'seeds'>): string {
  const document = svgDocument();
  const rows = signatures.map((signature) => signatureRow(signature, signatures, seeds, document));
  return `<div class="scroll"><table class="signatures"><thead><tr><th>over seeds</th><th>seeds that pass</th><th>role</th><th>claim and what is measured</th><th>mean [95 %], and each seed</th><th>expected</th><th>source</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function signatureRow(
  signature: BenchSignature,
  signatures: readonly BenchSignature[],
  seeds: number,
  document: Document,
): string {
  const { id, passRate, defined, claim, quantity, measured, interval, expected, source, byConstruction } = signature;
  const word = judgedWord(signature, signatures);
  const because =
    word === 'not judged' ? `<span class="note">${escape(notJudgedWords(signature, signatures))}</span>` : '';
  const apart =
    byConstruction === undefined ? '' : `<span class="note">Does not count: ${escape(byConstruction)}</span>`;
  return [
    `<tr><td class="${word === 'pass' ? 'yes' : word === 'fail' ? 'no' : 'note'}">${word}${because}</td>`,
    `<td>${passRate === null ? '' : `${Math.round(100 * passRate)} %`}${defined === seeds ? '' : `<span class="note">${defined} of ${seeds} defined</span>`}</td>`,
    `<td>${roleWords(signature)}</td><td>${escape(claim)}<span class="note">${escape(id)}: ${escape(quantity)}</span>${apart}</td>`,
    `<td>${measuredText(measured, interval)}<span class="note">${seedStrip({ signature, document }).outerHTML}</span></td><td>${escape(expectationText(expected))}</td><td class="note">${escape(source)}</td></tr>`,
  ].join('');
}

function measuredText(measured: number | null, interval: BenchSignature['interval']): string {
  if (measured === null) return 'undefined';
  return `${shortNumber(measured, 3)}${interval === null ? '' : ` [${shortNumber(interval[0], 3)}, ${shortNumber(interval[1], 3)}]`}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
