import type { GridDesign } from '../contracts/design.ts';
import type { TrialEnv } from '../contracts/env.ts';
import type { Trial, TrialList } from '../contracts/trial.ts';
import { Schedule } from './schedule.ts';

/** Trials drawn at once. */
const blockTrials = 512;

/**
 * The trials of a long session without choices and manipulations: a block of them is drawn when one is asked for, from
 * the state that the random stream had there, and is the same each time.
 */
export class DrawnTrials implements TrialList {
  readonly length: number;
  /** First step of each trial; one more entry at the end, the total number of steps. */
  readonly offsets: Uint32Array;
  private readonly schedule: Schedule;
  private readonly places: ReturnType<Schedule['place']>[] = [];
  private block: readonly Trial[] = [];
  private blockAt = -1;

  /** @throws InputError for a session of more steps than `limit` */
  constructor(design: GridDesign, env: TrialEnv, seed: number, limit: number) {
    this.schedule = new Schedule(design, env, seed, limit);
    this.length = design.phases.reduce((sum, { trials }) => sum + trials, 0);
    this.offsets = new Uint32Array(this.length + 1);
    for (let index = 0; index < this.length; index++) {
      if (index % blockTrials === 0) this.places.push(this.schedule.place());
      this.schedule.next();
      this.offsets[index + 1] = this.schedule.steps;
    }
  }

  at(index: number): Trial | undefined {
    const block = Math.floor(index / blockTrials);
    if (block !== this.blockAt) this.draw(block);
    return this.block[index - block * blockTrials];
  }

  *[Symbol.iterator](): Generator<Trial> {
    for (let index = 0; index < this.length; index++) yield this.at(index) as Trial;
  }

  private draw(block: number): void {
    const place = this.places[block];
    const trials: Trial[] = [];
    if (place !== undefined) {
      this.schedule.goTo(place);
      for (let trial = this.schedule.next(); trial !== undefined; trial = this.schedule.next()) {
        trials.push(trial);
        if (trials.length === blockTrials) break;
      }
    }
    this.block = trials;
    this.blockAt = block;
  }
}
