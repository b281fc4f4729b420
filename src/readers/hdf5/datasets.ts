import type { H5Metadata } from 'h5wasm/dist/esm/hdf5_util.js';
import { InputError } from '../../core/errors.ts';
import type { About, Context } from './context.ts';
import type { Hdf5Dataset } from './nodes.ts';
import { classes, isNumeric } from './numbers.ts';
import { readNumbers, readReferences, readTexts, type Slab, type Stored } from './values.ts';

/** Numbers of a whole dataset, such as a column of a table. */
const maxWhole = 50_000_000;
/** Bytes that are read from HDF5 at a time. */
const blockBytes = 1 << 25;
/** No filter packs recorded data by more. */
const maxRatio = 100_000;

function valuesOf(metadata: H5Metadata): Hdf5Dataset['values'] {
  if (metadata.type === classes.text) return 'text';
  if (metadata.type === classes.reference && metadata.ref_type === 'object') return 'references';
  return isNumeric(metadata) ? 'numbers' : 'other';
}

export function datasetOf(context: Context, path: string, object: About): Hdf5Dataset {
  const { library, handle, file } = context;
  const { where } = object;
  const metadata = library.attempt(where, () => library.module.get_dataset_metadata(handle, path));
  const shape = metadata.shape ?? [0];
  const size = shape.reduce((all, one) => all * one, 1);
  const stored: Stored = { file: handle, path, attribute: '', where, metadata };
  const ready = once(async () => prepare(context, stored));
  const whole = (): void => {
    if (size > maxWhole)
      throw new InputError(`it has ${size.toLocaleString('en')} values`, where, 'a table of a recording has fewer');
  };
  if (size * metadata.size > maxRatio * file.bytes)
    throw new InputError(
      `it should have ${size.toLocaleString('en')} values, but the file has ${file.bytes.toLocaleString('en')} bytes`,
      where,
      'it is damaged: copy it again from where it was recorded',
    );
  const numbers = async (start: readonly number[], count: readonly number[], step = 1): Promise<Float64Array> => {
    await ready();
    const into = new Float64Array(count.reduce((all, one) => all * one, 1));
    for (const { slab, at } of blocks(start, count, step, metadata.size)) readNumbers(library, stored, slab, into, at);
    return into;
  };
  return {
    kind: 'dataset',
    ...object,
    shape,
    values: valuesOf(metadata),
    isFloat: metadata.type === classes.float,
    numbers,
    async allNumbers() {
      whole();
      return numbers(
        shape.map(() => 0),
        shape,
      );
    },
    async allTexts() {
      whole();
      await ready();
      return size === 0 ? [] : readTexts(library, stored);
    },
    async allTargets() {
      whole();
      await ready();
      const targets = size === 0 ? [] : readReferences(library, stored);
      return targets.map((target) => (target === undefined ? undefined : context.node(target)));
    },
  };
}

/** Whether a dataset can be read, after its filters were loaded. */
async function prepare({ library, handle }: Context, { path, where, metadata }: Stored): Promise<void> {
  if ((metadata.virtual_sources ?? []).some((source) => source.file_name !== '.'))
    throw new InputError('its values are in other files (a virtual dataset)', where, 'copy them into one file');
  const filters = library.attempt(where, () => library.module.get_dataset_filters(handle, path));
  const missing = await library.install(filters.map(({ id }) => id));
  if (missing === undefined) return;
  const name = filters.find(({ id }) => id === missing)?.name;
  const shown = name === undefined || name === '' ? `filter ${missing}` : `${name} (filter ${missing})`;
  throw new InputError(`it is compressed with ${shown}, which cannot be read`, where, 'save it with gzip');
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => (result ??= work());
}

/** Parts of a block along its first dimension, each small enough to be in HDF5's memory. */
function* blocks(
  start: readonly number[],
  count: readonly number[],
  step: number,
  bytes: number,
): Generator<{ slab: Slab | undefined; at: number }> {
  const [first, ...others] = count;
  if (first === undefined) yield { slab: undefined, at: 0 };
  const row = others.reduce((all, one) => all * one, 1);
  const rows = Math.max(1, Math.floor(blockBytes / (row * bytes)));
  const steps = [step, ...others.map(() => 1)];
  const end = row === 0 ? 0 : (first ?? 0);
  for (let from = 0; from < end; from += rows) {
    const starts = [(start[0] as number) + from * step, ...start.slice(1)];
    yield { slab: { start: starts, count: [Math.min(rows, end - from), ...others], step: steps }, at: from * row };
  }
}
