/**
 * A block of consecutive trials, sent to a page. Layout, little-endian: eight Uint32 (magic, session, firstTrial,
 * endTrial, rows, columns, trialsPerRow, trialsDone), one Uint32 trial type per row, then Float32: rows x columns of
 * RPE and as many of value, and RPE and value of the latest trial, a row each.
 */
export interface TrialBlock {
  readonly session: number;
  /** Index of the first trial of the first row, and of the trial after the last one of the last row. */
  readonly firstTrial: number;
  readonly endTrial: number;
  readonly rows: number;
  readonly columns: number;
  /** Trials per row (the last row has the remaining ones). 1: every row is one trial. */
  readonly trialsPerRow: number;
  /** Number of finished trials of the session when this block was created. */
  readonly trialsDone: number;
  /** Index into the opened session's types, one per row; `severalTypes` for a row with trials of different types. */
  readonly types: Uint32Array;
  /**
   * rows x columns. A row with several trials holds, column by column, the value farthest from zero: see foldTrials.
   */
  readonly rpe: Float32Array;
  readonly value: Float32Array;
  /** The latest trial, not folded: `trialsDone - 1`. */
  readonly last: { readonly rpe: Float32Array; readonly value: Float32Array };
}

const magic = 0x50484153; // "PHAS"
const headerBytes = 32;

export function encodeBlock(block: TrialBlock): Uint8Array {
  const { session, firstTrial, endTrial, rows, columns, trialsPerRow, trialsDone, types, rpe, value, last } = block;
  const buffer = new ArrayBuffer(bytesOf(rows, columns));
  new Uint32Array(buffer, 0, 8).set([magic, session, firstTrial, endTrial, rows, columns, trialsPerRow, trialsDone]);
  new Uint32Array(buffer, headerBytes, rows).set(types);
  let at = headerBytes + 4 * rows;
  for (const signal of [rpe, value, last.rpe, last.value]) {
    new Float32Array(buffer, at, signal.length).set(signal);
    at += 4 * signal.length;
  }
  return new Uint8Array(buffer);
}

const bytesOf = (rows: number, columns: number): number => headerBytes + 4 * rows + 8 * (rows + 1) * columns;

/** @throws RangeError if the bytes are not a block */
export function decodeBlock(bytes: Uint8Array): TrialBlock {
  // A copy, because a view into a larger buffer need not be aligned to four bytes (and the slice of a Node Buffer is a
  // view).
  const { buffer } = new Uint8Array(bytes);
  if (buffer.byteLength < headerBytes)
    throw new RangeError(`a block has at least ${headerBytes} bytes, not ${buffer.byteLength}`);
  const [found, session, firstTrial, endTrial, rows, columns, trialsPerRow, trialsDone] = new Uint32Array(
    buffer,
    0,
    8,
  ) as unknown as [number, number, number, number, number, number, number, number];
  if (found !== magic || buffer.byteLength !== bytesOf(rows, columns)) throw new RangeError('not a block of trials');
  const types = new Uint32Array(buffer, headerBytes, rows);
  let at = headerBytes + 4 * rows;
  const next = (cells: number): Float32Array => {
    const signal = new Float32Array(buffer, at, cells);
    at += 4 * cells;
    return signal;
  };
  return {
    session,
    firstTrial,
    endTrial,
    rows,
    columns,
    trialsPerRow,
    trialsDone,
    types,
    rpe: next(rows * columns),
    value: next(rows * columns),
    last: { rpe: next(columns), value: next(columns) },
  };
}
