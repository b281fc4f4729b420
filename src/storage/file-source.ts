import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Source, SourceFile } from '../contracts/reader.ts';
import { isHidden, maxDepth, requireFewFiles } from '../contracts/folder-limits.ts';

/** An opened source, whose files are closed together. */
export interface FileSource extends Source {
  close(): void;
}

/**
 * A file, or all files of a folder, of this machine. Files whose names begin with '.' are left out. Symbolic links that
 * leave the folder are not followed.
 * @throws InputError if it cannot be read or is too large a folder
 */
export function fileSource(path: string): FileSource {
  const opened: (SourceFile & { close(): void })[] = [];
  const place = resolved(path);
  const isFolder = statSync(place).isDirectory();
  // A pipe or a device: reading it may wait for ever, or never end.
  if (!isFolder && !statSync(place).isFile())
    throw new InputError('it is neither a file nor a folder', path, 'save what comes from it, and open that file');
  const folder = isFolder ? place : dirname(place);
  const open = (name: string): SourceFile => {
    const file = openedFile(join(folder, name), name);
    opened.push(file);
    return file;
  };
  const files = (isFolder ? namesIn(folder, path) : [basename(place)]).map((name) => open(name));
  return {
    files,
    find(name) {
      const known = opened.find((file) => file.name === name);
      if (known !== undefined) return known;
      const within = withinFolder(folder, name);
      return within === undefined ? undefined : open(within);
    },
    close: () => opened.forEach((file) => file.close()),
  };
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    throw new InputError('there is no such file or folder', path, 'check the name');
  }
}

/** The path of a file within the folder, after following links; undefined if there is none there. */
function withinFolder(folder: string, name: string): string | undefined {
  try {
    const real = realpathSync(join(folder, name));
    const within = relative(folder, real);
    return within.startsWith('..') || !statSync(real).isFile() ? undefined : within.split(sep).join('/');
  } catch {
    return undefined;
  }
}

/** Paths of all files, in order, with '/' between parts. */
function namesIn(folder: string, shown: string): string[] {
  const names: string[] = [];
  const look = (under: string, depth: number): void => {
    for (const entry of readdirSync(join(folder, under), { withFileTypes: true })) {
      if (isHidden(entry.name)) continue;
      const name = under === '' ? entry.name : `${under}/${entry.name}`;
      if (entry.isDirectory() && depth < maxDepth) look(name, depth + 1);
      else if (!entry.isDirectory() && withinFolder(folder, name) !== undefined) names.push(name);
      requireFewFiles(names.length, shown);
    }
  };
  look('', 0);
  return names.sort();
}

/** Opened on first use, so that a folder of many files needs few handles. */
function openedFile(path: string, name: string): SourceFile & { close(): void } {
  const bytes = statSync(path).size;
  let handle: number | undefined;
  return {
    name,
    bytes,
    read(from, to) {
      try {
        handle ??= openSync(path, 'r');
        return slice(handle, from, Math.min(to, bytes));
      } catch (error) {
        throw new InputError(`it cannot be read (${(error as Error).message})`, name, 'check the file');
      }
    },
    close() {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}

function slice(handle: number, from: number, to: number): Uint8Array {
  const into = new Uint8Array(Math.max(0, to - from));
  let at = 0;
  while (at < into.length) {
    const count = readSync(handle, into, at, into.length - at, from + at);
    if (count === 0) return into.subarray(0, at);
    at += count;
  }
  return into;
}
