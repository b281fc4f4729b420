import { InputError } from '../../src/core/errors.ts';
import type { Source, SourceFile } from '../../src/contracts/reader.ts';
import { inBlocks } from './in-blocks.ts';
import type { OpenedFile } from './protocol.ts';

/** Files that a person chose, read in slices. Only in a worker: a page must not wait for a disk. */
export function fileSource(opened: readonly OpenedFile[]): Source {
  const files = opened.map(sourceFile);
  return { files, find: (name) => files.find((file) => file.name === name) };
}

function sourceFile({ name, file }: OpenedFile): SourceFile {
  const read = (from: number, to: number): Uint8Array => {
    try {
      return new Uint8Array(new FileReaderSync().readAsArrayBuffer(file.slice(from, Math.max(from, to))));
    } catch {
      throw new InputError('it can no longer be read', name, 'open it again: it was moved or changed');
    }
  };
  return { name, bytes: file.size, read: inBlocks(read, file.size) };
}

/** Of the lib for workers, which cannot be combined with that for pages. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };
