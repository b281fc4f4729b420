import type { Comparison } from '../session/arms.ts';
import { trialLabel } from '../session/arms.ts';
import { shortNumber } from './output.ts';
import { citations, signatureDetails, signatureTable } from './signature-table.ts';

/** The measurements of a comparison's arms, side by side, and the trials in which they differ most. */
export function comparisonReport({ arms, differences }: Comparison, heading: string): string {
  const [first] = arms;
  const most = differences.most.map(
    (trial) =>
      `  ${shortNumber(differences.perTrial[trial] as number)}  ${first === undefined ? '' : trialLabel(first.session, trial)}`,
  );
  return [
    heading,
    '',
    signatureTable(arms.map(({ title, result: { signatures } }) => ({ title, signatures, seeds: 1 }))),
    '',
    signatureDetails(first?.result.signatures ?? []),
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
      : ['Trials in which they differ most (root mean square difference of RPE, reward units):', ...most]),
  ].join('\n');
}

/** The comparison as one JSON object. */
export function comparisonJson({ arms, differences }: Comparison, seconds: number): string {
  const told = arms.map(({ title, result: { spec, hash, conditions, signatures, summaries } }) => ({
    title,
    spec,
    hash,
    conditions,
    signatures,
    summaries,
  }));
  const [first] = arms;
  const most = differences.most.map((trial) => ({
    trial,
    difference: differences.perTrial[trial],
    label: first === undefined ? '' : trialLabel(first.session, trial),
  }));
  return JSON.stringify({ arms: told, differences: { perTrial: differences.perTrial, most }, seconds });
}
