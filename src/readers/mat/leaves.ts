import { arrayLeaf, vectorLeaf, type NumberLeaf, type TextLeaf } from '../arrays/leaf.ts';
import { inFull, several } from '../sampled/words.ts';
import { countOf, type MatNumbers, type MatSparse, type MatStruct, type MatValue } from './tree.ts';

/** Elements of arrays of structs and cells that are shown one by one; the tree has all of them. */
const maxElements = 512;
const maxDims = 3;

export interface Leaves {
  readonly numbers: NumberLeaf[];
  readonly texts: TextLeaf[];
  readonly warnings: string[];
}

/**
 * Arrays of numbers and texts of a file by path: `session.dff`, `spikes{3}`, `trials(2).licks`. A field that has one
 * number or text in each struct of an array is one column.
 */
export function leavesOf(variables: ReadonlyMap<string, MatValue>): Leaves {
  const into: Leaves = { numbers: [], texts: [], warnings: [] };
  for (const [name, value] of variables) gather(value, '', name, name, into);
  return into;
}

function gather(value: MatValue, scope: string, name: string, id: string, into: Leaves): void {
  if (value.kind === 'numbers') gatherNumbers(value, scope, name, id, into);
  else if (value.kind === 'text') {
    if (value.rows.length > 0) into.texts.push({ id, scope, name, values: value.rows.map((row) => row.trimEnd()) });
  } else if (value.kind === 'cell') gatherColumn(value.items, scope, name, (i) => `${id}{${i + 1}}`, id, into);
  else if (value.kind === 'struct') gatherStruct(value, id, into);
  else if (value.kind === 'sparse') gatherSparse(value, scope, name, id, into);
  else into.warnings.push(opaqueWarning(id, value.className));
}

/** What only MATLAB reads, and how to save it so that others can. */
export const opaqueWarning = (id: string, className: string): string =>
  `${id} is a MATLAB ${className === '' ? 'object' : className}, which only MATLAB reads: left out; ${remedies[className] ?? `save its properties as a struct: s = struct(${id})`}`;

const remedies: Readonly<Record<string, string>> = {
  table: 'save it with table2struct(..., "ToScalar", true), or as text with writetable',
  timetable: 'save it with table2struct(timetable2table(...), "ToScalar", true), or as text with writetimetable',
  string: 'save it with cellstr(...)',
  datetime: 'save it with posixtime(...), seconds since 1970',
  duration: 'save it with seconds(...)',
  categorical: 'save it with cellstr(...)',
  function_handle: 'nothing is lost but the function',
};

function gatherNumbers(value: MatNumbers, scope: string, name: string, id: string, into: Leaves): void {
  const { dims, read, numberClass } = value;
  if (countOf(dims) === 0) return;
  if (value.imaginary !== undefined) into.warnings.push(`${id} is complex: its real part is shown`);
  const size = dims.map((one) => inFull(one)).join(' x ');
  if (dims.length > maxDims) {
    into.warnings.push(`${id} has ${dims.length} dimensions (${size}): not shown as a table`);
    return;
  }
  const index = (places: readonly (number | undefined)[]): string =>
    `(${places.map((place) => (place === undefined ? ':' : place + 1)).join(',')})`;
  const mayMiss = numberClass === 'double' || numberClass === 'single';
  into.numbers.push(arrayLeaf({ id, scope, name, dims, order: 'columns first', mayMiss, read, index }));
}

/** Values that each belong to a row: numbers and texts are one column, others stand alone. */
function gatherColumn(
  items: readonly MatValue[],
  scope: string,
  name: string,
  itemId: (index: number) => string,
  id: string,
  into: Leaves,
): void {
  if (items.length === 0) return;
  const isNumber = (one: MatValue): one is MatNumbers => one.kind === 'numbers' && countOf(one.dims) <= 1;
  if (items.every((one) => isNumber(one))) {
    const values = Float64Array.from(items, (one) => one.read(0, 1)[0] ?? Number.NaN);
    into.numbers.push(vectorLeaf(id, scope, name, values));
  } else if (items.every((one) => one.kind === 'text' && one.rows.length <= 1)) {
    into.texts.push({ id, scope, name, values: items.map((one) => (one.kind === 'text' ? (one.rows[0] ?? '') : '')) });
  } else {
    items
      .slice(0, maxElements)
      .forEach((one, i) => gather(one, scope, itemId(i).slice(scope === '' ? 0 : scope.length + 1), itemId(i), into));
    if (items.length > maxElements)
      into.warnings.push(`${id} has ${several(items.length, 'element')}, of which the first ${maxElements} are shown`);
  }
}

function gatherStruct({ fields, dims }: MatStruct, id: string, into: Leaves): void {
  const count = countOf(dims);
  for (const [field, values] of fields) {
    if (count === 1) gather(values[0] as MatValue, id, field, `${id}.${field}`, into);
    else gatherColumn(values, id, field, (i) => `${id}(${i + 1}).${field}`, `${id}.${field}`, into);
  }
}

/** Made full if that is small. */
function gatherSparse(value: MatSparse, scope: string, name: string, id: string, into: Leaves): void {
  const [rows = 0, columns = 0] = value.dims;
  const maxFull = 1 << 22;
  if (rows * columns === 0) return;
  if (rows * columns > maxFull) {
    into.warnings.push(`${id} is sparse and large (${inFull(rows)} x ${inFull(columns)}): not shown as a table`);
    return;
  }
  const full = new Float64Array(rows * columns);
  for (let j = 0; j < columns; j++)
    for (let k = value.columnStarts[j] as number; k < (value.columnStarts[j + 1] as number); k++)
      full[j * rows + (value.rowIndices[k] as number)] = value.values[k] as number;
  const numbers: MatNumbers = {
    kind: 'numbers',
    numberClass: 'double',
    isLogical: false,
    dims: value.dims,
    read: (from, to) => full.slice(from, to),
  };
  gatherNumbers(numbers, scope, name, id, into);
}
