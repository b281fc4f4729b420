import type { SavedParts } from '../contracts/saved.ts';
import type { TrialSession } from '../engine/trial-session.ts';

/** More would cost memory, fewer would make going back slow: going back repeats at most 1/64 of the session. */
const maxCheckpoints = 64;

/**
 * A session that can be rewound. Rewinding and running again gives the same signals, since every trial is a function of
 * the state before it.
 */
export class Timeline {
  readonly session: TrialSession;
  /** One every `spacing` trials, from trial 0 up to the furthest trial reached. */
  private readonly checkpoints: SavedParts[];
  private readonly spacing: number;

  constructor(session: TrialSession) {
    this.session = session;
    this.spacing = Math.max(1, Math.ceil(session.trials.length / maxCheckpoints));
    this.checkpoints = [session.state()];
  }

  get done(): number {
    return this.session.done;
  }

  get trials(): number {
    return this.session.trials.length;
  }

  /**
   * Runs one trial; after the last one nothing happens.
   * @throws InputError if learning diverges; the session is then where it was before that trial
   */
  step(): void {
    const before = this.done;
    try {
      this.session.advance(1);
    } catch (error) {
      this.repeatUpTo(before);
      throw error;
    }
    const isNext = this.done === this.checkpoints.length * this.spacing;
    if (isNext) this.checkpoints.push(this.session.state());
  }

  /** Jumps to the checkpoint with the fewest steps to `trialsDone`; stays if the current trial is nearer. */
  approach(trialsDone: number): void {
    const index = Math.min(Math.floor(trialsDone / this.spacing), this.checkpoints.length - 1);
    const checkpoint = this.checkpoints[index] as SavedParts;
    const isAhead = this.done > trialsDone;
    if (isAhead || (checkpoint['done'] as number) > this.done) this.session.restore(checkpoint);
  }

  // The weights contain NaN, so only a checkpoint can restore earlier ones.
  private repeatUpTo(trialsDone: number): void {
    const index = Math.min(Math.floor(trialsDone / this.spacing), this.checkpoints.length - 1);
    this.session.restore(this.checkpoints[index] as SavedParts);
    this.session.advance(trialsDone - this.done);
  }
}
