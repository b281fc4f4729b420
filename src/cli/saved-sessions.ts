import { InputError } from '../core/errors.ts';
import type { DisplayedRun } from '../export/displayed-run.ts';
import { stepsTable } from '../export/steps-table.ts';
import type { Arguments } from './command.ts';
import { openOutputs, type Outputs } from './outputs.ts';

/** Options that save a session with all its steps; each is also the ending of its file. */
export const sessionFormats = ['nwb', 'parquet', 'npz'] as const;

/** Writes the session in the formats that are asked for. */
export async function writeSessionFiles(done: DisplayedRun, outputs: Outputs): Promise<void> {
  await outputs.write('nwb', async () => (await import('../export/nwb.ts')).runNwb(done, new Date()));
  await outputs.write('parquet', async () => (await import('../writers/parquet.ts')).parquetBytes(stepsTable(done)));
  await outputs.write('npz', async () => (await import('../writers/npz.ts')).npzBytes(stepsTable(done)));
}

/**
 * A file for each of several sessions: `both.nwb` becomes `both.td-csc.nwb` and `both.anccr.nwb`, and sessions of one
 * name get a number, `both.td-csc.2.nwb`.
 * @param names of the sessions, as they stand in the files' names
 * @throws InputError for files that cannot be written
 */
export function openSessionFiles(args: Arguments, names: readonly string[]): Promise<readonly Outputs[]> {
  const seen = new Map<string, number>();
  const all = names.map((name) => {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return number === 1 ? name : `${name}.${number}`;
  });
  const one = sessionFormats.find((format) => args.text(format) === '-');
  if (one !== undefined)
    throw new InputError(`--${one} writes ${names.length} files`, 'standard output', 'name a file');
  return Promise.all(all.map((name) => openOutputs(withName(args, name), sessionFormats)));
}

/** The same options, whose files have a name before their ending. */
const withName = (args: Arguments, name: string): Arguments => ({
  ...args,
  text: (option) => args.text(option)?.replace(/(?:\.\w+)?$/, (ending) => `.${name}${ending}`),
});
