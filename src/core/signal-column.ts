/** Consecutive steps of a signal. */
export interface Stretch {
  readonly values: Float64Array;
  /** The step, counted from the session's start, of the first value. */
  readonly origin: number;
}

/** A signal of a session, one number per step. */
export interface SignalColumn {
  readonly length: number;
  /** A stretch with all steps from `from` to `to` (exclusive) that the session has; valid until the next call. */
  stretch(from: number, to: number): Stretch;
}

/** A signal as a session has it: all of its numbers, or a column that computes them. */
export type Signal = Float64Array | SignalColumn;

export function columnOf(signal: Signal): SignalColumn {
  if (!(signal instanceof Float64Array)) return signal;
  const all: Stretch = { values: signal, origin: 0 };
  return { length: signal.length, stretch: () => all };
}

/** The number at a step; undefined outside the session. */
export function numberAt(column: SignalColumn, step: number): number | undefined {
  const { values, origin } = column.stretch(step, step + 1);
  return values[step - origin];
}

/** Runs kept in one piece of memory, and their longest length: a longer one is several. */
const pieceRuns = 1 << 16;
const longestRun = 0xffff;
/** Steps decoded at once, at least: neighbouring steps are read one after the other. */
const minDecoded = 1 << 14;

/** A part of the kept runs: where each begins, how long it is, and its number. */
interface Piece {
  readonly starts: Uint32Array;
  readonly lengths: Uint16Array;
  readonly numbers: Float64Array;
}

/**
 * A signal that is 0 in most steps, and otherwise often the same from step to step, as that of a model that predicts
 * once a trial: its runs of equal numbers are kept, 14 bytes each, in place of its steps. Exact to the bit.
 */
export class SparseColumn implements SignalColumn {
  readonly length: number;
  private readonly pieces: Piece[] = [];
  private runs = 0;
  private written = 0;
  private decoded: Stretch = { values: new Float64Array(0), origin: 0 };
  private buffer = new Float64Array(0);

  /** @param length steps of the session; those that are not yet written are 0 */
  constructor(length: number) {
    this.length = length;
  }

  /** Writes the next `count` steps. */
  append(steps: Float64Array, count: number): void {
    for (let i = 0; i < count;) {
      const number = steps[i] as number;
      let end = i + 1;
      if (!Object.is(number, 0)) {
        while (end < count && end - i < longestRun && Object.is(steps[end], number)) end += 1;
        this.addRun(this.written + i, end - i, number);
      }
      i = end;
    }
    this.written += count;
    // What was decoded may have been ahead of what was written.
    this.decoded = { values: new Float64Array(0), origin: 0 };
  }

  stretch(from: number, to: number): Stretch {
    const { values, origin } = this.decoded;
    const first = Math.max(0, from);
    const end = Math.min(to, this.length);
    if (first >= origin && end <= origin + values.length) return this.decoded;
    return this.decode(first, Math.min(this.length, Math.max(end, first + minDecoded)));
  }

  private addRun(start: number, length: number, number: number): void {
    const at = this.runs % pieceRuns;
    if (at === 0)
      this.pieces.push({
        starts: new Uint32Array(pieceRuns),
        lengths: new Uint16Array(pieceRuns),
        numbers: new Float64Array(pieceRuns),
      });
    const { starts, lengths, numbers } = this.pieces.at(-1) as Piece;
    starts[at] = start;
    lengths[at] = length;
    numbers[at] = number;
    this.runs += 1;
  }

  private decode(from: number, to: number): Stretch {
    const count = Math.max(0, to - from);
    if (this.buffer.length < count) this.buffer = new Float64Array(count);
    const values = this.buffer.subarray(0, count).fill(0);
    for (let run = this.firstEndingAfter(from); run < this.runs; run++) {
      const piece = this.pieceOf(run);
      const at = run % pieceRuns;
      const start = (piece.starts[at] as number) - from;
      if (start >= count) break;
      values.fill(piece.numbers[at] as number, Math.max(0, start), start + (piece.lengths[at] as number));
    }
    this.decoded = { values, origin: from };
    return this.decoded;
  }

  private firstEndingAfter(step: number): number {
    let low = 0;
    let high = this.runs;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { starts, lengths } = this.pieceOf(middle);
      const at = middle % pieceRuns;
      if ((starts[at] as number) + (lengths[at] as number) > step) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private pieceOf(run: number): Piece {
    return this.pieces[Math.floor(run / pieceRuns)] as Piece;
  }
}
