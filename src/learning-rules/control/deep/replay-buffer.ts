import { InputError } from '../../../core/errors.ts';
import type { RandomStream } from '../../../core/random.ts';
import { observationSize, type ObservationSpace } from '../../../contracts/control-env.ts';
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
 * The latest transitions (Lin 1992), drawn uniformly with replacement. Binary observations are stored as bits, eight in
 * a byte, lowest first. A transition stores both of its observations, because after a truncated episode the next row is
 * the first observation of another episode.
 */
export class ReplayBuffer {
  readonly capacity: number;
  size = 0;
  private next = 0;
  private readonly rows: StoredRows;
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
    this.rows = binary ? bitRows(width) : numberRows(width);
    this.observations = this.rows.room(capacity);
    this.nextObservations = this.rows.room(capacity);
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
    this.rows.put(observations, from, this.observations, this.next);
    this.rows.put(next, nextFrom, this.nextObservations, this.next);
    this.actions[this.next] = action;
    this.rewards[this.next] = reward;
    this.terminated[this.next] = terminated;
    if (this.active.length > 0) this.active[this.next] = active;
    this.next = (this.next + 1) % this.capacity;
    this.size = Math.min(this.size + 1, this.capacity);
  }

  /** Fills a batch with transitions drawn at random. */
  sample(batch: ReplayBatch, random: RandomStream): void {
    for (let k = 0; k < batch.actions.length; k++) {
      const row = random.integer(this.size);
      this.rows.take(this.observations, row, batch.observations, k);
      this.rows.take(this.nextObservations, row, batch.nextObservations, k);
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
      observations: filled(this.observations, this.rows.length),
      nextObservations: filled(this.nextObservations, this.rows.length),
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

/** Bytes of a buffer of this capacity: two observations, action, reward and termination of each transition. */
export function replayBytes(capacity: number, observation: ObservationSpace): number {
  const width = observationSize(observation);
  const row = observation.kind === 'binary' ? bitBytes(width) : 4 * width;
  return capacity * (2 * row + 4 + 4 + 1);
}

const bitBytes = (width: number): number => Math.ceil(width / 8);

/** How observations are stored, one row each. */
interface StoredRows {
  /** Elements of a row. */
  readonly length: number;
  room(rows: number): Float32Array | Uint8Array;
  /** Stores an observation that starts at `from` as row `row` of `to`. */
  put(observations: Float32Array, from: number, to: Float32Array | Uint8Array, row: number): void;
  /** Writes row `row` of `from` as observation `k` of a batch. */
  take(from: Float32Array | Uint8Array, row: number, batch: Float32Array, k: number): void;
}

function numberRows(width: number): StoredRows {
  return {
    length: width,
    room: (rows) => new Float32Array(rows * width),
    put(observations, from, to, row) {
      for (let j = 0, at = row * width; j < width; j++) to[at + j] = observations[from + j];
    },
    take(from, row, batch, k) {
      for (let j = 0; j < width; j++) batch[k * width + j] = from[row * width + j];
    },
  };
}

function bitRows(width: number): StoredRows {
  const length = bitBytes(width);
  return {
    length,
    room: (rows) => new Uint8Array(rows * length),
    put(observations, from, to, row) {
      to.fill(0, row * length, (row + 1) * length);
      for (let j = 0; j < width; j++) {
        const at = row * length + (j >> 3);
        to[at] = to[at] | (observations[from + j] << (j & 7));
      }
    },
    take(from, row, batch, k) {
      for (let j = 0; j < width; j++) batch[k * width + j] = (from[row * length + (j >> 3)] >> (j & 7)) & 1;
    },
  };
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
