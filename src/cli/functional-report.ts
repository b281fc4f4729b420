import type { Table } from '../contracts/table.ts';
import { csvTable } from '../core/csv.ts';
import { shortNumber } from '../core/short-number.ts';
import type { ConditionsFit } from '../fitting/group/functional/conditions-fit.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';

/** Where each coefficient is largest after the event, and how long its bands leave out 0. */
export function functionalLines({ coefficients, animals, trials, align, t }: ConditionsFit): readonly string[] {
  const isAfter = (at: number): boolean => (t[at] ?? 0) >= 0;
  const rows = coefficients.map(({ name, estimate, error, pointwise, joint }) => {
    const after = [...estimate.keys()].filter(isAfter);
    const peak = after.reduce((best, at) => (size(estimate[at]) > size(estimate[best]) ? at : best), after[0] ?? 0);
    return [
      `  ${name}`,
      `${shortNumber(estimate[peak] as number)} (standard error ${shortNumber(error[peak] as number)}) at ${seconds(t[peak])}`,
      outside(pointwise, t, isAfter),
      outside(joint, t, isAfter),
    ];
  });
  return [
    '',
    `Functional mixed model of ${trials} trials of ${animals.length} animals`,
    indented(
      'At each time a linear mixed model whose coefficients vary between animals. 95 % bands: pointwise for one time that was chosen beforehand, joint for the whole curve.',
      2,
    ),
    textTable([
      ['  coefficient', `largest after ${align}`, 'pointwise band leaves out 0', 'joint band leaves out 0'],
      ...rows,
    ]),
  ];
}

const size = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? -1 : Math.abs(value));
const seconds = (at: number | undefined): string => `${shortNumber(at ?? Number.NaN)} s`;

type Band = ConditionsFit['coefficients'][number]['joint'];

/** The first stretch after the event in which a band leaves out 0. */
function outside({ low, high }: Band, t: Float64Array, isAfter: (at: number) => boolean): string {
  const leavesOut = (at: number): boolean => (low[at] as number) > 0 || (high[at] as number) < 0;
  const from = t.findIndex((_, at) => isAfter(at) && leavesOut(at));
  if (from < 0) return 'never';
  const end = t.findIndex((_, at) => at > from && !leavesOut(at));
  return `first ${seconds(t[from])} to ${seconds(t[end < 0 ? t.length - 1 : end - 1])}`;
}

/** The same as JSON. */
export const functionalJson = (fit: ConditionsFit | undefined): object =>
  fit === undefined
    ? {}
    : {
        functional: {
          trials: fit.trials,
          animals: fit.animals,
          align: fit.align,
          t: [...fit.t],
          coefficients: fit.coefficients.map(({ name, estimate, error, pointwise, joint }) => ({
            name,
            estimate: [...estimate],
            standardError: [...error],
            pointwise: { low: [...pointwise.low], high: [...pointwise.high] },
            joint: { low: [...joint.low], high: [...joint.high] },
          })),
        },
      };

/** One row a coefficient and time. */
export function functionalTable({ coefficients, animals, align, t }: ConditionsFit, unit: string): Table {
  const columns = {
    coefficient: { what: 'first condition, or another minus it' },
    align: { what: 'event at time 0' },
    t_s: { what: 'middle of the bin, from that event', unit: 's' },
    estimate: { what: 'fixed effect of the mixed model at this time; empty where trials do not determine it', unit },
    standard_error: { what: 'its standard error', unit },
    pointwise_low: { what: 'lower end of the 95 % band for one time that was chosen beforehand', unit },
    pointwise_high: { what: 'its upper end', unit },
    joint_low: { what: 'lower end of the 95 % band for the whole curve', unit },
    joint_high: { what: 'its upper end', unit },
  };
  const cell = (value: number | undefined): number | '' =>
    value === undefined || !Number.isFinite(value) ? '' : value;
  const rows = coefficients.flatMap(({ name, estimate, error, pointwise, joint }) =>
    Array.from(t, (at, i) => [
      name,
      align,
      Number(at.toFixed(6)),
      ...[estimate, error, pointwise.low, pointwise.high, joint.low, joint.high].map((of) => cell(of[i])),
    ]),
  );
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { animals: animals.join(', '), columns } };
}
