import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { InputError } from '../core/errors.ts';

/** What became of each episode, in order of their ends: what is written, a row each. */
export interface EpisodeRows {
  /** Visits the episodes from one up to, not including, another: steps over all worlds when it ended, its length in steps, its return. */
  visit(from: number, to: number, one: (endStep: number, length: number, total: number) => void): void;
}

/** How much of the file counts: what a crash has left behind it does not. */
export interface EpisodesExtent {
  readonly bytes: number;
  readonly sha256: string;
}

export const episodesName = 'episodes.csv';
const header = 'end_step,length_steps,return\n';
/** Rows that are written at a time, so that any number of them needs no more memory than these. */
const rowsAtOnce = 8192;

const remedy = 'the run folder was changed or damaged: restore it, or train again';

/** A table of episodes that grows at its end alone. It knows what it has written, and writes after that. */
export class EpisodesFile {
  rows = 0;
  private bytes = 0;
  private hash: Hash = createHash('sha256');

  /** Appends the episodes up to `count`, after cutting off what lies behind those that count. */
  async append(file: string, episodes: EpisodeRows, count: number): Promise<EpisodesExtent> {
    const hash = this.hash.copy();
    let { bytes } = this;
    const handle = await open(file, bytes === 0 ? 'w' : 'r+');
    try {
      if ((await handle.stat()).size < bytes) throw new InputError(`the file is shorter than the ${bytes} bytes that were written`, file, remedy);
      await handle.truncate(bytes);
      const write = async (text: string): Promise<void> => {
        const chunk = Buffer.from(text);
        for (let done = 0; done < chunk.length; ) done += (await handle.write(chunk, done, chunk.length - done, bytes + done)).bytesWritten;
        hash.update(chunk);
        bytes += chunk.length;
      };
      if (bytes === 0) await write(header);
      for (let from = this.rows; from < count; from += rowsAtOnce) await write(rowsText(episodes, from, Math.min(count, from + rowsAtOnce)));
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
   * Reads what counts of a file, and stands at its end.
   * @throws InputError where it is missing, cut short or changed
   */
  static async read(file: string, extent: EpisodesExtent, one: (endStep: number, length: number, total: number) => void): Promise<EpisodesFile> {
    const read = new EpisodesFile();
    let rest = '';
    const takeLine = (line: string): void => {
      if (read.rows > 0 || line !== header.trimEnd()) {
        const [endStep, length, total] = line.split(',').map(Number) as [number, number, number];
        one(endStep, length, total);
        read.rows += 1;
      }
    };
    try {
      for await (const chunk of createReadStream(file, { end: Math.max(0, extent.bytes - 1) }) as AsyncIterable<Buffer>) {
        read.hash.update(chunk);
        read.bytes += chunk.length;
        const lines = (rest + chunk.toString('latin1')).split('\n');
        rest = lines.pop() as string;
        lines.forEach(takeLine);
      }
    } catch (error) {
      throw new InputError(`the table of episodes cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`, file, remedy);
    }
    if (read.bytes !== extent.bytes) throw new InputError(`the table of episodes has ${read.bytes} bytes, the manifest says ${extent.bytes}`, file, remedy);
    if (read.hash.copy().digest('hex') !== extent.sha256) throw new InputError('the bytes are not those that were saved (SHA-256 differs)', file, remedy);
    return read;
  }
}

function rowsText(episodes: EpisodeRows, from: number, to: number): string {
  let text = '';
  episodes.visit(from, to, (endStep, length, total) => {
    text += `${endStep},${length},${total}\n`;
  });
  return text;
}
