import { createInterface } from 'node:readline';
import { InputError } from '../core/errors.ts';
import type { TrialSoFar } from '../fitting/designs/rig-trials.ts';
import { parseJsonText } from '../storage/json-text.ts';
import { readTextLimited } from '../storage/read-limited.ts';
import { csvRows, isCells, type Cells } from './table-cells.ts';

const maxBytes = 1e7;

/**
 * The trials of a session so far, in order. CSV with the column type, and response and outcome where they are known; or
 * JSON: a list of such rows, or of trial types.
 * @throws InputError for a table without types, and for a response or an outcome that is none
 */
export async function trialsSoFar(file: string): Promise<readonly TrialSoFar[]> {
  const text = await readTextLimited(file, maxBytes, 'the table of trials');
  const rows = /^\s*\[/.test(text) ? (parseJsonText(text, file) as readonly unknown[]) : csvRows(text);
  return rows.map((row, i) => trialIn(row, `${file}, trial ${i + 1}`));
}

/**
 * Trials as they come: one line of standard input each, as JSON.
 * @throws InputError as `trialsSoFar`, and for a line that is no JSON
 */
export async function* trialsByLine(): AsyncGenerator<TrialSoFar, void> {
  const lines = createInterface({ input: process.stdin });
  let trial = 0;
  try {
    for await (const line of lines) {
      if (line.trim() === '') continue;
      trial += 1;
      const where = `standard input, trial ${trial}`;
      yield trialIn(parseJsonText(line, where), where);
    }
  } finally {
    // An input that is open, and read, keeps the process.
    lines.close();
  }
}

function trialIn(row: unknown, where: string): TrialSoFar {
  const cells = isCells(row) ? row : { type: row };
  const type = textOf(cells['type']);
  if (type !== '') return { type, ...knownOf(cells, where) };
  throw new InputError(
    'there is no trial type',
    where,
    'give CSV with the column type, and response and outcome where they are known, or the same as JSON',
  );
}

const textOf = (cell: unknown): string =>
  typeof cell === 'string' ? cell.trim() : typeof cell === 'number' ? String(cell) : '';

function knownOf(cells: Cells, where: string): Omit<TrialSoFar, 'type'> {
  const [response, outcome] = [textOf(cells['response']), textOf(cells['outcome'])];
  if (response !== '' && !Number.isFinite(Number(response)))
    throw new InputError(`response '${response}' is not a number`, where, 'leave the cell empty where none is known');
  if (outcome !== '' && outcome !== 'delivered' && outcome !== 'omitted')
    throw new InputError(`outcome '${outcome}' is not known`, where, "write 'delivered' or 'omitted'");
  return {
    ...(response === '' ? {} : { response: Number(response) }),
    ...(outcome === '' ? {} : { outcome }),
  };
}
