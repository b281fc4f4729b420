import { InputError } from '../../core/errors.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import { encodeText, hashHead, type Hasher } from '../run.ts';
import type { ControlSession } from './control-session.ts';

/** Numbers that are hashed at a time, about: enough that each costs little, few enough to be kept with every saved state. */
const blockNumbers = 512;

/**
 * A hash over RPE and value of every step of a session from its first on, which can be saved in the middle and go on. Steps are taken together in blocks: of each,
 * the hash of the one before and the numbers of every world in turn are hashed.
 */
export class StepsHash {
  private readonly session: ControlSession;
  private readonly hasher: () => Hasher;
  /** Of all blocks that are full. */
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
   * @param state of a session that stands where this one does
   * @throws InputError where it cannot be that
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
