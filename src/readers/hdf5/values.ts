import type { H5Metadata } from 'h5wasm/dist/esm/hdf5_util.js';
import { InputError } from '../../core/errors.ts';
import type { Library } from './library.ts';
import { classes, decodeNumbers, isNumeric } from './numbers.ts';

/** Where values are: a dataset, or an attribute of an object. */
export interface Stored {
  readonly file: bigint;
  readonly path: string;
  /** '' for a dataset. */
  readonly attribute: string;
  readonly where: string;
  readonly metadata: H5Metadata;
}

/** Part of a dataset; one number for each dimension. */
export interface Slab {
  readonly start: readonly number[];
  readonly count: readonly number[];
  readonly step: readonly number[];
}

const maxBytes = 1 << 28;
const spacePadded = 2;

/** Values of an attribute, or of a part of a dataset, in the module's memory. */
function withMemory<Result>(
  { module, attempt }: Library,
  { file, path, attribute, where, metadata }: Stored,
  slab: Slab | undefined,
  use: (pointer: number, bytes: number) => Result,
): Result {
  const count = slab === undefined ? metadata.total_size : slab.count.reduce((all, one) => all * one, 1);
  const bytes = count * metadata.size;
  if (bytes > maxBytes)
    throw new InputError(`it has ${count.toLocaleString('en')} values`, where, 'a table of a recording has fewer');
  const { _malloc: allocate, _free: free } = module;
  return attempt(where, () => {
    const pointer = allocate(Math.max(8, bytes));
    if (pointer === 0) throw new Error('out of memory');
    const at = BigInt(pointer);
    const [counts, starts, steps] = [slab?.count, slab?.start, slab?.step].map((sizes) => sizes?.map(BigInt) ?? null);
    try {
      if (attribute !== '') module.get_attribute_data(file, path, attribute, at);
      else module.get_dataset_data(file, path, counts ?? null, starts ?? null, steps ?? null, at);
      const result = use(pointer, bytes);
      if (metadata.vlen && counts) module.reclaim_vlen_memory_count(file, path, '', at, counts);
      else if (metadata.vlen) module.reclaim_vlen_memory(file, path, attribute, at);
      return result;
    } finally {
      free(pointer);
    }
  });
}

/** Appends numbers of a slab to an array that has room for them. */
export function readNumbers(
  library: Library,
  stored: Stored,
  slab: Slab | undefined,
  into: Float64Array,
  at: number,
): void {
  if (!isNumeric(stored.metadata))
    throw new InputError('its numbers are of a kind that cannot be read', stored.where, 'save it as float64');
  withMemory(library, stored, slab, (pointer, bytes) =>
    decodeNumbers(library.module.HEAPU8.subarray(pointer, pointer + bytes), stored.metadata, into, at),
  );
}

export function readTexts(library: Library, stored: Stored): string[] {
  const { size, vlen, strpad, type } = stored.metadata;
  if (type !== classes.text) throw new InputError('it is no text', stored.where, 'save it as text');
  return withMemory(library, stored, undefined, (pointer, bytes) => {
    const { HEAPU8, UTF8ToString } = library.module;
    const texts: string[] = [];
    const view = new DataView(HEAPU8.buffer, pointer, bytes);
    for (let byte = 0; byte < bytes; byte += size) {
      if (vlen) {
        const text = view.getUint32(byte, true);
        texts.push(text === 0 ? '' : UTF8ToString(text));
      } else {
        const text = UTF8ToString(pointer + byte, size);
        texts.push(strpad === spacePadded ? text.trimEnd() : text);
      }
    }
    return texts;
  });
}

/** Paths of the objects that references refer to; undefined for one that refers to nothing. */
export function readReferences(library: Library, stored: Stored): (string | undefined)[] {
  const { size, type, ref_type: kind } = stored.metadata;
  if (type !== classes.reference || kind !== 'object')
    throw new InputError('it has no references to objects', stored.where, 'save it anew');
  const references = withMemory(library, stored, undefined, (pointer, bytes) => {
    const all = library.module.HEAPU8.slice(pointer, pointer + bytes);
    return Array.from({ length: Math.floor(bytes / size) }, (_, i) => all.subarray(i * size, (i + 1) * size));
  });
  return references.map((reference) => {
    if (reference.every((byte) => byte === 0)) return undefined;
    return library.attempt(stored.where, () => library.module.get_referenced_name(stored.file, reference, true));
  });
}
