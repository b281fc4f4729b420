import type { SavedParts } from '../contracts/saved.ts';

/** Signals kept around events. */
export const windowSignals = ['rpe', 'value', 'reward'] as const;
type WindowSignal = (typeof windowSignals)[number];
/** Added by a recording: the mean over its units, and its first unit. */
export const recordedSignals = ['rate', 'unit'] as const;
type RecordedSignal = (typeof recordedSignals)[number];

/** One step of one environment: what arrived, and what happened (one bit per event). NaN if there is no such number. */
export interface WindowRow {
  readonly rpe: number;
  readonly value: number;
  readonly reward: number;
  /** If there is a recording. */
  readonly rate?: number;
  readonly unit?: number;
  readonly happened: number;
  /** Whether the episode ended with this step. */
  readonly ended: boolean;
}

export interface WindowShape {
  readonly events: number;
  readonly worlds: number;
  /** Steps of the window before and after the step of the event. */
  readonly before: number;
  readonly after: number;
  /** Number of occurrences kept per event: from the start of learning, and of the latest. */
  readonly kept: number;
  /** Whether there is a recording. */
  readonly recorded?: boolean;
}

/** Occurrences of one event, early or late: rows x steps of each signal. Steps outside the event's own episode are NaN. */
export interface Occurrences {
  readonly rows: number;
  readonly steps: number;
  readonly signals: Readonly<Record<WindowSignal, Float32Array>> &
    Readonly<Partial<Record<RecordedSignal, Float32Array>>>;
}

/**
 * Keeps the signals around every type of event during a run, in fixed memory: the first occurrences of each, and the
 * latest ones. Windows end with their episode, because the next episode is unrelated.
 */
export class EventWindows {
  readonly shape: WindowShape;
  /** Steps of a window. */
  readonly steps: number;
  private readonly early: readonly Store[];
  private readonly late: readonly Store[];
  private readonly tracks: readonly Track[];
  private readonly counts: Float64Array;

  constructor(shape: WindowShape) {
    this.shape = shape;
    this.steps = shape.before + 1 + shape.after;
    const stores = (): readonly Store[] =>
      Array.from({ length: shape.events }, () => new Store(shape.kept, this.steps, shape.recorded === true));
    this.early = stores();
    this.late = stores();
    this.tracks = Array.from({ length: shape.worlds }, () => new Track(shape.before, shape.recorded === true));
    this.counts = new Float64Array(shape.events);
  }

  /** Number of occurrences of each event. */
  count(event: number): number {
    return this.counts[event] as number;
  }

  /** Processes the next step of an environment. */
  add(world: number, row: WindowRow): void {
    const track = this.tracks[world] as Track;
    for (const open of track.open) open.store.write(open.serial, open.next++, row);
    if (track.open.length > 0 && (track.open[0] as Open).next >= this.steps)
      track.open = track.open.filter(({ next }) => next < this.steps);
    for (let event = 0, left = row.happened; left !== 0; event++, left >>>= 1)
      if ((left & 1) === 1) this.begin(event, track, row);
    if (row.ended) {
      track.open = [];
      track.clear();
    } else track.push(row);
  }

  private begin(event: number, track: Track, row: WindowRow): void {
    const count = this.counts[event] as number;
    this.counts[event] = count + 1;
    const { kept, before, after } = this.shape;
    const stores = count < kept ? [this.early[event], this.late[event]] : [this.late[event]];
    for (const store of stores as Store[]) {
      const serial = store.take();
      track.recall(store, serial);
      store.write(serial, before, row);
      if (after > 0) track.open.push({ store, serial, next: before + 1 });
    }
  }

  /** The first occurrences of an event, in order. */
  first(event: number): Occurrences {
    return (this.early[event] as Store).inOrder();
  }

  /** The latest occurrences of an event, in order. */
  latest(event: number): Occurrences {
    return (this.late[event] as Store).inOrder();
  }

  state(): SavedParts {
    const index = (store: Store): number =>
      this.early.includes(store) ? this.early.indexOf(store) : this.early.length + this.late.indexOf(store);
    return {
      counts: this.counts.slice(),
      stores: [...this.early, ...this.late].map((store) => store.state()),
      tracks: this.tracks.map((track) => ({
        past: track.state(),
        open: track.open.map(({ store, serial, next }) => [index(store), serial, next]),
      })),
    };
  }

  restore(state: SavedParts): void {
    const all = [...this.early, ...this.late];
    this.counts.set(state['counts'] as Float64Array);
    all.forEach((store, i) => store.restore((state['stores'] as readonly SavedParts[])[i] as SavedParts));
    this.tracks.forEach((track, i) => {
      const { past, open } = (state['tracks'] as readonly SavedParts[])[i] as {
        past: SavedParts;
        open: readonly (readonly [number, number, number])[];
      };
      track.restore(past);
      track.open = open.map(([store, serial, next]) => ({ store: all[store] as Store, serial, next }));
    });
  }
}

interface Open {
  readonly store: Store;
  /** Index of the window in its store. */
  readonly serial: number;
  /** Column of the next step. */
  next: number;
}

/** The stored signals of a step. */
type Kept = Pick<WindowRow, WindowSignal | RecordedSignal>;

/** A ring of windows. */
class Store {
  private readonly kept: number;
  private readonly steps: number;
  private readonly columns: Readonly<Record<WindowSignal, Float32Array>>;
  private readonly recorded: Readonly<Record<RecordedSignal, Float32Array>> | undefined;
  private taken = 0;

  constructor(kept: number, steps: number, isRecorded: boolean) {
    this.kept = kept;
    this.steps = steps;
    const column = (): Float32Array => new Float32Array(kept * steps).fill(Number.NaN);
    this.columns = { rpe: column(), value: column(), reward: column() };
    this.recorded = isRecorded ? { rate: column(), unit: column() } : undefined;
  }

  private all(): readonly (readonly [string, Float32Array])[] {
    return Object.entries({ ...this.columns, ...this.recorded });
  }

  /** Starts a window in the place of the oldest; returns its index. */
  take(): number {
    const slot = this.taken % this.kept;
    for (const signal of windowSignals)
      this.columns[signal].fill(Number.NaN, slot * this.steps, (slot + 1) * this.steps);
    if (this.recorded !== undefined)
      for (const signal of recordedSignals)
        this.recorded[signal].fill(Number.NaN, slot * this.steps, (slot + 1) * this.steps);
    this.taken += 1;
    return this.taken - 1;
  }

  /** Writes a step of a window, unless a newer window has replaced it. */
  write(serial: number, column: number, row: Kept): void {
    if (serial < this.taken - this.kept) return;
    const at = (serial % this.kept) * this.steps + column;
    this.columns.rpe[at] = row.rpe;
    this.columns.value[at] = row.value;
    this.columns.reward[at] = row.reward;
    if (this.recorded === undefined) return;
    this.recorded.rate[at] = row.rate ?? Number.NaN;
    this.recorded.unit[at] = row.unit ?? Number.NaN;
  }

  inOrder(): Occurrences {
    const { kept, steps, taken } = this;
    const rows = Math.min(taken, kept);
    const oldest = taken > kept ? taken % kept : 0;
    const ordered = (column: Float32Array): Float32Array => {
      const out = new Float32Array(rows * steps);
      for (let row = 0; row < rows; row++) {
        const slot = (oldest + row) % kept;
        out.set(column.subarray(slot * steps, (slot + 1) * steps), row * steps);
      }
      return out;
    };
    return {
      rows,
      steps,
      signals: Object.fromEntries(
        this.all().map(([signal, column]) => [signal, ordered(column)]),
      ) as unknown as Occurrences['signals'],
    };
  }

  state(): SavedParts {
    return { taken: this.taken, ...Object.fromEntries(this.all().map(([signal, column]) => [signal, column.slice()])) };
  }

  restore(state: SavedParts): void {
    this.taken = state['taken'] as number;
    for (const [signal, column] of this.all()) column.set(state[signal] as Float32Array);
  }
}

/** The latest steps of one environment's episode, and its windows that are still open. */
class Track {
  open: Open[] = [];
  private readonly length: number;
  private readonly past: Float64Array;
  private readonly recorded: Float64Array | undefined;
  private count = 0;

  constructor(length: number, isRecorded: boolean) {
    this.length = length;
    this.past = new Float64Array(3 * length);
    this.recorded = isRecorded ? new Float64Array(2 * length) : undefined;
  }

  push({ rpe, value, reward, rate = Number.NaN, unit = Number.NaN }: WindowRow): void {
    if (this.length === 0) return;
    const place = this.count % this.length;
    this.past[3 * place] = rpe;
    this.past[3 * place + 1] = value;
    this.past[3 * place + 2] = reward;
    if (this.recorded !== undefined) {
      this.recorded[2 * place] = rate;
      this.recorded[2 * place + 1] = unit;
    }
    this.count += 1;
  }

  clear(): void {
    this.count = 0;
  }

  /** Writes the stored steps into the columns before the event. */
  recall(store: Store, serial: number): void {
    const remembered = Math.min(this.count, this.length);
    for (let back = 1; back <= remembered; back++) {
      const place = (this.count - back) % this.length;
      store.write(serial, this.length - back, {
        rpe: this.past[3 * place] as number,
        value: this.past[3 * place + 1] as number,
        reward: this.past[3 * place + 2] as number,
        rate: this.recorded === undefined ? Number.NaN : (this.recorded[2 * place] as number),
        unit: this.recorded === undefined ? Number.NaN : (this.recorded[2 * place + 1] as number),
      });
    }
  }

  state(): SavedParts {
    return {
      count: this.count,
      past: this.past.slice(),
      ...(this.recorded === undefined ? {} : { recorded: this.recorded.slice() }),
    };
  }

  restore(state: SavedParts): void {
    this.count = state['count'] as number;
    this.past.set(state['past'] as Float64Array);
    this.recorded?.set(state['recorded'] as Float64Array);
  }
}
