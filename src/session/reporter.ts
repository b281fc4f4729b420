import type { Channel } from '../protocol/channel.ts';
import { encodeBlock, type TrialBlock } from '../protocol/frames.ts';
import type { HostMessage, Progress } from '../protocol/messages.ts';
import type { Credits } from './credits.ts';
import type { OpenSession } from './open-session.ts';
import type { Scheduler } from './scheduler.ts';

/** Milliseconds between two frames of a session: a page can draw at most one per animation frame. */
const frameMs = 16;
/** Milliseconds between two results of a running session. */
const resultMs = 100;
/** A result that takes long to build is followed by a pause of a multiple of that time: running has priority. */
const restFactor = 9;

/** The reports about a session. */
export type Told = Pick<OpenSession, 'pending' | 'feed' | 'progress'>;

/**
 * Reports the progress of one session to a page. While the session runs, frames are sent only as long as the page has
 * credit, so the channel's queue is bounded however slow the page is. When it stops, the page is always told.
 */
export class Reporter {
  private readonly session: Told;
  private readonly channel: Channel<HostMessage, unknown>;
  private readonly credits: Credits;
  private readonly scheduler: Scheduler;
  private lastFrame = -Infinity;
  /** When the next result of the running session is due. */
  private nextResult = -Infinity;

  constructor(session: Told, channel: Channel<HostMessage, unknown>, credits: Credits, scheduler: Scheduler) {
    this.session = session;
    this.channel = channel;
    this.credits = credits;
    this.scheduler = scheduler;
  }

  running(): void {
    const now = this.scheduler.now();
    if (now - this.lastFrame < frameMs || !this.session.pending || !this.credits.take()) return;
    this.lastFrame = now;
    this.sendBlock(this.session.feed?.take());
    this.channel.send({ progress: now < this.nextResult ? this.session.progress(false) : this.result(now) });
  }

  stopped(): void {
    this.sendPending();
    this.channel.send({ progress: this.result(this.scheduler.now()) });
    this.sendBlocks();
  }

  private result(began: number): Progress {
    const progress = this.session.progress(true);
    const now = this.scheduler.now();
    this.nextResult = Math.max(began + resultMs, now + restFactor * (now - began));
    return progress;
  }

  /**
   * Sends pending blocks, as far as there is credit: trials that are new to the page, then single rows that it has only
   * in folded form.
   */
  sendBlocks(): void {
    this.sendPending();
    const { feed } = this.session;
    if (feed === undefined) return;
    while (!feed.pending && feed.folded && this.credits.take()) this.sendBlock(feed.refine());
  }

  private sendPending(): void {
    const { feed } = this.session;
    if (feed?.pending === true && this.credits.take()) this.sendBlock(feed.take());
  }

  private sendBlock(block: TrialBlock | undefined): void {
    if (block !== undefined) this.channel.sendFrame(encodeBlock(block));
  }
}
