/**
 * Milliseconds of training before the first save, and the maximum between two saves: a crash or a power cut loses no
 * more.
 */
const firstMs = 2_000;
const longestMs = 60_000;
/** Factor by which each interval is longer than the last, since the relative loss decreases. */
const growth = 1.5;
/** At most one part in N of the time is spent on saving, however large the state. */
const workPerSave = 20;

/** When to save a training run. */
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

  /** @param took duration of the save in milliseconds, which does not count as training */
  note(now: number, took: number): void {
    this.saved = now;
    this.interval = Math.max(Math.min(longestMs, growth * this.interval), workPerSave * took);
  }
}
