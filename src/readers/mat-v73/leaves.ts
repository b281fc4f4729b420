import { InputError } from '../../core/errors.ts';
import { arrayLeaf, type NumberLeaf, type TextLeaf, vectorLeaf } from '../arrays/leaf.ts';
import { elements } from '../hdf5/elements.ts';
import type { Hdf5Dataset, Hdf5Group, Hdf5Node } from '../hdf5/nodes.ts';
import { opaqueWarning } from '../mat/leaves.ts';
import { inFull, several } from '../sampled/words.ts';

export interface Leaves {
  readonly numbers: NumberLeaf[];
  readonly texts: TextLeaf[];
  readonly warnings: string[];
}

interface Place {
  readonly id: string;
  readonly scope: string;
  readonly name: string;
  readonly depth: number;
}

/** Elements of cells and arrays of structs that are shown one by one. */
const maxElements = 512;
const maxDepth = 12;
const maxDims = 3;
const maxCharacters = 1 << 20;
/** Longest cell whose references are looked up. */
const maxReferences = 100_000;

/**
 * Arrays of numbers and texts by path, as of MAT-files of other versions: `session.dff`, `spikes{3}`, `trials(2).licks`.
 * Dimensions are turned round, text is of numbers, cells and arrays of structs are of references.
 */
export async function leavesOf(root: Hdf5Group): Promise<Leaves> {
  const into: Leaves = { numbers: [], texts: [], warnings: [] };
  for (const name of root.names)
    if (!/^#.*#$/.test(name)) await gather(root.child(name), { id: name, scope: '', name, depth: 0 }, into);
  return into;
}

/** What cannot be read is left out, and said. */
async function gather(node: Hdf5Node | undefined, place: Place, into: Leaves): Promise<void> {
  try {
    if (node?.kind === 'lost') into.warnings.push(`${place.id} ${node.reason}`);
    else if (place.depth > maxDepth) into.warnings.push(`${place.id} is within more than ${maxDepth} others: left out`);
    else if (node?.kind === 'group') await gatherGroup(node, place, into);
    else if (node?.kind === 'dataset') await gatherDataset(node, place, into);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    into.warnings.push(`${error.where}: ${error.what}; left out`);
  }
}

const known = /^(double|single|u?int(8|16|32|64)|logical|char|cell|struct|)$/;

async function gatherGroup(group: Hdf5Group, { id, depth }: Place, into: Leaves): Promise<void> {
  const className = group.attributes.text('MATLAB_class') ?? '';
  if (group.attributes.names.includes('MATLAB_sparse')) {
    into.warnings.push(`${id} is sparse: left out; save it with full(${id})`);
    return;
  }
  if (!known.test(className)) {
    into.warnings.push(opaqueWarning(id, className));
    return;
  }
  for (const name of group.names)
    await gather(group.child(name), { id: `${id}.${name}`, scope: id, name, depth: depth + 1 }, into);
}

async function gatherDataset(dataset: Hdf5Dataset, place: Place, into: Leaves): Promise<void> {
  const { attributes, shape } = dataset;
  const className = attributes.text('MATLAB_class') ?? '';
  // Of what is empty, the numbers are its size.
  if (attributes.number('MATLAB_empty') === 1 || shape.includes(0)) return;
  if (!known.test(className) || attributes.names.includes('MATLAB_object_decode'))
    into.warnings.push(opaqueWarning(place.id, className));
  else if (dataset.values === 'references') await gatherReferences(dataset, place, className === 'cell', into);
  else if (className === 'char') {
    const values = await textRows(dataset);
    into.texts.push({ ...place, values });
  } else if (dataset.values === 'numbers') gatherNumbers(dataset, place, into);
  else if (dataset.values === 'text') into.texts.push({ ...place, values: await dataset.allTexts() });
  else into.warnings.push(`${place.id} has elements of a kind that is not read, such as complex numbers: left out`);
}

const dimsOf = ({ shape }: Hdf5Dataset): number[] => (shape.length === 0 ? [1] : shape.toReversed());

function gatherNumbers(dataset: Hdf5Dataset, { id, scope, name }: Place, into: Leaves): void {
  const dims = dimsOf(dataset);
  if (dims.length > maxDims) {
    const size = dims.map((one) => inFull(one)).join(' x ');
    into.warnings.push(`${id} has ${dims.length} dimensions (${size}): not shown as a table`);
    return;
  }
  const index = (places: readonly (number | undefined)[]): string =>
    `(${places.map((one) => (one === undefined ? ':' : one + 1)).join(',')})`;
  const read = async (from: number, to: number): Promise<Float64Array> => elements(dataset, from, to);
  const layout = { id, scope, name, dims, index, read, mayMiss: dataset.isFloat };
  into.numbers.push(arrayLeaf({ ...layout, order: 'columns first' }));
}

/** Rows of an array of characters, which are numbers of UTF-16. */
async function textRows(dataset: Hdf5Dataset): Promise<string[]> {
  const [rows = 1, columns = 1] = dimsOf(dataset);
  if (rows * columns > maxCharacters)
    throw new InputError(`it has ${inFull(rows * columns)} characters`, dataset.where, 'save it apart');
  const codes = await dataset.allNumbers();
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => String.fromCharCode(codes[column * rows + row] as number))
      .join('')
      .trimEnd(),
  );
}

/** A cell, or a field of an array of structs: numbers and texts are one column, others stand alone. */
async function gatherReferences(dataset: Hdf5Dataset, place: Place, isCell: boolean, into: Leaves): Promise<void> {
  const count = dataset.shape.reduce((all, one) => all * one, 1);
  if (count > maxReferences)
    throw new InputError(`it has ${inFull(count)} elements`, dataset.where, 'save them as an array');
  const items = await dataset.allTargets();
  const numbers = await eachOne(items, async (item) => {
    if (item.values !== 'numbers' || item.attributes.text('MATLAB_class') === 'char') return undefined;
    if (item.attributes.number('MATLAB_empty') === 1) return Number.NaN;
    return item.shape.every((size) => size === 1) ? (await item.allNumbers())[0] : undefined;
  });
  if (numbers !== undefined) {
    into.numbers.push(vectorLeaf(place.id, place.scope, place.name, Float64Array.from(numbers)));
    return;
  }
  const texts = await eachOne(items, async (item) => {
    if (item.attributes.text('MATLAB_class') !== 'char') return undefined;
    if (item.attributes.number('MATLAB_empty') === 1) return '';
    const rows = await textRows(item);
    return rows.length === 1 ? rows[0] : undefined;
  });
  if (texts !== undefined) {
    into.texts.push({ ...place, values: texts });
    return;
  }
  const { id, scope, name, depth } = place;
  for (const [i, item] of items.slice(0, maxElements).entries()) {
    const ofItem = isCell
      ? { id: `${id}{${i + 1}}`, scope, name: `${name}{${i + 1}}` }
      : { id: `${scope}(${i + 1}).${name}`, scope, name };
    await gather(item, { ...ofItem, depth: depth + 1 }, into);
  }
  if (items.length > maxElements)
    into.warnings.push(`${id} has ${several(items.length, 'element')}, of which the first ${maxElements} are shown`);
}

/** What each item gives, if all give something. */
async function eachOne<Value>(
  items: readonly (Hdf5Node | undefined)[],
  of: (item: Hdf5Dataset) => Promise<Value | undefined>,
): Promise<Value[] | undefined> {
  const all: Value[] = [];
  for (const item of items) {
    const value = item?.kind === 'dataset' ? await of(item) : undefined;
    if (value === undefined) return undefined;
    all.push(value);
  }
  return all.length === 0 ? undefined : all;
}
