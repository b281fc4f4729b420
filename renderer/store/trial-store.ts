import type { TrialBlock } from '../../src/protocol/frames.ts';

/** More rows than any screen has lines; longer sessions share rows, so that memory stays where it is. */
const maxRows = 4096;

/**
 * The trials of one session as they arrived: a row per trial, or per group of trials where there are more than fit.
 * All memory is taken when the session is opened. A shared row holds, column by column, the value farthest from zero.
 */
export class TrialStore {
  readonly session: number;
  readonly trials: number;
  readonly columns: number;
  /** Trials that share a row. */
  readonly trialsPerRow: number;
  readonly rows: number;
  readonly rpe: Float32Array;
  readonly value: Float32Array;
  /** Type of each row's first trial. */
  readonly types: Uint32Array;
  /** 1 where a row has arrived. */
  readonly arrived: Uint8Array;
  /** Largest |RPE| so far. */
  peak = 0;
  /** Grows with every change. */
  version = 0;
  /** Rows that changed since the last look, as [from, to); a painter takes them with takeChanged(). */
  private changedFrom = Infinity;
  private changedTo = 0;

  constructor(session: number, trials: number, columns: number) {
    this.session = session;
    this.trials = trials;
    this.columns = columns;
    this.trialsPerRow = Math.max(1, Math.ceil(trials / maxRows));
    this.rows = Math.ceil(trials / this.trialsPerRow);
    this.rpe = new Float32Array(this.rows * columns);
    this.value = new Float32Array(this.rows * columns);
    this.types = new Uint32Array(this.rows);
    this.arrived = new Uint8Array(this.rows);
  }

  write(block: TrialBlock): void {
    if (block.session !== this.session || block.columns !== this.columns) return;
    for (let row = 0; row < block.rows; row++) {
      const firstTrial = block.firstTrial + row * block.trialsPerRow;
      // The last row of a folded block may stand for fewer trials: those that were done.
      const lastTrial = Math.max(firstTrial, Math.min(firstTrial + block.trialsPerRow, block.trialsDone, this.trials) - 1);
      for (let target = this.rowOf(firstTrial); target <= this.rowOf(lastTrial); target++) this.writeRow(block, row, target);
    }
    this.version += 1;
  }

  rowOf(trial: number): number {
    return Math.floor(trial / this.trialsPerRow);
  }

  /** Rows changed since the last call, as [from, to); undefined when none did. */
  takeChanged(): readonly [number, number] | undefined {
    if (this.changedFrom >= this.changedTo) return undefined;
    const changed = [this.changedFrom, this.changedTo] as const;
    this.changedFrom = Infinity;
    this.changedTo = 0;
    return changed;
  }

  private writeRow(block: TrialBlock, row: number, target: number): void {
    const from = row * block.columns;
    const to = target * this.columns;
    // The same trial always has the same signals, so a trial that is lived through again changes nothing.
    const isShared = this.trialsPerRow > 1 && this.arrived[target] === 1;
    for (let column = 0; column < this.columns; column++) {
      const rpe = block.rpe[from + column] as number;
      const value = block.value[from + column] as number;
      if (!isShared || Math.abs(rpe) > Math.abs(this.rpe[to + column] as number)) this.rpe[to + column] = rpe;
      if (!isShared || Math.abs(value) > Math.abs(this.value[to + column] as number)) this.value[to + column] = value;
      if (Math.abs(rpe) > this.peak) this.peak = Math.abs(rpe);
    }
    if (!isShared) this.types[target] = block.types[row] as number;
    this.arrived[target] = 1;
    this.changedFrom = Math.min(this.changedFrom, target);
    this.changedTo = Math.max(this.changedTo, target + 1);
  }
}
