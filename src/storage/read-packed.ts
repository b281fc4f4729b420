import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { InputError } from '../core/errors.ts';
import { readBytesLimited } from './read-limited.ts';

/**
 * Reads a text file that may be compressed with gzip.
 * @param maxBytes maximum size of the file, and of its decompressed content
 * @throws InputError if it cannot be read or decompressed, is too large or is not UTF-8 text
 */
export async function readPackedText(
  file: string,
  maxBytes: { readonly file: number; readonly text: number },
  what: string,
): Promise<string> {
  const bytes = await readBytesLimited(file, maxBytes.file, what);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isPacked ? await unpacked(bytes, file, maxBytes.text, what) : bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch {
    throw new InputError(`${what} is not UTF-8 text`, file, 'save it as UTF-8');
  }
}

async function unpacked(bytes: Uint8Array, file: string, maxOutputLength: number, what: string): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new InputError(`${what} holds more than ${maxOutputLength} bytes`, file, 'choose another file');
    throw new InputError(
      `${what} cannot be unpacked (${(error as Error).message})`,
      file,
      'check that it is a whole gzip file',
    );
  }
}
