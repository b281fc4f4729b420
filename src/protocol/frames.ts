/**
 * A block of consecutive trials on its way to a page. Layout, little-endian: eight Uint32 (magic, session, firstTrial,
 * rows, columns, trialsPerRow, trialsDone, 0), rows Uint32 trial types, then rows x columns Float32 of RPE and as many of value.
 */
export interface TrialBlock {
  readonly session: number;
  /** Index of the first trial of the first row. */
  readonly firstTrial: number;
  readonly rows: number;
  readonly columns: number;
  /** 1, or for a page that is behind: how many trials each row stands for (the last row may stand for fewer). */
  readonly trialsPerRow: number;
  /** Trials that the session had done when this block was made. */
  readonly trialsDone: number;
  /** Index into the opened session's types, one a row (of the row's first trial). */
  readonly types: Uint32Array;
  /** rows x columns. A folded row holds, column by column, the value that is farthest from zero. */
  readonly rpe: Float32Array;
  readonly value: Float32Array;
}

const magic = 0x50484153; // "PHAS"
const headerBytes = 32;

export function encodeBlock(block: TrialBlock): Uint8Array {
  const cells = block.rows * block.columns;
  const buffer = new ArrayBuffer(headerBytes + 4 * block.rows + 8 * cells);
  new Uint32Array(buffer, 0, 8).set([magic, block.session, block.firstTrial, block.rows, block.columns, block.trialsPerRow, block.trialsDone, 0]);
  new Uint32Array(buffer, headerBytes, block.rows).set(block.types);
  new Float32Array(buffer, headerBytes + 4 * block.rows, cells).set(block.rpe);
  new Float32Array(buffer, headerBytes + 4 * block.rows + 4 * cells, cells).set(block.value);
  return new Uint8Array(buffer);
}

/** @throws RangeError for bytes that are not a block */
export function decodeBlock(bytes: Uint8Array): TrialBlock {
  // A copy, because a view into a larger buffer need not be aligned to four bytes (and the slice of a Node Buffer is none).
  const { buffer } = new Uint8Array(bytes);
  if (buffer.byteLength < headerBytes) throw new RangeError(`a block has at least ${headerBytes} bytes, not ${buffer.byteLength}`);
  const [found, session, firstTrial, rows, columns, trialsPerRow, trialsDone] = new Uint32Array(buffer, 0, 8) as unknown as [number, number, number, number, number, number, number];
  const cells = rows * columns;
  if (found !== magic || buffer.byteLength !== headerBytes + 4 * rows + 8 * cells) throw new RangeError('not a block of trials');
  const types = new Uint32Array(buffer, headerBytes, rows);
  const rpe = new Float32Array(buffer, headerBytes + 4 * rows, cells);
  const value = new Float32Array(buffer, headerBytes + 4 * rows + 4 * cells, cells);
  return { session, firstTrial, rows, columns, trialsPerRow, trialsDone, types, rpe, value };
}
