import type { TrialBlock } from './frames.ts';

/** Folds a block so that it has at most `maxRows` rows; each column keeps the value farthest from zero. */
export function foldBlock(block: TrialBlock, maxRows: number): TrialBlock {
  if (block.rows <= maxRows) return block;
  const group = Math.ceil(block.rows / maxRows);
  const rows = Math.ceil(block.rows / group);
  return {
    ...block,
    rows,
    trialsPerRow: block.trialsPerRow * group,
    types: Uint32Array.from({ length: rows }, (_, row) => block.types[row * group] as number),
    rpe: foldColumns(block.rpe, block.rows, block.columns, group),
    value: foldColumns(block.value, block.rows, block.columns, group),
  };
}

function foldColumns(values: Float32Array, rows: number, columns: number, group: number): Float32Array {
  const folded = new Float32Array(Math.ceil(rows / group) * columns);
  for (let row = 0; row < rows; row++) {
    const target = Math.floor(row / group) * columns;
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column] as number;
      if (Math.abs(value) > Math.abs(folded[target + column] as number)) folded[target + column] = value;
    }
  }
  return folded;
}
