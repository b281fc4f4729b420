import { InputError } from '../../../core/errors.ts';
import type { RandomStream } from '../../../core/random.ts';
import type { SavedParts } from '../../../contracts/saved.ts';

/** A batch of transitions. */
export interface ReplayBatch {
  /** batch x observation size. */
  readonly observations: Float32Array;
  readonly nextObservations: Float32Array;
  readonly actions: Int32Array;
  readonly rewards: Float32Array;
  /** 1 after a termination. */
  readonly terminated: Uint8Array;
  /** Interventions on each step (see ManipulatedPlayer); zeros if there are none. */
  readonly active: Int32Array;
}

/**
 * The latest transitions (Lin 1992), drawn uniformly with replacement. Binary observations are stored as bytes. A
 * transition stores both of its observations, because after a truncated episode the next row is the first observation
 * of another episode.
 */
export class ReplayBuffer {
  readonly capacity: number;
  size = 0;
  private next = 0;
  private readonly width: number;
  private readonly observations: Float32Array | Uint8Array;
  private readonly nextObservations: Float32Array | Uint8Array;
  private readonly actions: Int32Array;
  private readonly rewards: Float32Array;
  private readonly terminated: Uint8Array;
  /** Empty if there are no interventions. */
  private readonly active: Int32Array;

  /**
   * @param binary whether observations are 0 or 1
   * @param manipulated whether to store the interventions on each step
   */
  constructor(capacity: number, width: number, binary: boolean, manipulated = false) {
    this.capacity = capacity;
    this.width = width;
    const room = (): Float32Array | Uint8Array =>
      binary ? new Uint8Array(capacity * width) : new Float32Array(capacity * width);
    this.observations = room();
    this.nextObservations = room();
    this.actions = new Int32Array(capacity);
    this.rewards = new Float32Array(capacity);
    this.terminated = new Uint8Array(capacity);
    this.active = new Int32Array(manipulated ? capacity : 0);
  }

  /** Observations start at `from` and `nextFrom` in their arrays. */
  add(
    observations: Float32Array,
    from: number,
    action: number,
    reward: number,
    terminated: number,
    next: Float32Array,
    nextFrom: number,
    active = 0,
  ): void {
    const at = this.next * this.width;
    for (let j = 0; j < this.width; j++) {
      this.observations[at + j] = observations[from + j];
      this.nextObservations[at + j] = next[nextFrom + j];
    }
    this.actions[this.next] = action;
    this.rewards[this.next] = reward;
    this.terminated[this.next] = terminated;
    if (this.active.length > 0) this.active[this.next] = active;
    this.next = (this.next + 1) % this.capacity;
    this.size = Math.min(this.size + 1, this.capacity);
  }

  /** Fills a batch with transitions drawn at random. */
  sample(batch: ReplayBatch, random: RandomStream): void {
    const { width } = this;
    for (let k = 0; k < batch.actions.length; k++) {
      const row = random.integer(this.size);
      const from = row * width;
      for (let j = 0; j < width; j++) {
        batch.observations[k * width + j] = this.observations[from + j];
        batch.nextObservations[k * width + j] = this.nextObservations[from + j];
      }
      batch.actions[k] = this.actions[row];
      batch.rewards[k] = this.rewards[row];
      batch.terminated[k] = this.terminated[row];
      if (this.active.length > 0) batch.active[k] = this.active[row];
    }
  }

  state(): SavedParts {
    const filled = <A extends Float32Array | Uint8Array | Int32Array>(array: A, width: number): A =>
      array.slice(0, this.size * width) as A;
    return {
      next: this.next,
      observations: filled(this.observations, this.width),
      nextObservations: filled(this.nextObservations, this.width),
      actions: filled(this.actions, 1),
      rewards: filled(this.rewards, 1),
      terminated: filled(this.terminated, 1),
      ...(this.active.length === 0 ? {} : { active: filled(this.active, 1) }),
    };
  }

  /** @throws InputError for an index outside the buffer */
  restore(state: SavedParts): void {
    const next = state['next'] as number;
    if (!(next < this.capacity))
      throw new InputError(
        `place ${next} of ${this.capacity} is next`,
        'replay',
        'restore what was saved, or train again',
      );
    this.next = next;
    this.size = (state['actions'] as Int32Array).length;
    for (const name of ['observations', 'nextObservations', 'actions', 'rewards', 'terminated'] as const)
      (this[name] as Float32Array).set(state[name] as Float32Array);
    if (this.active.length > 0) this.active.set(state['active'] as Int32Array);
  }
}

export function replayBatch(count: number, width: number): ReplayBatch {
  return {
    observations: new Float32Array(count * width),
    nextObservations: new Float32Array(count * width),
    actions: new Int32Array(count),
    rewards: new Float32Array(count),
    terminated: new Uint8Array(count),
    active: new Int32Array(count),
  };
}
