import type { Source, SourceFile } from '../../src/contracts/reader.ts';

/** Files in memory, by name. */
export function memorySource(files: Readonly<Record<string, Uint8Array>>): Source {
  const all = Object.entries(files).map(([name, bytes]): SourceFile => ({
    name,
    bytes: bytes.length,
    read: (from, to) => bytes.slice(Math.min(from, bytes.length), Math.min(to, bytes.length)),
  }));
  return { files: all, find: (name) => all.find((file) => file.name === name) };
}
