import type { TrialSession } from '../engine/trial-session.ts';
import { columnSeconds, trialRows } from '../engine/trial-map.ts';
import { foldTrials, trialsPerMapRow, type FoldedRow } from '../protocol/fold.ts';
import type { TrialBlock } from '../protocol/frames.ts';

/** Maximum number of rows per block; a page that is this far behind has fewer lines on its screen. */
const maxBlockRows = 512;

/**
 * The trials of a session that a page has not been sent yet, as blocks. A page that is behind first gets all of them at
 * once, with rows of its map folded together, and later each row individually. Keeps no copy of them, however many
 * there are.
 */
export class TrialFeed {
  private readonly session: TrialSession;
  private readonly id: number;
  private readonly columns: number;
  private readonly types: ReadonlyMap<string, number>;
  private readonly shown: ReadonlySet<number>;
  private readonly perMapRow: number;
  /** Number of trials that each row of the map stood for when it was last sent individually. */
  private readonly sentAlone: Uint32Array;
  private sent = 0;

  /** @param shownTypes trial types in the map; all if absent */
  constructor(session: TrialSession, id: number, shownTypes?: readonly string[]) {
    this.session = session;
    this.id = id;
    this.columns = columnSeconds(session.design).length;
    const types = Object.keys(session.design.trialTypes);
    this.types = new Map(types.map((type, index) => [type, index]));
    this.shown = new Set((shownTypes ?? types).map((type) => this.types.get(type) as number));
    this.perMapRow = trialsPerMapRow(session.trials.length);
    this.sentAlone = new Uint32Array(Math.ceil(session.trials.length / this.perMapRow));
  }

  /** After the session was rewound: the current trial and everything after it will be sent again. */
  rewind(): void {
    this.sent = Math.min(this.sent, Math.max(0, this.session.done - 1));
  }

  get pending(): boolean {
    return this.sent < this.session.done;
  }

  /** All pending trials as one block, folded if they are more than a block's rows; undefined if there are none. */
  take(): TrialBlock | undefined {
    if (!this.pending) return undefined;
    const from = this.firstTrial(this.rowOf(this.sent));
    this.sent = this.session.done;
    const mapRows = Math.ceil((this.sent - from) / this.perMapRow);
    return this.block(from, this.sent, Math.ceil(mapRows / maxBlockRows));
  }

  /** Whether the page has rows of the map only in folded form. */
  get folded(): boolean {
    const [first, end] = this.foldedRows();
    return first < end;
  }

  /** The next of the folded rows, individually; undefined if there are none. */
  refine(): TrialBlock | undefined {
    const [first, end] = this.foldedRows();
    return first === end
      ? undefined
      : this.block(this.firstTrial(first), Math.min(this.reached, this.firstTrial(end)), 1);
  }

  /** Trials known to the page that the session has already passed. */
  private get reached(): number {
    return Math.min(this.sent, this.session.done);
  }

  /**
   * The first rows of the map that the page has only in folded form, as [first, end), at most as many as a block holds.
   */
  private foldedRows(): readonly [number, number] {
    const { reached, sentAlone } = this;
    const rows = Math.ceil(reached / this.perMapRow);
    const isFolded = (row: number): boolean => row < rows && (sentAlone[row] as number) < this.trialsIn(row, reached);
    let first = 0;
    while (first < rows && !isFolded(first)) first += 1;
    let end = first;
    while (end - first < maxBlockRows && isFolded(end)) end += 1;
    return [first, end];
  }

  private rowOf(trial: number): number {
    return Math.floor(trial / this.perMapRow);
  }

  private firstTrial(row: number): number {
    return row * this.perMapRow;
  }

  /** Trials of a row of the map among the first `done` of the session. */
  private trialsIn(row: number, done: number): number {
    return Math.min(this.firstTrial(row + 1), done) - this.firstTrial(row);
  }

  /** @param mapRows rows of the map per row of the block */
  private block(from: number, to: number, mapRows: number): TrialBlock {
    const { session, columns, id } = this;
    const trialsPerRow = mapRows * this.perMapRow;
    if (mapRows === 1)
      for (let row = this.rowOf(from); this.firstTrial(row) < to; row++) this.sentAlone[row] = this.trialsIn(row, to);
    const { done: trialsDone } = session;
    const { rpe, value } = trialRows(session, trialsDone - 1, trialsDone);
    return {
      session: id,
      firstTrial: from,
      endTrial: to,
      rows: Math.ceil((to - from) / trialsPerRow),
      columns,
      trialsPerRow,
      trialsDone,
      ...this.rows(from, to, trialsPerRow),
      last: { rpe, value },
    };
  }

  private rows(from: number, to: number, trialsPerRow: number): Pick<TrialBlock, 'types' | 'rpe' | 'value'> {
    if (trialsPerRow === 1) return this.trials(from, to);
    const { columns } = this;
    const rows = Math.ceil((to - from) / trialsPerRow);
    const types = new Uint32Array(rows);
    const rpe = new Float32Array(rows * columns);
    const value = new Float32Array(rows * columns);
    // Row by row, so that even a million pending trials take no more memory than the resulting block.
    for (let row = 0; row < rows; row++) {
      const first = from + row * trialsPerRow;
      const folded: FoldedRow = foldTrials(this.trials(first, Math.min(to, first + trialsPerRow)), columns, this.shown);
      types[row] = folded.type;
      rpe.set(folded.rpe, row * columns);
      value.set(folded.value, row * columns);
    }
    return { types, rpe, value };
  }

  private trials(from: number, to: number): Pick<TrialBlock, 'types' | 'rpe' | 'value'> {
    const types = Uint32Array.from(this.session.trials.slice(from, to), ({ type }) => this.types.get(type) as number);
    return { types, ...trialRows(this.session, from, to) };
  }
}
