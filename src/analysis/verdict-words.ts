import type { BenchVerdict } from '../contracts/bench.ts';
import type { Note } from '../contracts/note.ts';
import type { DeclaredSignature } from '../contracts/paradigm.ts';
import { passWord } from './signatures.ts';
import { controlsAgainst, countFindings, failedControls, standingOf, type Judged, type Standing } from './verdict.ts';

/** A verdict in the matrix and in words: a letter as well as a colour, so that neither is needed alone. */
export const verdictMarks: Readonly<Record<BenchVerdict, { readonly letter: string; readonly words: string }>> = {
  pass: { letter: 'P', words: 'pass: every finding is shown' },
  partly: { letter: '~', words: 'partly: some findings are shown' },
  fail: { letter: 'f', words: 'fail: no finding is shown' },
  'controls-failed': { letter: 'c', words: 'not judged: a control does not hold' },
  undefined: { letter: '?', words: 'undefined: no finding could be measured' },
  'not-applicable': { letter: '.', words: 'not applicable: the agent cannot run this paradigm' },
  error: { letter: '!', words: 'the run failed' },
};

/** How a signature passes, in a sentence. */
export const judgingWords = (seeds: number): string =>
  `${seeds} seeds per cell. A signature passes if the whole 95 % confidence interval of its mean (bootstrap over seeds) satisfies the expectation. A finding is judged only if its controls hold.`;

export type JudgedWord = 'pass' | 'fail' | 'undefined' | 'not judged';

const standingWords: Readonly<Record<Standing, JudgedWord>> = {
  shown: 'pass',
  missed: 'fail',
  undefined: 'undefined',
  'not-judged': 'not judged',
};

/** The verdict of a control or a finding as a word: `not judged` if a control of the finding does not hold. */
export const judgedWord = (signature: Judged, signatures: readonly Judged[]): JudgedWord =>
  signature.role === 'control' ? passWord(signature.pass) : standingWords[standingOf(signature, signatures)];

/** A control that does not hold: `cue-burst fails`, `cue-burst is undefined`. */
export const controlWords = ({ id, pass }: Pick<Judged, 'id' | 'pass'>): string =>
  `${id} ${pass === null ? 'is undefined' : 'fails'}`;

/** The controls because of which a finding is not judged; empty if it is judged. */
export const notJudgedWords = (signature: Judged, signatures: readonly Judged[]): string =>
  failedControls(signature, signatures).map(controlWords).join(', ');

/** The explanation of a letter: `2 of 3 findings`, and the controls because of which others are not judged. */
export function verdictReason(signatures: readonly Judged[]): string {
  const { findings, judged, shown } = countFindings(signatures);
  const controls = controlsAgainst(signatures).map(controlWords);
  const counted = `${shown} of ${findings} findings shown${judged === findings ? '' : `, ${findings - judged} not judged or undefined`}`;
  return controls.length === 0 ? counted : `${counted}; ${controls.join(', ')}`;
}

/** Role of a signature, including whether a finding does not count in the letter. */
export const roleWords = ({ role, byConstruction }: Pick<DeclaredSignature, 'role' | 'byConstruction'>): string =>
  byConstruction === undefined ? role : `${role} by construction`;

/** The notes of a paradigm that are about an agent. */
export const notesOn = (notes: readonly Note[] | undefined, agent: string): readonly Note[] =>
  (notes ?? []).filter(({ agents }) => agents.includes(agent));
