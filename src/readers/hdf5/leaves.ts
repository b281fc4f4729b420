import { arrayLeaf, type NumberLeaf, type TextLeaf } from '../arrays/leaf.ts';
import { inFull } from '../sampled/words.ts';
import { elements } from './elements.ts';
import { type Hdf5Dataset, type Hdf5Group, walk } from './nodes.ts';

export interface Leaves {
  readonly numbers: NumberLeaf[];
  readonly texts: TextLeaf[];
  readonly warnings: string[];
}

const maxDims = 3;
const maxTexts = 100_000;

/** Arrays of numbers and texts of a file of any layout by path, parts separated by '.': `session.dff`. */
export async function leavesOf(root: Hdf5Group): Promise<Leaves> {
  const into: Leaves = { numbers: [], texts: [], warnings: [] };
  await walk(
    root,
    async (node) => {
      if (node.kind === 'lost') into.warnings.push(`${node.path} ${node.reason}`);
      if (node.kind === 'dataset') await gather(node, into);
      return true;
    },
    ({ where, what }) => into.warnings.push(`${where}: ${what}; left out`),
  );
  return into;
}

const unitNames = ['unit', 'units', 'Unit', 'Units'];

async function gather(dataset: Hdf5Dataset, into: Leaves): Promise<void> {
  const { shape, path, name, attributes } = dataset;
  const id = path.replaceAll('/', '.');
  const place = { id, scope: id.slice(0, Math.max(0, id.length - name.length - 1)), name };
  const size = shape.reduce((all, one) => all * one, 1);
  if (size === 0 || dataset.values === 'references') return;
  if (dataset.values === 'text' && shape.length <= 1 && size <= maxTexts)
    into.texts.push({ ...place, values: await dataset.allTexts() });
  else if (dataset.values !== 'numbers')
    into.warnings.push(
      `${path} has ${dataset.values === 'text' ? 'many texts' : 'elements of a kind that is not read'}: left out`,
    );
  else if (shape.length > maxDims)
    into.warnings.push(
      `${path} has ${shape.length} dimensions (${shape.map((one) => inFull(one)).join(' x ')}): not shown as a table`,
    );
  else {
    // A filter that is not known is said now.
    await elements(dataset, 0, 1);
    const unit = unitNames.map((one) => attributes.text(one)).find((one) => one !== undefined && one !== '');
    const index = (places: readonly (number | undefined)[]): string =>
      `[${places.map((one) => one ?? ':').join(', ')}]`;
    const read = async (from: number, to: number): Promise<Float64Array> => elements(dataset, from, to);
    const dims = shape.length === 0 ? [1] : shape;
    into.numbers.push(arrayLeaf({ ...place, dims, index, read, unit, mayMiss: dataset.isFloat, order: 'rows first' }));
  }
}
