import type { H5Module } from 'h5wasm/dist/esm/hdf5_util.js';
import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import { startModule } from './module.ts';
import { installPlugins } from './plugins.ts';
import { hdf5Start } from './recognise.ts';
import { mountSource } from './source-files.ts';

/** HDF5 for the files of one recording. */
export interface Library {
  readonly module: H5Module;
  /** Opens a file for reading, and gives HDF5's handle. */
  open(file: SourceFile): bigint;
  /**
   * Does something with HDF5.
   * @param where file and object, for messages
   * @throws InputError with HDF5's first cause
   */
  attempt<Result>(where: string, work: () => Result): Result;
  /** @returns the number of the first filter that cannot be read */
  install(filters: readonly number[]): Promise<number | undefined>;
}

/**
 * HDF5, started anew. Each recording has its own: a damaged file can make HDF5 leave its memory (a trap), after which
 * that instance answers nothing any more, and its files must be opened again; other recordings are not touched. An
 * endless loop in HDF5 can only be ended by ending the thread.
 */
export async function startLibrary(): Promise<Library> {
  const module = await startModule();
  const add = mountSource(module);
  const installed = new Set<number>();
  let trapped = false;
  const attempt = <Result>(where: string, work: () => Result): Result => {
    if (trapped) throw damaged('it cannot be read further after an earlier error', where);
    try {
      return work();
    } catch (error) {
      if (error instanceof InputError) throw error;
      trapped = !isOrdinary(error);
      throw damaged(trapped ? 'HDF5 failed in it' : `HDF5 cannot read it (${firstCause(error as Error)})`, where);
    }
  };
  return {
    module,
    attempt,
    open(file) {
      checkSizes(file);
      return attempt(file.name, () => module.open(add(file), 0, false, -1, -1));
    },
    install: (filters) => installPlugins(module, filters, installed),
  };
}

/**
 * Addresses and lengths have 8 bytes in every file that is recorded; others are not checked for what HDF5 cannot
 * endure.
 */
function checkSizes(file: SourceFile): void {
  const start = hdf5Start(file);
  if (start === undefined) throw damaged('it is no HDF5 file', file.name);
  const superblock = file.read(start, start + 16);
  const at = (superblock[8] ?? 0) < 2 ? 13 : 9;
  if (superblock[at] !== 8 || superblock[at + 1] !== 8) throw damaged('its addresses are not of 8 bytes', file.name);
}

const damaged = (what: string, where: string): InputError =>
  new InputError(what, where, 'it may be damaged or cut off: copy it again from where it was recorded');

/** Whether HDF5 said that something is wrong, and stays usable. */
const isOrdinary = (error: unknown): boolean =>
  error instanceof Error && !(error instanceof RangeError) && error.name === 'Error';

/** The innermost message of HDF5's stack of errors. */
function firstCause({ message }: Error): string {
  const causes = [...message.matchAll(/^ *#\d+: .*?\bin \w+\(\): (.*)$/gm)].map(([, cause]) => cause as string);
  // What follows is the time of day and numbers of handles.
  return (causes.at(-1) ?? message).split(/: time = |\n/)[0] as string;
}
