import { InputError } from '../core/errors.ts';
import { fill, openToRead } from './read-handle.ts';

/**
 * Reads a whole text file, but no more than `maxBytes` of it, whatever its reported size.
 * @throws InputError if it cannot be read, is too large or is not UTF-8 text
 */
export async function readTextLimited(file: string, maxBytes: number, what: string): Promise<string> {
  return textOf(await readBytesLimited(file, maxBytes, what), file, what);
}

/** @throws InputError if the bytes are not UTF-8 text */
export function textOf(bytes: Uint8Array, file: string, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${what} is not UTF-8 text`, file, 'save it as UTF-8');
  }
}

/**
 * Reads a whole file, but no more than `maxBytes` of it, whatever its reported size.
 * @throws InputError if it cannot be read or is too large
 */
export async function readBytesLimited(file: string, maxBytes: number, what: string): Promise<Uint8Array> {
  const { bytes, isWhole } = await readBeginning(file, maxBytes, what);
  if (!isWhole) throw tooLarge(file, maxBytes, what);
  return bytes;
}

/** Message for a file larger than `maxBytes`. */
export const tooLarge = (file: string, maxBytes: number, what: string): InputError =>
  new InputError(`${what} is larger than ${maxBytes} bytes`, file, 'choose another file');

/**
 * Reads a file's first bytes, at most `maxBytes` of them.
 * @throws InputError if it cannot be read
 */
export async function readBeginning(
  file: string,
  maxBytes: number,
  what: string,
): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }> {
  const handle = await openToRead(file).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(error, file, what);
  });
  try {
    // One byte more than allowed distinguishes a file that is too large from one that just fits.
    const buffer = new Uint8Array(maxBytes + 1);
    const length = await fill(buffer, handle, file);
    return { bytes: buffer.subarray(0, Math.min(length, maxBytes)), isWhole: length <= maxBytes };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadable(error as NodeJS.ErrnoException, file, what);
  } finally {
    await handle.close();
  }
}

function unreadable(error: NodeJS.ErrnoException, file: string, what: string): InputError {
  if (error.code === 'ENOENT') return new InputError(`${what} is missing`, file, 'check the path');
  if (error.code === 'EISDIR')
    return new InputError(`${what} is a folder, not a file`, file, 'name the file inside it');
  return new InputError(`${what} cannot be read (${error.code})`, file, 'check that you may read it');
}
