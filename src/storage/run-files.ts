import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { InputError } from '../core/errors.ts';

/** A data file in the manifest: the length of its valid part, and the SHA-256 of that. */
export interface SavedFile {
  readonly bytes: number;
  readonly sha256: string;
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export const savedFile = (bytes: Uint8Array): SavedFile => ({ bytes: bytes.length, sha256: sha256(bytes) });

export const damagedRemedy = 'the run folder was changed or damaged: restore it, or make the run again';

/** Bytes read at a time. */
const pieceBytes = 1 << 20;

/**
 * Reads the valid part of a data file piece by piece, so that memory does not grow with its size.
 * @param one receives pieces before the whole has been checked
 * @returns the hash, to be continued
 * @throws InputError naming the file that is missing, truncated or changed
 */
export async function readPieces(
  file: string,
  { bytes, sha256: expected }: SavedFile,
  one: (piece: Buffer) => void,
): Promise<Hash> {
  const size = await sizeOf(file);
  if (size < bytes) throw wrongSize(file, size, bytes);
  const hash = createHash('sha256');
  try {
    if (bytes > 0) {
      for await (const piece of createReadStream(file, {
        end: bytes - 1,
        highWaterMark: pieceBytes,
      }) as AsyncIterable<Buffer>) {
        hash.update(piece);
        one(piece);
      }
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `the file cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
      file,
      'check that you may read it',
    );
  }
  if (hash.copy().digest('hex') !== expected)
    throw new InputError('the bytes are not those that were saved (SHA-256 differs)', file, damagedRemedy);
  return hash;
}

/**
 * The bytes of a data file that is always written as a whole.
 * @throws InputError naming the file that is missing, of another size or changed
 */
export async function readSaved(file: string, saved: SavedFile): Promise<Uint8Array> {
  const size = await sizeOf(file);
  // Compared before reading, so that no file can be larger than the manifest says.
  if (size !== saved.bytes) throw wrongSize(file, size, saved.bytes);
  const whole = new Uint8Array(saved.bytes);
  let at = 0;
  await readPieces(file, saved, (piece) => {
    whole.set(piece, at);
    at += piece.length;
  });
  return whole;
}

async function sizeOf(file: string): Promise<number> {
  const found = await lstat(file).catch(() => undefined);
  if (found?.isFile() !== true) throw new InputError('the file is missing', file, damagedRemedy);
  return found.size;
}

const wrongSize = (file: string, size: number, bytes: number): InputError =>
  new InputError(`the file has ${size} bytes, the manifest says ${bytes}`, file, damagedRemedy);
