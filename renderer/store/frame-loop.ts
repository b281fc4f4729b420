import { decodeBlock } from '../../src/protocol/frames.ts';

/** Called once a frame; draws if it has something new to draw. */
type Painter = () => void;

export interface FrameLoop {
  /** Keeps a block until the next frame. */
  readonly push: (frame: Uint8Array) => void;
  /** Counts a frame that has come as a message, which whoever took it draws. */
  readonly count: () => void;
  /** Adds a painter; gives the function that takes it out. */
  readonly add: (painter: Painter) => () => void;
}

/**
 * The page's one animation loop: takes in the blocks that have come, lets everything draw, and then tells the host that
 * it can take as many frames again. A page that is behind so gets fewer, folded ones instead of a queue.
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
