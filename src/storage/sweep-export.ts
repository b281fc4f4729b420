import type { SubjectResult, Sweep } from '../spec/sweep.ts';
import { csvNames, csvTable } from '../core/csv.ts';
import type { ColumnNote, Table } from '../contracts/table.ts';
import { agentName } from './export.ts';

type Result = SubjectResult & { readonly backend: string };

/**
 * One row per subject and seed: the varied parameters, whether it diverged, each signature as measured and whether it
 * passes (1 or 0; both empty if undefined), RPE and value at the event of each displayed condition, the compute
 * backend, and the source. Empty if there is no number. The complete base spec is in its notes.
 *
 * @param notes of the varied parameters, by path, and of the signatures, by id
 */
export function sweepTable(
  { base, varied }: Sweep,
  results: readonly Result[],
  notes: Readonly<Record<string, ColumnNote>>,
): Table {
  const [first] = results;
  const conditions = (first?.atEvent ?? []).map(({ condition }) => condition);
  const names = csvNames(conditions);
  const atEventNote = (signal: string): ColumnNote => ({
    what: `${signal} at the event of the condition, mean over its trials`,
    unit: 'reward units',
  });
  const columns: Record<string, ColumnNote> = Object.fromEntries([
    ['subject', { what: 'number of the subject, from 1' }],
    ['seed', { what: 'seed' }],
    ...varied.map(({ path }) => [path, notes[path]]),
    ['diverged', { what: '1 if learning diverged, so that nothing was measured' }],
    ...(first?.signatures ?? []).flatMap(({ id }) => [
      [id, notes[id]],
      [`${id}:pass`, { what: '1 if the signature passes, 0 if not' }],
    ]),
    ...conditions.flatMap((condition) => [
      [`${names.get(condition)}:rpe`, atEventNote('RPE')],
      [`${names.get(condition)}:value`, atEventNote('value')],
    ]),
    ['backend', { what: 'what computed the subject' }],
    ['paradigm', { what: 'id of the paradigm' }],
    ['agent', { what: 'agent, or the parts of one without a name' }],
  ]);
  const rows = results.map(({ subject, seed, diverged, signatures, atEvent, backend }) => [
    subject + 1,
    seed,
    ...varied.map(({ values }) => cellOf(values[subject])),
    Number(diverged),
    ...signatures.flatMap(({ measured, pass }) => [measured, pass === null ? null : Number(pass)]),
    ...atEvent.flatMap(({ rpe, value }) => [rpe, value]),
    backend,
    base.world.id,
    agentName(base),
  ]);
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { spec: base, columns } };
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
