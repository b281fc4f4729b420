import type { BenchCellLine, BenchMatrix, BenchNews, Replies, Request } from '../../src/protocol/messages.ts';
import type { AppState } from './app-state.ts';
import { lineOf } from './experiment.ts';
import type { ExternalStore } from './external-store.ts';

/** Where requests of the bench go. */
interface Host {
  request<T extends Request['type']>(body: Extract<Request, { type: T }>): Promise<Replies[T]>;
}

/**
 * The displayed matrix paradigm x agent. Cells arrive faster than a page with thousands of them can be drawn, so they
 * are collected until the next frame.
 */
export class Bench {
  private readonly state: ExternalStore<AppState>;
  private readonly host: Host;
  private waiting: BenchCellLine[] = [];

  constructor(state: ExternalStore<AppState>, host: Host) {
    this.state = state;
    this.host = host;
  }

  /** Requests the known cells of the matrix. */
  load(): Promise<void> {
    return this.ask(async () => this.state.set({ bench: await this.host.request({ type: 'bench' }) }));
  }

  /** @param cell only this cell */
  run(cell?: Pick<BenchCellLine, 'paradigm' | 'agent'>): Promise<void> {
    return this.ask(async () => {
      // A message holds the two names and nothing else of the cell.
      const only = cell === undefined ? {} : { cell: { paradigm: cell.paradigm, agent: cell.agent } };
      await this.host.request({ type: 'bench-run', ...only });
      this.receive({ running: true });
    });
  }

  stop(): Promise<void> {
    return this.ask(async () => void (await this.host.request({ type: 'bench-stop' })));
  }

  /** Shows the details of a cell. */
  look(paradigm: string, agent: string): Promise<void> {
    return this.ask(async () =>
      this.state.set({ benchCell: await this.host.request({ type: 'bench-cell', paradigm, agent }) }),
    );
  }

  receive({ cell, running }: BenchNews): void {
    const { bench, benchCell } = this.state.get();
    if (cell !== undefined) {
      this.waiting.push(cell);
      // The seeds of the cell are available now.
      if (benchCell?.shipped === true && nameOf(cell) === nameOf(benchCell)) void this.look(cell.paradigm, cell.agent);
    }
    if (bench !== undefined && bench.running !== running) this.state.set({ bench: { ...bench, running } });
  }

  /** Applies the collected cells; called once per frame. */
  drawn(): void {
    const { bench } = this.state.get();
    if (bench === undefined || this.waiting.length === 0) return;
    this.state.set({ bench: { ...bench, cells: withCells(bench, this.waiting) } });
    this.waiting = [];
  }

  private async ask(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.state.set({ error: lineOf(error) });
    }
  }
}

const nameOf = ({ paradigm, agent }: Pick<BenchCellLine, 'paradigm' | 'agent'>): string => `${paradigm} ${agent}`;

function withCells({ cells }: BenchMatrix, newer: readonly BenchCellLine[]): readonly BenchCellLine[] {
  return [...new Map([...cells, ...newer].map((cell) => [nameOf(cell), cell])).values()];
}
