/** An array of numbers of one or two dimensions within a file; others are unfolded into columns. */
export interface NumberLeaf {
  /** Path in the file, e.g. `session.dff`. */
  readonly id: string;
  /** The path without its last part, which is the name. */
  readonly scope: string;
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** False for integers. */
  readonly mayMiss: boolean;
  /** Unit of its values as the file says it. */
  readonly unit?: string | undefined;
  /** What a column of several is called, from 0, e.g. `dff(:,2)`. */
  columnId(column: number): string;
  /** Rows [from, to) of a column. */
  read(column: number, from: number, to: number): Float64Array | Promise<Float64Array>;
  /** With rows and columns swapped. */
  transposed?(): NumberLeaf;
}

/** Texts, one per row. */
export interface TextLeaf {
  readonly id: string;
  readonly scope: string;
  readonly name: string;
  readonly values: readonly string[];
}

/** A vector in memory. */
export const vectorLeaf = (id: string, scope: string, name: string, values: Float64Array): NumberLeaf => ({
  id,
  scope,
  name,
  rows: values.length,
  columns: 1,
  mayMiss: true,
  columnId: () => id,
  read: (_, from, to) => values.slice(from, to),
});

/** Where elements of an array of two or more dimensions are. */
interface Layout {
  readonly id: string;
  readonly scope: string;
  readonly name: string;
  readonly dims: readonly number[];
  readonly order: 'columns first' | 'rows first';
  readonly mayMiss: boolean;
  readonly unit?: string | undefined;
  /** Elements [from, to) in the order of the file. */
  read(from: number, to: number): Float64Array | Promise<Float64Array>;
  /** What is written behind the id for places in dimensions, undefined for all of one. */
  index(places: readonly (number | undefined)[]): string;
}

/** Elements that are read at a time where a column is not contiguous. */
const step = 1 << 18;

/** Every `stride`-th element from `start`. */
async function strided(read: Layout['read'], start: number, stride: number, count: number): Promise<Float64Array> {
  if (stride === 1) return read(start, start + count);
  const into = new Float64Array(count);
  const perRead = Math.max(1, Math.floor(step / stride));
  for (let i = 0; i < count; i += perRead) {
    const until = Math.min(count, i + perRead);
    const first = start + i * stride;
    const chunk = await read(first, start + (until - 1) * stride + 1);
    for (let k = i; k < until; k++) into[k] = chunk[(k - i) * stride] as number;
  }
  return into;
}

/** An array as a leaf. Vectors have one column; of three and more dimensions all but the first are columns. */
export function arrayLeaf(layout: Layout): NumberLeaf {
  const { id, scope, name, mayMiss, unit, read } = layout;
  const sizes = layout.dims.length < 2 ? [...layout.dims, 1] : layout.dims;
  const [first = 0, ...others] = sizes;
  const rest = others.reduce((product, size) => product * size, 1);
  const isFirstFast = layout.order === 'columns first';
  const common = { scope, name, mayMiss, unit };
  const vector = (rows: number): NumberLeaf => ({
    ...common,
    id,
    rows,
    columns: 1,
    columnId: () => id,
    read: (_, from, to) => read(from, to),
  });
  if (first === 1 && others.length === 1) return vector(rest);
  if (rest === 1) return vector(first);
  const places = (column: number): number[] => {
    const found: number[] = Array.from({ length: others.length }, () => 0);
    const inOrder = [...others.keys()];
    for (const axis of isFirstFast ? inOrder : inOrder.toReversed()) {
      const size = others[axis] as number;
      found[axis] = column % size;
      column = Math.floor(column / size);
    }
    return found;
  };
  const upright: NumberLeaf = {
    ...common,
    id,
    rows: first,
    columns: rest,
    columnId: (column) => `${id}${layout.index([undefined, ...places(column)])}`,
    read: (column, from, to) =>
      isFirstFast
        ? read(column * first + from, column * first + to)
        : strided(read, from * rest + column, rest, Math.max(0, to - from)),
  };
  if (others.length > 1) return upright;
  const lying: NumberLeaf = {
    ...common,
    id,
    rows: rest,
    columns: first,
    columnId: (column) => `${id}${layout.index([column, undefined])}`,
    read: (column, from, to) =>
      isFirstFast
        ? strided(read, from * first + column, first, Math.max(0, to - from))
        : read(column * rest + from, column * rest + to),
  };
  return { ...upright, transposed: () => lying };
}
