import type { Hdf5Dataset } from './nodes.ts';

const product = (sizes: readonly number[]): number => sizes.reduce((all, one) => all * one, 1);

/** Elements [from, to) of an array of any shape, in the order of the file (C order). */
export async function elements(dataset: Hdf5Dataset, from: number, to: number): Promise<Float64Array> {
  const { shape } = dataset;
  if (to <= from) return new Float64Array();
  if (shape.length === 0) return dataset.allNumbers();
  const into = new Float64Array(to - from);
  let filled = 0;
  const take = (values: Float64Array): void => {
    into.set(values, filled);
    filled += values.length;
  };
  // The part of the range below one place in the outer dimensions.
  const read = async (outer: readonly number[], start: number, end: number): Promise<void> => {
    const axis = outer.length;
    const inner = product(shape.slice(axis + 1));
    const [first, last] = [Math.floor(start / inner), Math.ceil(end / inner)];
    const ones = outer.map(() => 1);
    if (axis === shape.length - 1) return take(await dataset.numbers([...outer, first], [...ones, last - first]));
    if (axis === shape.length - 2 && last - first > 1) {
      const rows = await dataset.numbers([...outer, first, 0], [...ones, last - first, inner]);
      return take(rows.subarray(start - first * inner, end - first * inner));
    }
    for (let place = first; place < last; place++)
      await read([...outer, place], Math.max(0, start - place * inner), Math.min(inner, end - place * inner));
  };
  await read([], from, to);
  return into;
}
