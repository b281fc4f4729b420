import { askedAverages } from '../spec/asked-averages.ts';
import type { BenchSignature } from '../contracts/bench.ts';
import type { ChoiceLikelihood } from '../contracts/result.ts';
import type { Comparison } from '../session/arms.ts';
import type { SeedResult } from '../jobs/seed-job.ts';
import { trialLabel } from '../session/arms.ts';
import { likelihoodsOf, seedsLikelihoodText } from './choice-report.ts';
import { learnedTable } from './learned-table.ts';
import { shortNumber } from '../core/short-number.ts';
import { indented } from './text-width.ts';
import { citations, signatureDetails, signatureTable } from './signature-table.ts';

/** The measurements of a comparison's arms, side by side, and the trials in which they differ most. */
export function comparisonReport({ arms, differences }: Comparison, heading: string): string {
  const [first] = arms;
  const most = differences.most.map(
    (trial) =>
      `  ${shortNumber(differences.perTrial[trial] as number)}  ${first === undefined ? '' : trialLabel(first.session, trial)}`,
  );
  return [
    indented(heading, 0),
    '',
    ...measuredLines(arms),
    ...likelihoodLines(arms.map(({ title, result }) => ({ title, likelihoods: likelihoodsOf([result]) }))),
    '',
    ...(first === undefined
      ? []
      : [
          citations(
            first.result.spec,
            arms.map(({ result }) => result.spec.agent),
          ),
          '',
        ]),
    '',
    ...(most.length === 0
      ? ['The agents do not differ in any trial.']
      : [indented('Trials in which they differ most (root mean square difference of RPE, reward units):', 0), ...most]),
  ].join('\n');
}

/** How probable each agent makes recorded choices; nothing if there are none. */
function likelihoodLines(
  arms: readonly { readonly title: string; readonly likelihoods: readonly ChoiceLikelihood[] }[],
): readonly string[] {
  const lines = arms.flatMap(({ title, likelihoods }) =>
    likelihoods.length === 0 ? [] : [indented(`${title}: ${seedsLikelihoodText(likelihoods)}`, 0)],
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

/** The signatures side by side; of a custom design, which has none, what each agent learned. */
function measuredLines(arms: Comparison['arms']): readonly string[] {
  const [first, ...others] = arms;
  if (first === undefined) return [];
  const { signatures } = first.result;
  if (signatures.length === 0) return [learnedTable([first, ...others])];
  return [
    signatureTable(arms.map(({ title, result }) => ({ title, signatures: result.signatures, seeds: 1 }))),
    '',
    signatureDetails(signatures),
  ];
}

/** The comparison as one JSON object. @param asked whether the recording is among the averages */
export function comparisonJson(
  { arms, differences }: Comparison,
  seconds: number,
  asked: { readonly rate: boolean },
): string {
  const told = arms.map(({ title, result: { spec, hash, conditions, signatures, summaries, likelihood } }) => ({
    title,
    spec,
    hash,
    conditions: askedAverages(conditions, asked),
    signatures,
    summaries,
    ...(likelihood === undefined ? {} : { likelihood }),
  }));
  const [first] = arms;
  const most = differences.most.map((trial) => ({
    trial,
    difference: differences.perTrial[trial],
    label: first === undefined ? '' : trialLabel(first.session, trial),
  }));
  return JSON.stringify({ arms: told, differences: { perTrial: differences.perTrial, most }, seconds });
}

/** An arm of which seeds were pooled. */
interface PooledColumn extends Pick<SeedResult, 'spec' | 'conditions'> {
  readonly title: string;
  readonly signatures: readonly BenchSignature[];
  /** One for each seed if choices are recorded; else none. */
  readonly likelihoods: readonly ChoiceLikelihood[];
}

/** The same over seeds: means with their intervals. */
export function pooledComparisonReport(arms: readonly PooledColumn[], seeds: number, heading: string): string {
  const [first] = arms;
  if (first === undefined) return heading;
  return [
    indented(heading, 0),
    '',
    ...(first.signatures.length === 0
      ? []
      : [
          signatureTable(arms.map(({ title, signatures }) => ({ title, signatures, seeds }))),
          '',
          signatureDetails(first.signatures),
        ]),
    ...likelihoodLines(arms),
    '',
    citations(
      first.spec,
      arms.map(({ spec }) => spec.agent),
    ),
  ].join('\n');
}

export const pooledComparisonJson = (
  arms: readonly PooledColumn[],
  seeds: number,
  seconds: number,
  asked: { readonly rate: boolean },
): string =>
  JSON.stringify({
    arms: arms.map(({ title, spec, conditions, signatures, likelihoods }) => ({
      title,
      spec,
      conditions: askedAverages(conditions, asked),
      signatures,
      ...(likelihoods.length === 0 ? {} : { likelihoods }),
    })),
    seeds,
    seconds,
  });
