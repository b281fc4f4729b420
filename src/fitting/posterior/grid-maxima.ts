/** A point of a grid that is higher than all its neighbours. */
export interface GridMaximum {
  readonly values: readonly number[];
  /** By how much (log) it is below the highest. */
  readonly below: number;
}

/** Lower ones are of no consequence to anything. */
const farthestBelow = 30;

/**
 * Cells that are higher than all neighbours, along axes and diagonals, the highest first. Cells that lack a neighbour do
 * not count: there the grid ends, and not the hill.
 * @param kept numbers of the cells, the first axis varying fastest
 * @param heights of them (log)
 * @param cells along each of `axes` axes
 */
export function maximaOf(
  kept: readonly number[],
  heights: Float64Array,
  cells: number,
  axes: number,
): readonly { readonly row: number; readonly below: number }[] {
  const all = new Map(kept.map((cell, row) => [cell, heights[row]]));
  const top = heights.reduce((most, one) => (one > most ? one : most), -Infinity);
  const steps = stepsTo(cells, axes);
  return Array.from(heights.keys())
    .filter((row) => {
      const height = heights[row];
      if (!(top - height <= farthestBelow)) return false;
      if (isOuter(kept[row], cells, axes)) return false;
      return steps.every((step) => height > (all.get(kept[row] + step) ?? Infinity));
    })
    .map((row) => ({ row, below: top - heights[row] }))
    .sort((one, other) => one.below - other.below);
}

/** Differences of the numbers of neighbours. */
function stepsTo(cells: number, axes: number): readonly number[] {
  let steps = [0];
  let stride = 1;
  for (let axis = 0; axis < axes; axis++, stride *= cells) {
    const along = stride;
    steps = steps.flatMap((step) => [step - along, step, step + along]);
  }
  return steps.filter((step) => step !== 0);
}

function isOuter(cell: number, cells: number, axes: number): boolean {
  for (let axis = 0, rest = cell; axis < axes; axis++, rest = Math.floor(rest / cells))
    if (rest % cells === 0 || rest % cells === cells - 1) return true;
  return false;
}
