/** More rows than any screen has lines: a page keeps no more, and longer sessions have several trials per row. */
const maxRows = 4096;

/** Number of trials per row of a session's map; 1 if every trial has its own. Host and page both compute it. */
export const trialsPerMapRow = (trials: number): number => Math.max(1, Math.ceil(trials / maxRows));

/** In place of a type: the row contains trials of several types. */
export const severalTypes = 0xffffffff;

/** Consecutive trials: signals as trials x columns, row-major, and the type number of each trial. */
export interface Trials {
  readonly types: Uint32Array;
  readonly rpe: Float32Array;
  readonly value: Float32Array;
}

export interface FoldedRow {
  /** The type of the trials that count; `severalTypes` if they differ. */
  readonly type: number;
  readonly rpe: Float32Array;
  readonly value: Float32Array;
}

/**
 * One row for several trials: column by column the value farthest from zero, so that no transient is lost. Trials of
 * types outside the map do not count, unless there are no others.
 * @param shown numbers of the types that the map shows
 */
export function foldTrials({ types, rpe, value }: Trials, columns: number, shown: ReadonlySet<number>): FoldedRow {
  const all = Array.from(types.keys());
  const counted = all.filter((trial) => shown.has(types[trial] as number));
  const members = counted.length > 0 ? counted : all.slice(0, 1);
  const type = types[members[0] as number] as number;
  return {
    type: members.every((trial) => types[trial] === type) ? type : severalTypes,
    rpe: farthestFromZero(rpe, columns, members),
    value: farthestFromZero(value, columns, members),
  };
}

function farthestFromZero(signal: Float32Array, columns: number, members: readonly number[]): Float32Array {
  const farthest = new Float32Array(columns);
  for (const trial of members) {
    for (let column = 0; column < columns; column++) {
      const value = signal[trial * columns + column] as number;
      if (Math.abs(value) > Math.abs(farthest[column] as number)) farthest[column] = value;
    }
  }
  return farthest;
}
