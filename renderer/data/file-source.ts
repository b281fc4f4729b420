import { InputError } from '../../src/core/errors.ts';
import type { Source, SourceFile } from '../../src/contracts/reader.ts';
import type { OpenedFile } from './protocol.ts';

/** Files that a person chose, read in slices. Only in a worker: a page must not wait for a disk. */
export function fileSource(opened: readonly OpenedFile[]): Source {
  const files = opened.map(sourceFile);
  return { files, find: (name) => files.find((file) => file.name === name) };
}

const sourceFile = ({ name, file }: OpenedFile): SourceFile => ({
  name,
  bytes: file.size,
  read(from, to) {
    try {
      return new Uint8Array(new FileReaderSync().readAsArrayBuffer(file.slice(from, Math.max(from, to))));
    } catch {
      throw new InputError('it can no longer be read', name, 'open it again: it was moved or changed');
    }
  },
});

/** Of the lib for workers, which cannot be combined with that for pages. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };
