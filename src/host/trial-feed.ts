import type { Session } from '../engine/session.ts';
import { columnSeconds, trialRows } from '../engine/trial-map.ts';
import { foldBlock } from '../protocol/fold.ts';
import type { TrialBlock } from '../protocol/frames.ts';

/** Rows of one block at most; a page that is so far behind has fewer lines on its screen than this. */
const maxBlockRows = 512;

/** The trials of a session that a page has not been sent yet, as blocks. Keeps no copy of them, however many there are. */
export class TrialFeed {
  private readonly session: Session;
  private readonly id: number;
  private readonly columns: number;
  private readonly types: ReadonlyMap<string, number>;
  private sent = 0;

  constructor(session: Session, id: number) {
    this.session = session;
    this.id = id;
    this.columns = columnSeconds(session.design).length;
    this.types = new Map(trialTypes(session).map((type, index) => [type, index]));
  }

  /** After the session went back: what follows will be sent again. */
  rewind(): void {
    this.sent = Math.min(this.sent, this.session.trialsDone);
  }

  get pending(): boolean {
    return this.sent < this.session.trialsDone;
  }

  /** All pending trials as one block, folded where they are more than a block's rows; undefined when there are none. */
  take(): TrialBlock | undefined {
    if (!this.pending) return undefined;
    const from = this.sent;
    this.sent = this.session.trialsDone;
    const group = Math.ceil((this.sent - from) / maxBlockRows);
    return group === 1 ? this.block(from, this.sent) : this.folded(from, this.sent, group);
  }

  private block(from: number, to: number): TrialBlock {
    const { session, columns } = this;
    const types = Uint32Array.from(session.trials.slice(from, to), ({ type }) => this.types.get(type) as number);
    return { session: this.id, firstTrial: from, rows: to - from, columns, trialsPerRow: 1, trialsDone: session.trialsDone, types, ...trialRows(session, from, to) };
  }

  // Row by row, so that even a million pending trials take no more memory than the block that they become.
  private folded(from: number, to: number, group: number): TrialBlock {
    const { columns } = this;
    const rows = Math.ceil((to - from) / group);
    const types = new Uint32Array(rows);
    const rpe = new Float32Array(rows * columns);
    const value = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      const first = from + row * group;
      const one = foldBlock(this.block(first, Math.min(to, first + group)), 1);
      types[row] = one.types[0] as number;
      rpe.set(one.rpe, row * columns);
      value.set(one.value, row * columns);
    }
    return { session: this.id, firstTrial: from, rows, columns, trialsPerRow: group, trialsDone: this.session.trialsDone, types, rpe, value };
  }
}

/** Trial types in the order that the frames' type numbers count. */
export const trialTypes = (session: Session): readonly string[] => Object.keys(session.design.trialTypes);
