import { notesOn, verdictReason } from '../analysis/verdict-words.ts';
import { verdictOf } from '../analysis/verdict.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { BenchSignature } from '../contracts/bench.ts';
import type { ChoiceLikelihood } from '../contracts/result.ts';
import type { Result } from '../spec/result.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { find } from '../engine/registry.ts';
import type { Observer } from '../engine/run.ts';
import type { RunSession } from '../engine/trial-session.ts';
import { worldOf } from '../engine/world.ts';
import { benchSpec } from '../jobs/bench/bench-job.ts';
import type { SeedResult } from '../jobs/seed-job.ts';
import { agentName } from '../storage/export.ts';
import { choiceTable, likelihoodText, seedsLikelihoodText } from './choice-report.ts';
import { learnedTable } from './learned-table.ts';
import { noteLines, verdictLine } from './judged-report.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { seedWords } from './seed-results.ts';
import { indented } from './text-width.ts';
import { citations, signatureDetails, signatureTable } from './signature-table.ts';
import { measuredText } from './verdict-text.ts';

/** What one seed shows: its signatures, or of a custom design what was learned of each cue. */
export function runReport(
  { session, observer }: { readonly session: RunSession; readonly observer: Observer },
  { spec, signatures, hash, likelihood }: Result,
  seconds: number,
): string {
  const heading = indented(`${experimentTitle(spec)}, seed ${spec.seed}, ${shortNumber(seconds)} s`, 0);
  if (signatures.length === 0) {
    const body =
      session.design.states === undefined
        ? learnedTable([{ session, observer }])
        : choiceTable(session.design, Array.from(session.trials));
    const said = likelihood === undefined ? [] : ['', indented(likelihoodText(likelihood), 0)];
    return [heading, '', body, ...said, '', `Hash ${hash}`].join('\n');
  }
  return [
    heading,
    '',
    signatureTable([{ signatures, seeds: 1 }]),
    '',
    signatureDetails(signatures),
    '',
    citations(spec),
    '',
    indented(`${verdictReason(signatures)}. Hash ${hash}`, 0),
  ].join('\n');
}

/** What several seeds show together, judged over seeds. */
export function pooledReport(
  {
    spec,
    signatures,
    conditions,
    likelihoods,
  }: Pick<SeedResult, 'spec' | 'conditions'> & {
    readonly signatures: readonly BenchSignature[];
    /** One for each seed if choices are recorded; else none. */
    readonly likelihoods: readonly ChoiceLikelihood[];
  },
  count: number,
  seconds: number,
): string {
  const heading = indented(`${experimentTitle(spec)}, ${seedWords(spec.seed, count)}, ${shortNumber(seconds)} s`, 0);
  if (signatures.length === 0) {
    const said = likelihoods.length === 0 ? [] : ['', indented(seedsLikelihoodText(likelihoods), 0)];
    return [heading, '', meansTable({ spec, conditions }), ...said].join('\n');
  }
  return [
    heading,
    '',
    signatureTable([{ signatures, seeds: count }]),
    '',
    signatureDetails(signatures),
    ...notesBeside(spec),
    '',
    citations(spec),
    '',
    indented(`${verdictLine(verdictOf(signatures), signatures)}.`, 0),
  ].join('\n');
}

/** The titles of an experiment's paradigm and agent. */
export function experimentTitle({ world: paradigm, agent }: TrialSpec): string {
  const agentTitle = agent.id === undefined ? agentName({ agent }) : find('agents', agent.id).title;
  return `${find('paradigms', paradigm.id).title}, ${agentTitle}`;
}

/** Notes of the matrix cell, if the experiment is that cell's. */
function notesBeside(spec: TrialSpec): readonly string[] {
  const { id: agent } = spec.agent;
  if (agent === undefined) return [];
  const cell = benchSpec({ paradigm: spec.world.id, agent });
  const isCell = cell !== undefined && canonicalJson(cell) === canonicalJson({ ...spec, seed: cell.seed });
  return isCell ? noteLines(notesOn(find('paradigms', spec.world.id).notes, agent)) : [];
}

/** Means over seeds. */
function meansTable({ spec, conditions }: Pick<SeedResult, 'spec' | 'conditions'>): string {
  const titles = worldOf(spec).conditions;
  const rows = Object.entries(conditions).map(([id, { n, t, value, rpe }]) => {
    const at = t.indexOf(0);
    return [titles[id]?.title ?? id, String(n), ...[value, rpe].map(({ mean }) => measuredText(mean[at] ?? null))];
  });
  const table = textTable([['condition', 'seeds', 'mean value at cue', 'mean RPE at cue'], ...rows]);
  return `${table}\n\nMeans over all trials of a condition, the first ones included; --csv has them at all times of a trial.`;
}
