import { trialsPerMapRow } from '../../src/protocol/fold.ts';
import type { TrialBlock } from '../../src/protocol/frames.ts';

/** RPE and value of one trial, one number per column. */
export interface TrialSignals {
  readonly rpe: Float32Array;
  readonly value: Float32Array;
}

/**
 * The received trials of one session: one row per trial, or per group of trials if there are more than rows. All memory
 * is allocated when the session is opened. A row for several trials contains, for each column, the value farthest from
 * zero, and so does not show a single trial; `standsFor` gives its trials.
 */
export class TrialStore {
  readonly session: number;
  readonly trials: number;
  readonly columns: number;
  /** Number of trials per row. */
  readonly trialsPerRow: number;
  readonly rows: number;
  readonly rpe: Float32Array;
  /** Type of each row's trials; `severalTypes` if they differ. */
  readonly types: Uint32Array;
  /** 1 if a row has been received. */
  readonly arrived: Uint8Array;
  /** Largest |RPE| so far. */
  peak = 0;
  /** Increases with every change. */
  version = 0;
  /** Trials from which each row's numbers were computed, as [from, to). */
  private readonly from: Uint32Array;
  private readonly to: Uint32Array;
  private readonly value: Float32Array;
  private last: (TrialSignals & { readonly trial: number }) | undefined;
  /** Rows changed since the last call, as [from, to); a painter takes them with takeChanged(). */
  private changedFrom = Infinity;
  private changedTo = 0;

  constructor(session: number, trials: number, columns: number) {
    this.session = session;
    this.trials = trials;
    this.columns = columns;
    this.trialsPerRow = trialsPerMapRow(trials);
    this.rows = Math.ceil(trials / this.trialsPerRow);
    this.rpe = new Float32Array(this.rows * columns);
    this.value = new Float32Array(this.rows * columns);
    this.types = new Uint32Array(this.rows);
    this.arrived = new Uint8Array(this.rows);
    this.from = new Uint32Array(this.rows);
    this.to = new Uint32Array(this.rows);
  }

  write(block: TrialBlock): void {
    if (block.session !== this.session || block.columns !== this.columns) return;
    for (let row = 0; row < block.rows; row++) {
      const from = block.firstTrial + row * block.trialsPerRow;
      const to = Math.min(from + block.trialsPerRow, block.endTrial, this.trials);
      const [first, last] = [this.rowOf(from), this.rowOf(to - 1)];
      // A row computed only from its own trials is never replaced by one that also includes others.
      for (let target = first; target <= last; target++)
        if (first === last || !this.hasOwn(target, to)) this.writeRow(block, row, target, from, to);
    }
    this.last = { trial: block.trialsDone - 1, ...block.last };
    this.version += 1;
  }

  rowOf(trial: number): number {
    return Math.floor(trial / this.trialsPerRow);
  }

  /**
   * The trials from which a row's numbers were computed, as [from, to): one trial, or several, of which each column has
   * the value farthest from zero.
   */
  standsFor(row: number): readonly [number, number] {
    return [this.from[row] as number, this.to[row] as number];
  }

  /** Signals of one trial; undefined if the page does not have them. */
  trial(trial: number): TrialSignals | undefined {
    if (this.last?.trial === trial) return this.last;
    const row = this.rowOf(trial);
    const [from, to] = this.standsFor(row);
    if (from !== trial || to !== trial + 1) return undefined;
    const part = (signal: Float32Array): Float32Array => signal.subarray(row * this.columns, (row + 1) * this.columns);
    return { rpe: part(this.rpe), value: part(this.value) };
  }

  /** Whether any of the first `rows` rows includes trials of other rows, as received by a slow page. */
  hasFolded(rows: number): boolean {
    for (let row = 0; row < rows; row++) if (this.isFolded(row)) return true;
    return false;
  }

  /** Rows changed since the last call, as [from, to); undefined if none did. */
  takeChanged(): readonly [number, number] | undefined {
    if (this.changedFrom >= this.changedTo) return undefined;
    const changed = [this.changedFrom, this.changedTo] as const;
    this.changedFrom = Infinity;
    this.changedTo = 0;
    return changed;
  }

  /** Whether a row's numbers include all of its own trials before `end`, and no others. */
  private hasOwn(row: number, end: number): boolean {
    return (
      this.arrived[row] === 1 &&
      !this.isFolded(row) &&
      (this.to[row] as number) >= Math.min((row + 1) * this.trialsPerRow, end)
    );
  }

  private isFolded(row: number): boolean {
    return this.arrived[row] === 1 && this.rowOf(this.from[row] as number) !== this.rowOf((this.to[row] as number) - 1);
  }

  private writeRow(block: TrialBlock, row: number, target: number, first: number, end: number): void {
    const source = row * block.columns;
    this.rpe.set(block.rpe.subarray(source, source + this.columns), target * this.columns);
    this.value.set(block.value.subarray(source, source + this.columns), target * this.columns);
    for (let column = 0; column < this.columns; column++)
      this.peak = Math.max(this.peak, Math.abs(block.rpe[source + column] as number));
    this.types[target] = block.types[row] as number;
    this.arrived[target] = 1;
    this.from[target] = first;
    this.to[target] = end;
    this.changedFrom = Math.min(this.changedFrom, target);
    this.changedTo = Math.max(this.changedTo, target + 1);
  }
}
