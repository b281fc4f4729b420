import { decodeBlock } from '../../src/protocol/frames.ts';

/** Called once per frame; draws if there is something new to draw. */
type Painter = () => void;

export interface FrameLoop {
  /** Keeps a block until the next frame. */
  readonly push: (frame: Uint8Array) => void;
  /** Counts a frame that arrived as a message and is drawn by its receiver. */
  readonly count: () => void;
  /** Adds a painter; returns the function that removes it. */
  readonly add: (painter: Painter) => () => void;
}

/**
 * The page's only animation loop: it applies the received blocks, calls the painters, and then tells the host that it
 * can take the same number of frames again. A slow page thus receives fewer, folded frames instead of a growing queue.
 */
export function startFrameLoop(
  take: (block: ReturnType<typeof decodeBlock>) => void,
  credit: (count: number) => void,
): FrameLoop {
  const painters = new Set<Painter>();
  let waiting: Uint8Array[] = [];
  let counted = 0;

  function frame(): void {
    const taken = waiting;
    const frames = taken.length + counted;
    waiting = [];
    counted = 0;
    for (const bytes of taken) take(decodeBlock(bytes));
    for (const paint of painters) paint();
    if (frames > 0) credit(frames);
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);

  return {
    push: (bytes) => waiting.push(bytes),
    count: () => void (counted += 1),
    add(painter) {
      painters.add(painter);
      return () => painters.delete(painter);
    },
  };
}
