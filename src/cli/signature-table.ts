import { expectationText } from '../analysis/signatures.ts';
import { judgedWord, roleWords } from '../analysis/verdict-words.ts';
import type { BenchSignature } from '../contracts/bench.ts';
import type { SignatureResult } from '../contracts/result.ts';
import { find } from '../engine/registry.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { citationText } from './citation-text.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';
import { measuredText, shareText, shownWord } from './verdict-text.ts';

/** What one agent has of a signature: of one seed, or of several. */
export type Measured = SignatureResult | BenchSignature;

/** An agent's measurements, all signatures of a paradigm in its order. */
export interface Column {
  /** Left out where there is one column alone. */
  readonly title?: string;
  readonly signatures: readonly Measured[];
  readonly seeds: number;
}

/** One row per signature: verdict, claim, measured and expected; of several agents a column each. */
export function signatureTable(columns: readonly Column[]): string {
  const [first, ...others] = columns;
  if (first === undefined) return '';
  const rows = first.signatures.map(({ claim, expected }, i) =>
    others.length === 0
      ? [word(first, i), claim, ...numbers(first, i), expectationText(expected)]
      : [claim, expectationText(expected), ...columns.map((column) => cellOf(column, i))],
  );
  const pooled = first.seeds > 1;
  const head =
    others.length === 0
      ? ['', 'signature', ...(pooled ? ['mean [95 %]', 'seeds'] : ['measured']), 'expected']
      : ['signature', 'expected', ...columns.map(({ title = '' }) => title)];
  return textTable([head, ...rows]);
}

/** What each number is, where it was reported, and why some findings do not count: a paragraph per signature. */
export const signatureDetails = (signatures: readonly Measured[]): string =>
  signatures.map((one) => indented(`${one.id} (${roleWords(one)}): ${sentences(one)}`, 2, 4)).join('\n');

const sentences = ({ quantity, source, byConstruction }: Measured): string =>
  [quantity, source, ...(byConstruction === undefined ? [] : [`It does not count: ${byConstruction}`])]
    .map((text) => (text.endsWith('.') ? text : `${text}.`))
    .join(' ');

/** The papers of the paradigm and of the agents. */
export function citations(spec: TrialSpec, agents: readonly TrialSpec['agent'][] = [spec.agent]): string {
  const lines = agents.flatMap(({ id }) => (id === undefined ? [] : [find('agents', id).citation]));
  const all = [find('paradigms', spec.world.id).citation, ...lines];
  return [...new Set(all.map(citationText))].map((line) => indented(line, 0)).join('\n');
}

const word = ({ signatures }: Column, i: number): string =>
  `  ${shownWord(judgedWord(signatures[i] as Measured, signatures))}`;

const cellOf = (column: Column, i: number): string => `${word(column, i).trim()} ${numbers(column, i)[0]}`;

/** `0.81 [0.79, 0.83]` and `90 %`; of one seed the number alone. */
function numbers({ signatures, seeds }: Column, i: number): readonly string[] {
  const signature = signatures[i] as Measured;
  const measured = measuredText(signature.measured);
  if (!('passRate' in signature)) return [measured];
  const { interval, passRate, defined } = signature;
  const range = interval === null ? '' : ` [${interval.map(shortNumber).join(', ')}]`;
  return [`${measured}${range}`, shareText(passRate, defined, seeds)];
}
