import { InputError } from '../../core/errors.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import { encodeText, hashHead, type Hasher } from '../run.ts';
import type { ControlSession } from './control-session.ts';

/**
 * Approximate count of numbers per hashed block: large enough to be cheap per number, small enough to store with every
 * saved state.
 */
const blockNumbers = 512;

/**
 * A hash over RPE and value of every step of a session from its first on, which can be saved midway and continued.
 * Steps are hashed in blocks: the hash of the previous block, then the numbers of each environment in turn.
 */
export class StepsHash {
  private readonly session: ControlSession;
  private readonly hasher: () => Hasher;
  /** Hash of all full blocks. */
  private blocks = '';
  private readonly block: Float64Array;
  private filled = 0;

  constructor(session: ControlSession, hasher: () => Hasher) {
    this.session = session;
    this.hasher = hasher;
    const step = 2 * session.spec.worlds;
    this.block = new Float64Array(step * Math.ceil(blockNumbers / step));
    session.onStep(() => this.note());
  }

  private note(): void {
    const { block } = this;
    const { rpe, value } = this.session.acting.signals;
    let at = this.filled;
    for (let i = 0; i < rpe.length; i++) {
      block[at++] = rpe[i] as number;
      block[at++] = value[i] as number;
    }
    this.filled = at === block.length ? 0 : at;
    if (this.filled > 0) return;
    const hasher = this.hasher();
    hasher.update(encodeText(this.blocks));
    hasher.update(bytesOf(block));
    this.blocks = hasher.hex();
  }

  /** The hash of the run so far: over the versions of its parts, its spec, and every step. */
  hex(): string {
    const hasher = this.hasher();
    hasher.update(hashHead(this.session.spec));
    hasher.update(encodeText(this.blocks));
    hasher.update(bytesOf(this.block.subarray(0, this.filled)));
    return hasher.hex();
  }

  state(): SavedParts {
    return { blocks: this.blocks, block: this.block.slice(0, this.filled) };
  }

  /**
   * @param state of a session at the same step
   * @throws InputError for an invalid state
   */
  restore(state: SavedParts): void {
    const { blocks, block } = state as { readonly blocks: string; readonly block: Float64Array };
    const filled = (2 * this.session.steps) % this.block.length;
    if (block.length !== filled)
      throw new InputError(
        `${block.length} numbers are kept, and ${filled} must be`,
        'stepsHash',
        'restore the run folder, or train again',
      );
    this.blocks = blocks;
    this.block.set(block);
    this.filled = filled;
  }
}

const bytesOf = (numbers: Float64Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
