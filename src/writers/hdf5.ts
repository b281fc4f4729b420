import type { H5Module, H5WriteMetadata } from 'h5wasm/dist/esm/hdf5_util.js';
import { InputError } from '../core/errors.ts';
import { startModule } from '../readers/hdf5/module.ts';
import { classes } from '../readers/hdf5/numbers.ts';
import { withoutTimes } from './hdf5/without-times.ts';

export type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

/**
 * What a dataset or an attribute holds: a text or a list of at least one; a float64; numbers of the array's type; a
 * reference to an object that was written before, or a list of them. HDF5 has no other way to say what a number is: types are never guessed.
 */
export type Content =
  | string
  | number
  | readonly string[]
  | Numbers
  | { readonly values: Numbers; readonly shape: readonly number[] }
  | { readonly refersTo: string | readonly string[] };

export type Attributes = Readonly<Record<string, Content>>;

/** A file that is being written. Paths are absolute; the group that holds an object is written before it. */
export interface Hdf5File {
  /** Attributes of the root. */
  root(attributes: Attributes): void;
  group(path: string, attributes?: Attributes): void;
  dataset(path: string, content: Content, attributes?: Attributes): void;
}

/** In the file system of the module, which has nothing else. */
const fileName = '/written.h5';
/** H5F_ACC_TRUNC */
const create = 2;
/** H5F_LIBVER_EARLIEST and H5F_LIBVER_V18: what every program reads. */
const [oldest, newest] = [0, 1];
/** Numbers of a chunk. Arrays with more are compressed. */
const chunkNumbers = 1 << 16;
/** H5Z_FILTER_DEFLATE, and its level. */
const [gzip, level] = [1, 4];

/** The bytes of a file with what `fill` writes. The same content gives the same bytes: no time of day is kept. */
export async function hdf5Bytes(fill: (file: Hdf5File) => void): Promise<Uint8Array> {
  const module = await startModule();
  const handle = module.open(fileName, create, false, oldest, newest);
  const headers: number[] = [];
  const attributesOf = (path: string, attributes: Attributes): void => {
    for (const [name, content] of Object.entries(attributes)) {
      const { prepared, metadata } = prepare(module, handle, content, false);
      if (prepared instanceof Uint8Array)
        withMemory(module, prepared, (pointer) => module.create_attribute(handle, path, name, pointer, metadata));
      else module.create_vlen_str_attribute(handle, path, name, prepared, metadata);
    }
  };
  try {
    fill({
      root: (attributes) => attributesOf('/', attributes),
      group(path, attributes = {}) {
        module.create_group(handle, path, false);
        attributesOf(path, attributes);
      },
      dataset(path, content, attributes = {}) {
        const { prepared, metadata } = prepare(module, handle, content, true);
        if (prepared instanceof Uint8Array)
          withMemory(module, prepared, (pointer) => module.create_dataset(handle, path, pointer, metadata));
        else module.create_vlen_str_dataset(handle, path, prepared, metadata);
        headers.push(addressOf(referenceTo(module, handle, path)));
        attributesOf(path, attributes);
      },
    });
  } finally {
    module.close_file(handle);
  }
  return withoutTimes(module.FS.readFile(fileName), headers);
}

/** h5wasm gives a plain array. */
const referenceTo = (module: H5Module, handle: bigint, path: string): Uint8Array =>
  Uint8Array.from(module.create_object_reference(handle, path));

/** An object reference is the address of the object's header. */
const addressOf = (reference: Uint8Array): number => Number(new DataView(reference.buffer).getBigUint64(0, true));

interface Prepared {
  readonly prepared: Uint8Array | readonly string[];
  readonly metadata: H5WriteMetadata;
}

function prepare(module: H5Module, handle: bigint, content: Content, mayCompress: boolean): Prepared {
  if (typeof content === 'string') return textsOf([content], []);
  if (typeof content === 'number') return numbersOf(new Float64Array([content]), [], false);
  if (ArrayBuffer.isView(content)) return numbersOf(content, [content.length], mayCompress);
  if ('shape' in content) return numbersOf(content.values, content.shape, mayCompress);
  if (!('refersTo' in content)) return textsOf(content, [content.length]);
  return referencesOf(module, handle, content.refersTo);
}

function referencesOf(module: H5Module, handle: bigint, to: string | readonly string[]): Prepared {
  const references = (typeof to === 'string' ? [to] : to).map((path) => referenceTo(module, handle, path));
  const size = references[0]?.length ?? 0;
  const prepared = Uint8Array.from(references.flatMap((reference) => [...reference]));
  const shape = typeof to === 'string' ? [] : [to.length];
  return { prepared, metadata: metadataOf({ type: classes.reference, size, shape }) };
}

function textsOf(texts: readonly string[], shape: readonly number[]): Prepared {
  // HDF5 leaves an object with an empty list of texts unreadable.
  if (texts.length === 0) throw new RangeError('a list of texts is empty');
  return { prepared: texts, metadata: { ...metadataOf({ type: classes.text, size: 4, shape }), vlen: true, cset: 1 } };
}

function numbersOf(values: Numbers, shape: readonly number[], mayCompress: boolean): Prepared {
  const isFloat = values instanceof Float64Array || values instanceof Float32Array;
  const metadata = metadataOf({
    type: isFloat ? classes.float : classes.integer,
    size: values.BYTES_PER_ELEMENT,
    signed: values instanceof Int32Array,
    shape,
    ...(mayCompress && values.length > chunkNumbers && { chunks: chunksOf(shape) }),
  });
  return { prepared: new Uint8Array(values.buffer, values.byteOffset, values.byteLength), metadata };
}

function chunksOf([, ...inner]: readonly number[]): readonly number[] {
  const row = inner.reduce((all, one) => all * one, 1);
  return [Math.max(1, Math.floor(chunkNumbers / row)), ...inner];
}

interface Kind {
  readonly type: number;
  readonly size: number;
  readonly signed?: boolean;
  readonly shape: readonly number[];
  readonly chunks?: readonly number[];
}

function metadataOf({ type, size, signed = false, shape, chunks }: Kind): H5WriteMetadata {
  const sizes = shape.map(BigInt);
  return {
    type,
    size,
    signed,
    vlen: false,
    littleEndian: true,
    shape: sizes,
    maxshape: sizes,
    chunks: chunks?.map(BigInt) ?? null,
    compression: chunks === undefined ? 0 : gzip,
    compression_opts: chunks === undefined ? [] : [level],
    track_order: false,
  };
}

function withMemory(module: H5Module, bytes: Uint8Array, use: (pointer: bigint) => void): void {
  const { _malloc: allocate, _free: free } = module;
  const pointer = allocate(Math.max(8, bytes.length));
  if (pointer === 0)
    throw new InputError(
      `it has ${bytes.length.toLocaleString('en')} bytes, for which there is no memory`,
      'HDF5',
      'save fewer units, or a session with fewer trials',
    );
  try {
    module.HEAPU8.set(bytes, pointer);
    use(BigInt(pointer));
  } finally {
    free(pointer);
  }
}
