import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { InputError } from '../core/errors.ts';

/** Opens a file to read. Opening a pipe does not wait for who writes into it, as it otherwise would for ever. */
export const openToRead = (file: string): Promise<FileHandle> =>
  open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));

const pauseMilliseconds = 20;
/** For so long a writer is awaited that has not come yet. */
const writerMilliseconds = 5000;

/**
 * Reads all of a file that fits into a buffer, and waits where a pipe's writer is slow.
 * @param file its name, for the message
 * @returns how many bytes were read
 * @throws InputError for a pipe that nobody writes into
 */
export async function fill(buffer: Uint8Array, handle: FileHandle, file: string): Promise<number> {
  const isPipe = (await handle.stat()).isFIFO();
  let length = 0;
  for (let waited = 0; length < buffer.length;) {
    const read = await bytesRead(handle, buffer, length);
    const isEmptyPipe = read === 0 && length === 0 && isPipe;
    if (read === 0 && !isEmptyPipe) return length;
    if (isEmptyPipe && waited >= writerMilliseconds)
      throw new InputError('nobody writes into this pipe', file, 'start the writer, or name a file');
    if (read === undefined || isEmptyPipe) await wait(pauseMilliseconds);
    if (isEmptyPipe) waited += pauseMilliseconds;
    length += read ?? 0;
  }
  return length;
}

/** Undefined where there is a writer that has not written yet. */
async function bytesRead(handle: FileHandle, buffer: Uint8Array, at: number): Promise<number | undefined> {
  try {
    return (await handle.read(buffer, at, buffer.length - at)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}
