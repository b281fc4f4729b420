import { open } from 'node:fs/promises';
import { InputError } from '../core/errors.ts';

/**
 * Reads a whole text file, but no more than `maxBytes` of it, whatever the file says its size is.
 * @throws InputError where it cannot be read, is too large or is not UTF-8 text
 */
export async function readTextLimited(file: string, maxBytes: number, what: string): Promise<string> {
  const bytes = await readBytesLimited(file, maxBytes, what);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${what} is not UTF-8 text`, file, 'save it as UTF-8');
  }
}

/**
 * Reads a whole file, but no more than `maxBytes` of it, whatever the file says its size is.
 * @throws InputError where it cannot be read or is too large
 */
export async function readBytesLimited(file: string, maxBytes: number, what: string): Promise<Uint8Array> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw unreadable(error, file, what);
  });
  try {
    // One byte more than is allowed tells a file that is too large from one that just fits.
    const buffer = new Uint8Array(maxBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length <= maxBytes; length += read) {
      ({ bytesRead: read } = await handle.read(buffer, length, buffer.length - length));
    }
    if (length > maxBytes) throw new InputError(`${what} is larger than ${maxBytes} bytes`, file, 'choose another file');
    return buffer.subarray(0, length);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadable(error as NodeJS.ErrnoException, file, what);
  } finally {
    await handle.close();
  }
}

function unreadable(error: NodeJS.ErrnoException, file: string, what: string): InputError {
  if (error.code === 'ENOENT') return new InputError(`${what} is missing`, file, 'check the path');
  if (error.code === 'EISDIR') return new InputError(`${what} is a folder, not a file`, file, 'name the file inside it');
  return new InputError(`${what} cannot be read (${error.code})`, file, 'check that you may read it');
}
