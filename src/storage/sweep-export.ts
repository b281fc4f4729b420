import type { AnimalResult, Sweep } from '../contracts/sweep.ts';
import { agentName } from './export.ts';

type Result = AnimalResult & { readonly backend: string };

/**
 * One row an animal and seed: what varies, whether it diverged, each signature as measured and whether it passes (1 or 0), RPE and value at the
 * event of each of the shown conditions, and what computed it. Empty where there is no number.
 */
export function sweepCsv({ base, varied }: Sweep, results: readonly Result[]): string {
  const [first] = results;
  const columns = [
    'animal',
    'seed',
    ...varied.map(({ path }) => path),
    'diverged',
    ...(first?.signatures ?? []).flatMap(({ id }) => [id, `${id}:pass`]),
    ...(first?.atEvent ?? []).flatMap(({ condition }) => [`${condition}:rpe`, `${condition}:value`]),
    'backend',
  ];
  return [`# Phasic: a sweep of ${base.paradigm.id}, ${agentName(base)}`, `# spec ${JSON.stringify(base)}`, columns.map(cell).join(','), ...results.map((result) => row(varied, result)), ''].join('\n');
}

function row(varied: Sweep['varied'], { animal, seed, diverged, signatures, atEvent, backend }: Result): string {
  return [
    animal + 1,
    seed,
    ...varied.map(({ values }) => values[animal]),
    Number(diverged),
    ...signatures.flatMap(({ measured, pass }) => [measured, Number(pass)]),
    ...atEvent.flatMap(({ rpe, value }) => [rpe, value]),
    backend,
  ]
    .map((value) => cell(value === null ? '' : String(value)))
    .join(',');
}

const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The same as one JSON object. */
export function sweepJson({ base, varied, animals }: Sweep, results: readonly Result[], seconds: number): string {
  return JSON.stringify({
    spec: base,
    varied: varied.map(({ path, part, name }) => ({ path, part, name })),
    animals,
    seconds,
    results: results.map(({ animal, ...rest }) => ({ animal: animal + 1, parameters: Object.fromEntries(varied.map(({ path, values }) => [path, values[animal]])), ...rest })),
  });
}
