import type { SubjectResult, Sweep } from '../spec/sweep.ts';
import { csvNames, csvTable, jsonCell } from '../core/csv.ts';
import { agentName } from './export.ts';

type Result = SubjectResult & { readonly backend: string };

/**
 * One row per subject and seed: the varied parameters, whether it diverged, each signature as measured and whether it
 * passes (1 or 0; both empty if undefined), RPE and value at the event of each displayed condition, the compute
 * backend, and the source. Empty if there is no number. The complete base spec is a JSON text in the first row only; it
 * is left out if it is too long for a cell.
 */
export function sweepCsv({ base, varied }: Sweep, results: readonly Result[]): string {
  const [first] = results;
  const conditions = (first?.atEvent ?? []).map(({ condition }) => condition);
  const names = csvNames(conditions);
  const columns = [
    'subject',
    'seed',
    ...varied.map(({ path }) => path),
    'diverged',
    ...(first?.signatures ?? []).flatMap(({ id }) => [id, `${id}:pass`]),
    ...conditions.flatMap((condition) => [`${names.get(condition)}:rpe`, `${names.get(condition)}:value`]),
    'backend',
    'paradigm',
    'agent',
    'spec',
  ];
  const rows = results.map(({ subject, seed, diverged, signatures, atEvent, backend }, i) => [
    subject + 1,
    seed,
    ...varied.map(({ values }) => cellOf(values[subject])),
    Number(diverged),
    ...signatures.flatMap(({ measured, pass }) => [measured, pass === null ? null : Number(pass)]),
    ...atEvent.flatMap(({ rpe, value }) => [rpe, value]),
    backend,
    base.world.id,
    agentName(base),
    i === 0 ? jsonCell(base) : '',
  ]);
  return csvTable([columns, ...rows]);
}

const cellOf = (value: unknown): string | number => (typeof value === 'number' ? value : String(value));

/** The same as one JSON object. */
export function sweepJson({ base, varied, subjects }: Sweep, results: readonly Result[], seconds: number): string {
  return JSON.stringify({
    spec: base,
    varied: varied.map(({ path, part, name }) => ({ path, part, name })),
    subjects,
    seconds,
    results: results.map(({ subject, ...rest }) => ({
      subject: subject + 1,
      parameters: Object.fromEntries(varied.map(({ path, values }) => [path, values[subject]])),
      ...rest,
    })),
  });
}
