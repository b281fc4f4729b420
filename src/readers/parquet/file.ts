import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import { inFull } from '../sampled/words.ts';
import { checkPages, type Chunk, type Codecs } from './pages.ts';

/** A column of numbers or texts; nested ones are left out. */
interface ParquetColumn {
  readonly name: string;
  readonly kind: 'number' | 'text';
  /** False for whole numbers that cannot be missing. */
  readonly mayMiss: boolean;
  /** s if it holds dates, which become seconds since 1970. */
  readonly unit: string | undefined;
  /** Rows [from, to); NaN where missing. Reads the row groups that hold them, each column alone. */
  numbers(from: number, to: number): Promise<Float64Array>;
  /** '' where missing. */
  texts(from: number, to: number): Promise<string[]>;
}

export interface ParquetFile {
  readonly rows: number;
  readonly columns: readonly ParquetColumn[];
  readonly warnings: readonly string[];
}

const magic = [0x50, 0x41, 0x52, 0x31];
const tailBytes = 8;
const maxMetadata = 1 << 26;
/** A column of a row group is decoded whole. */
const maxGroupRows = 1 << 24;
/** Decoded numbers that are kept: 128 MB. */
const maxKept = 1 << 27;

type Library = typeof import('hyparquet/src/index.js');
type Metadata = Awaited<ReturnType<Library['parquetMetadataAsync']>>;
type Schema = Metadata['schema'][number];

const isMagic = (bytes: Uint8Array): boolean => bytes.length >= 4 && magic.every((byte, i) => bytes[i] === byte);

/** Whether it begins as Parquet files do, and whether it ends so. */
export const parquetMarks = (file: SourceFile): { begins: boolean; ends: boolean } => ({
  begins: isMagic(file.read(0, 4)),
  ends: file.bytes >= 12 && isMagic(file.read(file.bytes - 4, file.bytes)),
});

/** Names of columns and all else that the end of the file says, as it stands there. */
export function footerText(file: SourceFile): string {
  const [tail, length] = tailOf(file);
  return tail
    ? new TextDecoder('windows-1252').decode(file.read(file.bytes - tailBytes - length, file.bytes - tailBytes))
    : '';
}

function tailOf(file: SourceFile): readonly [boolean, number] {
  const tail = file.read(file.bytes - tailBytes, file.bytes);
  const length = tail.length < tailBytes ? 0 : new DataView(tail.buffer, tail.byteOffset, tailBytes).getUint32(0, true);
  return [
    isMagic(tail.subarray(4)) && length > 0 && length <= Math.min(maxMetadata, file.bytes - tailBytes - 4),
    length,
  ];
}

function requireEnd(file: SourceFile): void {
  if (!tailOf(file)[0])
    throw new InputError(
      `its end, which says what is inside, is not there (${inFull(file.bytes)} bytes)`,
      file.name,
      'copy the file again, or wait until it is written',
    );
}

const bufferOf = (file: SourceFile) => ({
  byteLength: file.bytes,
  slice: (from: number, to?: number): ArrayBuffer => {
    const bytes = file.read(from, Math.min(to ?? file.bytes, file.bytes));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  },
});

/**
 * What a program noted under a key of the file's metadata; undefined if there is nothing.
 * @throws InputError if it was cut off or is damaged
 */
export async function parquetNotes(file: SourceFile, key: string): Promise<string | undefined> {
  requireEnd(file);
  const { parquetMetadataAsync } = await import('hyparquet/src/index.js');
  const { key_value_metadata: notes = [] } = await guarded(file, 'its metadata', () =>
    parquetMetadataAsync(bufferOf(file), { geoparquet: false }),
  );
  return notes.find((one) => one.key === key)?.value;
}

/**
 * @throws InputError if it was cut off or is damaged, or a row group has more than 16 million rows
 */
export async function openParquet(file: SourceFile): Promise<ParquetFile> {
  requireEnd(file);
  const [library, { compressors }, { deserializeTCompactProtocol }] = await Promise.all([
    import('hyparquet/src/index.js'),
    import('hyparquet-compressors'),
    import('hyparquet/src/thrift.js'),
  ]);
  const buffer = bufferOf(file);
  const options = { file: buffer, compressors: forEmptyPages(compressors), parsers, geoparquet: false };
  const metadata = await guarded(file, 'its metadata', () => library.parquetMetadataAsync(buffer, options));
  const groups = groupsOf(file, metadata);
  const codecs: Codecs = {
    deserialize: deserializeTCompactProtocol,
    inflate: (packed, codec, bytes) => {
      const inflate = compressors[codec as keyof typeof compressors];
      if (inflate === undefined) throw new Error(`the compression ${codec} is unknown`);
      return inflate(packed, bytes);
    },
  };
  const optional = new Set(
    metadata.schema.length === 0
      ? []
      : library
          .parquetSchema(metadata)
          .children.flatMap(({ element: { name, repetition_type } }) => (repetition_type === 'OPTIONAL' ? [name] : [])),
  );
  const decode = async (column: string, group: Group): Promise<ArrayLike<unknown>> => {
    checkPages(file, chunkOf(file, metadata, group, column, optional.has(column)), codecs);
    const place = `column ${column}, rows from ${inFull(group.start)}`;
    const read = await guarded(file, place, async () => {
      const scan = await library.parquetScan({ ...options, metadata, columns: [column], useOffsetIndex: false });
      return scan.readColumn({ column, rowStart: group.start, rowEnd: group.start + group.rows });
    });
    if (read.length === group.rows) return read;
    throw new InputError(
      `${inFull(read.length)} of ${inFull(group.rows)} values`,
      `${file.name}, ${place}`,
      'save it again',
    );
  };
  const { columns, warnings } = await guarded(file, 'its schema', async () =>
    columnsOf(library.parquetSchema(metadata).children, groups, decode),
  );
  return { rows: groups.reduce((sum, { rows }) => sum + rows, 0), columns, warnings };
}

/** The library throws errors of many kinds at damaged files. */
async function guarded<T>(file: SourceFile, place: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${place} cannot be read (${(error as Error).message})`,
      file.name,
      'copy or save the file again',
    );
  }
}

type Decompress = (packed: Uint8Array, bytes: number) => Uint8Array;

/** The page of an empty dictionary is a compressed nothing, at which some of the library's decompressors fail. */
const forEmptyPages = (all: Readonly<Record<string, Decompress | undefined>>): Record<string, Decompress> =>
  Object.fromEntries(
    Object.entries(all).flatMap(([codec, decompress]) =>
      decompress === undefined
        ? []
        : [
            [
              codec,
              (packed: Uint8Array, bytes: number) => (bytes === 0 ? new Uint8Array() : decompress(packed, bytes)),
            ],
          ],
    ),
  );

interface Group {
  readonly index: number;
  readonly start: number;
  readonly rows: number;
}

function groupsOf(file: SourceFile, metadata: Metadata): Group[] {
  let start = 0;
  return metadata.row_groups.map(({ num_rows }, index) => {
    const rows = Number(num_rows);
    if (!(rows >= 0) || rows > maxGroupRows)
      throw new InputError(
        `row group ${index + 1} has ${inFull(rows)} rows, more than ${inFull(maxGroupRows)}`,
        file.name,
        'write it with smaller row groups, e.g. row_group_size=1000000',
      );
    const group = { index, start, rows };
    start += rows;
    return group;
  });
}

function chunkOf(file: SourceFile, metadata: Metadata, group: Group, column: string, isOptional: boolean): Chunk {
  const chunks = metadata.row_groups[group.index]?.columns ?? [];
  const found = chunks.find((one) => one.meta_data?.path_in_schema[0] === column);
  const meta = found?.meta_data;
  if (meta === undefined || found?.file_path !== undefined)
    throw new InputError(`column ${column} is not in it`, file.name, 'save the table as one file without encryption');
  if (Number(meta.num_values) !== group.rows)
    throw new InputError(
      `column ${column} has ${inFull(Number(meta.num_values))} of ${inFull(group.rows)} values`,
      file.name,
      'save it again',
    );
  const places = [meta.dictionary_page_offset, meta.data_page_offset].map(Number).filter((place) => place > 0);
  return {
    column,
    from: Math.min(...places),
    bytes: Number(meta.total_compressed_size),
    values: Number(meta.num_values),
    codec: meta.codec,
    isOptional,
    isBoolean: meta.type === 'BOOLEAN',
  };
}

/** Dates as seconds since 1970. */
const parsers = {
  timestampFromMilliseconds: (milliseconds: bigint): number => Number(milliseconds) / 1e3,
  timestampFromMicroseconds: (microseconds: bigint): number => Number(microseconds) / 1e6,
  timestampFromNanoseconds: (nanoseconds: bigint): number => Number(nanoseconds) / 1e9,
  dateFromDays: (days: number): number => days * 86_400,
};

function columnsOf(
  children: readonly { element: Schema; children: readonly unknown[] }[],
  groups: readonly Group[],
  decode: (column: string, group: Group) => Promise<ArrayLike<unknown>>,
) {
  const columns: ParquetColumn[] = [];
  const warnings: string[] = [];
  const kept = keptNumbers();
  for (const { element, children: inner } of children) {
    const { name } = element;
    const kind = inner.length > 0 || element.repetition_type === 'REPEATED' ? undefined : kindOf(element);
    if (kind === undefined) {
      warnings.push(`column ${name} has neither numbers nor texts and is left out`);
      continue;
    }
    const gather = async <T>(
      from: number,
      to: number,
      take: (group: Group, first: number, last: number) => Promise<T>,
    ) => {
      for (const group of groups) {
        const [first, last] = [Math.max(from, group.start), Math.min(to, group.start + group.rows)];
        if (last > first) await take(group, first - group.start, last - group.start);
      }
    };
    columns.push({
      name,
      kind,
      mayMiss: element.repetition_type !== 'REQUIRED' || !/^(INT|BOOL)/.test(element.type ?? ''),
      unit: isDate(element) ? 's' : undefined,
      async numbers(from, to) {
        const into = new Float64Array(Math.max(0, to - from));
        await gather(from, to, async (group, first, last) => {
          const all = await kept.get(`${group.index} ${name}`, async () =>
            Float64Array.from(await decode(name, group), numberOf),
          );
          into.set(all.subarray(first, last), group.start + first - from);
        });
        return into;
      },
      async texts(from, to) {
        const into: string[] = [];
        await gather(from, to, async (group, first, last) => {
          const all = await decode(name, group);
          for (let i = first; i < last; i++) into.push(textOf(all[i]));
        });
        return into;
      },
    });
  }
  return { columns, warnings };
}

const numberOf = (value: unknown): number => (value === null || value === undefined ? Number.NaN : Number(value));
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);

const isDate = ({ type, logical_type, converted_type }: Schema): boolean =>
  type === 'INT96' ||
  logical_type?.type === 'TIMESTAMP' ||
  logical_type?.type === 'DATE' ||
  /^(DATE|TIMESTAMP)/.test(converted_type ?? '');

function kindOf({ type, logical_type, converted_type }: Schema): ParquetColumn['kind'] | undefined {
  const isDecimal = converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';
  if (isDecimal || logical_type?.type === 'FLOAT16') return 'number';
  if (type === 'BYTE_ARRAY') return 'text';
  if (type === 'FIXED_LEN_BYTE_ARRAY') return logical_type?.type === 'UUID' ? 'text' : undefined;
  return type === undefined ? undefined : 'number';
}

/** Decoded columns of row groups that were used last. */
function keptNumbers() {
  const all = new Map<string, Float64Array>();
  return {
    async get(key: string, make: () => Promise<Float64Array>): Promise<Float64Array> {
      const numbers = all.get(key) ?? (await make());
      all.delete(key);
      all.set(key, numbers);
      let size = [...all.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
      for (const [old, { byteLength }] of all) {
        if (size <= maxKept || old === key) break;
        all.delete(old);
        size -= byteLength;
      }
      return numbers;
    },
  };
}
