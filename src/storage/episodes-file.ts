import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { InputError } from '../core/errors.ts';
import { damagedRemedy, readPieces, type SavedFile } from './run-files.ts';

/** Results of each episode, in order of their ends: one row each. */
export interface EpisodeRows {
  /**
   * Visits the episodes from one index up to, not including, another: steps over all environments when it ended, its
   * length in steps, its return.
   */
  visit(from: number, to: number, one: (endStep: number, length: number, total: number) => void): void;
}

const header = 'end_step,length_steps,return\n';
/** Rows written at a time, so that memory does not grow with their number. */
const rowsAtOnce = 8192;

/** An append-only table of episodes. It tracks what it has written, and appends to that. */
export class EpisodesFile {
  rows = 0;
  private bytes = 0;
  private hash: Hash = createHash('sha256');

  /** Appends the episodes up to `count`, after truncating anything beyond the valid ones. */
  async append(file: string, episodes: EpisodeRows, count: number): Promise<SavedFile> {
    const hash = this.hash.copy();
    let { bytes } = this;
    const handle = await open(file, bytes === 0 ? 'w' : 'r+');
    try {
      if ((await handle.stat()).size < bytes)
        throw new InputError(`the file is shorter than the ${bytes} bytes that were written`, file, damagedRemedy);
      await handle.truncate(bytes);
      const write = async (text: string): Promise<void> => {
        const chunk = Buffer.from(text);
        for (let done = 0; done < chunk.length;)
          done += (await handle.write(chunk, done, chunk.length - done, bytes + done)).bytesWritten;
        hash.update(chunk);
        bytes += chunk.length;
      };
      if (bytes === 0) await write(header);
      for (const text of texts(episodes, this.rows, count)) await write(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    this.rows = count;
    this.bytes = bytes;
    this.hash = hash;
    return { bytes, sha256: hash.copy().digest('hex') };
  }

  /**
   * Reads the valid part of a file, and stays at its end.
   * @throws InputError if it is missing, truncated or changed
   */
  static async read(
    file: string,
    saved: SavedFile,
    one: (endStep: number, length: number, total: number) => void,
  ): Promise<EpisodesFile> {
    const read = new EpisodesFile();
    let rest = '';
    const takeLine = (line: string): void => {
      if (read.rows > 0 || line !== header.trimEnd()) {
        const [endStep, length, total] = line.split(',').map(Number) as [number, number, number];
        one(endStep, length, total);
        read.rows += 1;
      }
    };
    read.hash = await readPieces(file, saved, (piece) => {
      const lines = (rest + piece.toString('latin1')).split('\n');
      rest = lines.pop() as string;
      lines.forEach(takeLine);
    });
    read.bytes = saved.bytes;
    return read;
  }
}

/** Size and hash of a table of the episodes up to `count`, without writing it. */
export function episodesSum(episodes: EpisodeRows, count: number): SavedFile {
  const hash = createHash('sha256').update(header);
  let bytes = header.length;
  for (const text of texts(episodes, 0, count)) {
    hash.update(text);
    bytes += text.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

function* texts(episodes: EpisodeRows, first: number, count: number): Generator<string, void> {
  for (let from = first; from < count; from += rowsAtOnce)
    yield rowsText(episodes, from, Math.min(count, from + rowsAtOnce));
}

function rowsText(episodes: EpisodeRows, from: number, to: number): string {
  let text = '';
  episodes.visit(from, to, (endStep, length, total) => {
    text += `${endStep},${length},${total}\n`;
  });
  return text;
}
