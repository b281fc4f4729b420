import { InputError } from '../../core/errors.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import type { Worlds } from './worlds.ts';

/** Results of each episode, in order of their ends. Columns of equal length. */
export interface EpisodeColumns {
  /** Steps taken over all environments when it ended. */
  readonly endSteps: Float64Array;
  readonly lengths: Float64Array;
  readonly returns: Float64Array;
}

/** Episodes per block of columns. */
interface Block {
  readonly endSteps: Float64Array;
  readonly lengths: Int32Array;
  readonly returns: Float64Array;
}

const blockRows = 4096;

/**
 * Collects finished episodes. Blocks are added and never copied, so that 25 million episodes need only 20 bytes each.
 */
export class Episodes {
  count = 0;
  private readonly blocks: Block[] = [];

  /** @param steps taken, over all environments */
  note(worlds: Worlds, steps: number): void {
    for (let i = 0; i < worlds.count; i++) {
      if (worlds.terminated[i] === 1 || worlds.truncated[i] === 1)
        this.add(steps, worlds.endLengths[i] as number, worlds.endReturns[i] as number);
    }
  }

  /** @param endStep steps taken when it ended */
  add(endStep: number, length: number, total: number): void {
    const row = this.count % blockRows;
    if (row === 0)
      this.blocks.push({
        endSteps: new Float64Array(blockRows),
        lengths: new Int32Array(blockRows),
        returns: new Float64Array(blockRows),
      });
    const { endSteps, lengths, returns } = this.blocks.at(-1) as Block;
    endSteps[row] = endStep;
    lengths[row] = length;
    returns[row] = total;
    this.count += 1;
  }

  /** Visits the episodes from one index up to, not including, another. */
  visit(from: number, to: number, one: (endStep: number, length: number, total: number) => void): void {
    for (let i = from; i < to; i++) {
      const { endSteps, lengths, returns } = this.blocks[Math.floor(i / blockRows)] as Block;
      const row = i % blockRows;
      one(endSteps[row] as number, lengths[row] as number, returns[row] as number);
    }
  }

  /** All of them, copied. */
  columns(): EpisodeColumns {
    const { count } = this;
    const columns = {
      endSteps: new Float64Array(count),
      lengths: new Float64Array(count),
      returns: new Float64Array(count),
    };
    this.blocks.forEach((block, b) => {
      const from = b * blockRows;
      const filled = Math.min(blockRows, count - from);
      for (const name of ['endSteps', 'lengths', 'returns'] as const)
        columns[name].set(block[name].subarray(0, filled), from);
    });
    return columns;
  }

  /** Mean return of the last N episodes; NaN if none has ended. */
  meanReturn(last: number): number {
    const from = Math.max(0, this.count - last);
    let sum = 0;
    this.visit(from, this.count, (_endStep, _length, total) => (sum += total));
    return sum / (this.count - from);
  }

  /** Their number; their results are stored separately, in a table that only grows. */
  state(): SavedParts {
    return { count: this.count };
  }

  /**
   * Truncates to the first N of its episodes.
   * @throws InputError if it holds fewer
   */
  restore(state: SavedParts): void {
    const { count } = state as { readonly count?: unknown };
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > this.count) {
      throw new InputError(
        `${String(count)} episodes have ended, and ${this.count} are kept`,
        'episodes',
        'restore the run folder, or train again',
      );
    }
    this.count = count;
    this.blocks.length = Math.ceil(count / blockRows);
  }
}
