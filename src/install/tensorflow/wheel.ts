import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry } from 'yauzl';
import { InputError } from '../../core/errors.ts';
import { makeFolder } from '../../storage/make-folder.ts';
import { readRecord } from './record.ts';

/** A Python wheel. Extracted files are checked against the hashes in the wheel. */
export interface Wheel {
  readonly names: readonly string[];
  /** @throws InputError if the file differs from the one in the wheel's RECORD */
  text(name: string): Promise<string>;
  /** @throws InputError as above, when all of it is written */
  extract(name: string, to: string): Promise<void>;
  close(): void;
}

/** @throws InputError if the file is not a wheel */
export async function openWheel(file: string): Promise<Wheel> {
  const zip = await openPromise(file, { autoClose: false, lazyEntries: true }).catch((error: Error) => {
    throw new InputError(`this is not a wheel (${error.message})`, file, 'download it again');
  });
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);

  async function streamOf(name: string): Promise<Readable> {
    const entry = entries.get(name);
    if (entry === undefined)
      throw new InputError(`it has no ${name}`, basename(file), 'use a wheel of TensorFlow for Linux x86_64');
    return zip.openReadStreamPromise(entry);
  }

  const record = readRecord(
    (
      await buffer(await streamOf([...entries.keys()].find((name) => name.endsWith('.dist-info/RECORD')) ?? 'RECORD'))
    ).toString(),
  );

  function check(name: string, hash: string): void {
    if (record.get(name) !== hash)
      throw new InputError(`${name} does not match the wheel's RECORD`, basename(file), 'download it again');
  }

  return {
    names: [...entries.keys()],
    async text(name) {
      const content = await buffer(await streamOf(name));
      check(name, createHash('sha256').update(content).digest('base64url'));
      return content.toString();
    },
    async extract(name, to) {
      makeFolder(dirname(to));
      const hash = createHash('sha256');
      const stream = await streamOf(name);
      stream.on('data', (chunk: Buffer) => hash.update(chunk));
      await pipeline(stream, createWriteStream(to));
      check(name, hash.digest('base64url'));
    },
    close: () => zip.close(),
  };
}

/**
 * All headers that are included, directly or indirectly, by these headers, if the wheel contains them. Names are
 * relative to the wheel's folder of headers.
 */
export async function reachedHeaders(
  wheel: Wheel,
  folder: string,
  from: readonly string[],
): Promise<readonly string[]> {
  const known = new Set(wheel.names);
  const reached = new Set<string>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name) || !known.has(`${folder}/${name}`)) continue;
    reached.add(name);
    const text = await wheel.text(`${folder}/${name}`);
    waiting.push(
      ...[...text.matchAll(/^\s*#\s*include\s*"(?<header>[^"]+)"/gm)].map(({ groups }) => groups?.['header'] as string),
    );
  }
  return [...reached];
}
