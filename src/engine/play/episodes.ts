import type { SavedParts } from '../../contracts/saved.ts';
import type { PlaySession } from './play-session.ts';

/** What became of each episode, in order of their ends. Columns of equal length. */
export interface EpisodeColumns {
  /** Steps over all worlds that had been taken when it ended. */
  readonly endSteps: Float64Array;
  readonly lengths: Float64Array;
  readonly returns: Float64Array;
}

/** Collects the episodes that end, in arrays that grow by doubling. */
export class Episodes {
  count = 0;
  private endSteps: Float64Array = new Float64Array(256);
  private lengths: Float64Array = new Float64Array(256);
  private returns: Float64Array = new Float64Array(256);

  note({ worlds, steps }: PlaySession): void {
    for (let i = 0; i < worlds.count; i++) {
      if (worlds.terminated[i] === 1 || worlds.truncated[i] === 1) this.add(steps, worlds.endLengths[i] as number, worlds.endReturns[i] as number);
    }
  }

  /** @param endStep steps that had been taken when it ended */
  add(endStep: number, length: number, total: number): void {
    if (this.count === this.returns.length) {
      this.endSteps = doubled(this.endSteps);
      this.lengths = doubled(this.lengths);
      this.returns = doubled(this.returns);
    }
    this.endSteps[this.count] = endStep;
    this.lengths[this.count] = length;
    this.returns[this.count] = total;
    this.count += 1;
  }

  /** All of them; views, valid until the next one ends. */
  columns(): EpisodeColumns {
    const part = (array: Float64Array): Float64Array => array.subarray(0, this.count);
    return { endSteps: part(this.endSteps), lengths: part(this.lengths), returns: part(this.returns) };
  }

  /** Mean return of the last so many episodes; NaN where none has ended. */
  meanReturn(last: number): number {
    const from = Math.max(0, this.count - last);
    let sum = 0;
    for (let i = from; i < this.count; i++) sum += this.returns[i] as number;
    return sum / (this.count - from);
  }

  state(): SavedParts {
    const { endSteps, lengths, returns } = this.columns();
    return { endSteps: endSteps.slice(), lengths: lengths.slice(), returns: returns.slice() };
  }

  restore(state: SavedParts): void {
    const returns = state['returns'] as Float64Array;
    this.count = returns.length;
    const room = (saved: Float64Array): Float64Array => {
      const array = new Float64Array(Math.max(256, 2 * saved.length));
      array.set(saved);
      return array;
    };
    this.endSteps = room(state['endSteps'] as Float64Array);
    this.lengths = room(state['lengths'] as Float64Array);
    this.returns = room(returns);
  }
}

function doubled(array: Float64Array): Float64Array {
  const larger = new Float64Array(2 * array.length);
  larger.set(array);
  return larger;
}
