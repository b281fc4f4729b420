/** Milliseconds of training before it is saved first, and at most between two saves: a crash or a power cut costs no more. */
const firstMs = 2_000;
const longestMs = 60_000;
/** Each interval is longer than the last one by this factor, since less of the whole is lost with it. */
const growth = 1.5;
/** At most one part in so many of the time is spent on saving, however large a run's state is. */
const workPerSave = 20;

/** When a run that trains is to be saved. */
export class SaveTimes {
  private interval = firstMs;
  private saved: number;

  /** @param now milliseconds, of any clock */
  constructor(now: number) {
    this.saved = now;
  }

  isDue(now: number): boolean {
    return now - this.saved >= this.interval;
  }

  /** @param took milliseconds that it took, which are no training */
  note(now: number, took: number): void {
    this.saved = now;
    this.interval = Math.max(Math.min(longestMs, growth * this.interval), workPerSave * took);
  }
}
