import type { BenchCellLine, BenchMatrix, BenchNews, Replies, Request } from '../../src/protocol/messages.ts';
import type { AppState } from './app-state.ts';
import { lineOf } from './experiment.ts';
import type { ExternalStore } from './external-store.ts';

/** Whom the bench asks. */
interface Host {
  request<T extends Request['type']>(body: Extract<Request, { type: T }>): Promise<Replies[T]>;
}

/** The matrix paradigm x agent on screen. */
export class Bench {
  private readonly state: ExternalStore<AppState>;
  private readonly host: Host;

  constructor(state: ExternalStore<AppState>, host: Host) {
    this.state = state;
    this.host = host;
  }

  /** Asks for the matrix as far as it is known. */
  load(): Promise<void> {
    return this.ask(async () => this.state.set({ bench: await this.host.request({ type: 'bench' }) }));
  }

  run(): Promise<void> {
    return this.ask(async () => {
      await this.host.request({ type: 'bench-run' });
      this.receive({ running: true });
    });
  }

  stop(): Promise<void> {
    return this.ask(async () => void (await this.host.request({ type: 'bench-stop' })));
  }

  receive({ cell, running }: BenchNews): void {
    const { bench } = this.state.get();
    if (bench !== undefined) this.state.set({ bench: { ...bench, running, cells: cell === undefined ? bench.cells : withCell(bench, cell) } });
  }

  private async ask(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.state.set({ error: lineOf(error) });
    }
  }
}

function withCell({ cells }: BenchMatrix, cell: BenchCellLine): readonly BenchCellLine[] {
  return [...cells.filter(({ paradigm, agent }) => paradigm !== cell.paradigm || agent !== cell.agent), cell];
}
