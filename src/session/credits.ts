/** Initial number of frames that may be sent to a page before it has drawn any. */
const initialCredit = 2;
const maxCredit = 64;

/** How many more frames a page can take. A page that stops drawing receives no more. */
export class Credits {
  private left = initialCredit;

  add(count: number): void {
    this.left = Math.min(maxCredit, this.left + count);
  }

  /** Whether a frame may be sent; if so, it is counted. */
  take(): boolean {
    if (this.left === 0) return false;
    this.left -= 1;
    return true;
  }
}
