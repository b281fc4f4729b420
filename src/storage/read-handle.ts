import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { InputError } from '../core/errors.ts';

/** Opens a file for reading. Opening a pipe does not wait for its writer, which it otherwise could do forever. */
export const openToRead = (file: string): Promise<FileHandle> =>
  open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));

const pauseMilliseconds = 20;
/** How long to wait for a writer that has not come yet. */
const writerMilliseconds = 5000;

/**
 * Reads as much of a file as fits into a buffer, and waits for a slow pipe writer.
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

/** Undefined if there is a writer that has not written yet. */
async function bytesRead(handle: FileHandle, buffer: Uint8Array, at: number): Promise<number | undefined> {
  try {
    return (await handle.read(buffer, at, buffer.length - at)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}
