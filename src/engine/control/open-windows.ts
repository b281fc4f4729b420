import type { SavedParts } from '../../contracts/saved.ts';
import type { EventWindow } from '../../contracts/control-changes.ts';
import type { Worlds } from './worlds.ts';

/** The windows after one event, in several environments. */
export class OpenWindows {
  private readonly window: EventWindow;
  private readonly worlds: number;
  /** Steps since the last window opened; -1 if none has in this episode. */
  private readonly since: Int32Array;
  /** Recent events, by tick modulo its length, that have not opened their window yet: (delay + 1) x environments. */
  private readonly waiting: Uint8Array;
  private ticks = 0;

  constructor(window: EventWindow, worlds: number) {
    this.window = window;
    this.worlds = worlds;
    this.since = new Int32Array(worlds).fill(-1);
    this.waiting = new Uint8Array((window.delay + 1) * worlds);
  }

  /** Processes the step that was just taken. */
  step({ happened, rewards }: Worlds): void {
    const { event, delay } = this.window;
    const length = delay + 1;
    const now = (this.ticks % length) * this.worlds;
    const opening = ((this.ticks + 1) % length) * this.worlds;
    for (let i = 0; i < this.worlds; i++) {
      this.waiting[now + i] = event === 'reward' ? Number(rewards[i] !== 0) : ((happened[i] as number) >> event) & 1;
      const since = this.since[i] as number;
      this.since[i] = this.waiting[opening + i] === 1 ? 0 : since < 0 ? -1 : since + 1;
    }
    this.ticks += 1;
  }

  isOpen(i: number): boolean {
    const since = this.since[i] as number;
    return since >= 0 && since < this.window.steps;
  }

  /** After a step that ended an episode: its windows do not reach into the next one. */
  endEpisodes({ starts }: Worlds): void {
    for (let i = 0; i < this.worlds; i++) if (starts[i] === 1) this.close(i);
  }

  close(i: number): void {
    this.since[i] = -1;
    for (let at = i; at < this.waiting.length; at += this.worlds) this.waiting[at] = 0;
  }

  state(): SavedParts {
    return { since: this.since.slice(), waiting: this.waiting.slice(), ticks: this.ticks };
  }

  restore(state: SavedParts): void {
    this.since.set(state['since'] as Int32Array);
    this.waiting.set(state['waiting'] as Uint8Array);
    this.ticks = state['ticks'] as number;
  }
}
