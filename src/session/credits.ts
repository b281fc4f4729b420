/** Frames that a page may be sent before it has drawn any. */
const initialCredit = 2;
const maxCredit = 64;

/** How many more frames a page can take. A page that stops drawing stops being sent any. */
export class Credits {
  private left = initialCredit;

  add(count: number): void {
    this.left = Math.min(maxCredit, this.left + count);
  }

  /** Whether a frame may be sent, which then counts. */
  take(): boolean {
    if (this.left === 0) return false;
    this.left -= 1;
    return true;
  }
}
