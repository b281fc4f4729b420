import { expect } from 'vitest';
import type { Answers, OpenedRecording, Reader } from '../../src/contracts/reader.ts';
import { memorySource } from './memory-source.ts';

/** Texts or bytes of files, by name. */
export type Contents = Readonly<Record<string, string | Uint8Array>>;

export const inBytes = (files: Contents): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    ]),
  );

/** Opens files that a reader takes as one recording. */
export async function openOne(reader: Reader, files: Contents, answers: Answers = {}): Promise<OpenedRecording> {
  const source = memorySource(inBytes(files));
  const claims = reader.detect(source);
  expect(claims.map((claim) => claim.files.map(({ name }) => name))).toHaveLength(1);
  return reader.open(claims[0] as (typeof claims)[0], source, answers);
}
