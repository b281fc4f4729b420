/** Numbers of a block: they fit into the processor's first cache. */
const blockSize = 2048;

/**
 * Calls for successive ranges of `length` numbers. A loop over a whole session is a function that is called once, which
 * engines compile in its midst, badly and each time again; a function that is called for each of many blocks is compiled once.
 */
export function eachBlock(length: number, run: (from: number, to: number) => void): void {
  for (let from = 0; from < length; from += blockSize) run(from, Math.min(length, from + blockSize));
}
