// Apache Parquet, "File Format: Data Pages" and "Encodings". Pages are checked before the library decodes them: it
// reserves what their headers announce, and writes runs of any length.
import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import { windowed } from '../sampled/window.ts';
import { inFull } from '../sampled/words.ts';
import { deltasFit, runsFit } from './runs.ts';
import { zstdBound } from './zstd-bound.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Codecs {
  /** Reads a structure of Thrift; fields are field_1, field_2, ... */
  readonly deserialize: (reader: { view: DataView; offset: number }) => Fields;
  readonly inflate: (packed: Uint8Array, codec: string, bytes: number) => Uint8Array;
}

/** Pages of a column in one row group. */
export interface Chunk {
  readonly column: string;
  readonly from: number;
  readonly bytes: number;
  /** Values that all pages hold together. */
  readonly values: number;
  readonly codec: string;
  readonly isOptional: boolean;
  readonly isBoolean: boolean;
}

/** A page is inflated whole: 256 MiB. */
const maxPage = 1 << 28;
const maxHeader = 1 << 16;
/** Numbers of encodings in headers. */
const encodings = {
  plain: 0,
  dictionary: 2,
  runs: 3,
  deltas: 5,
  deltaLengths: 6,
  deltaTexts: 7,
  dictionaryRuns: 8,
  split: 9,
};

/** A page's header, with what is common to the kinds of pages. */
interface Page {
  readonly kind: 'dictionary' | 'data' | 'data 2' | 'other';
  readonly own: Fields;
  readonly inflated: number;
  readonly packed: number;
  readonly values: number;
  /** Where its contents begin. */
  readonly from: number;
}

function pageOf(header: Fields, from: number): Page {
  const found = (['field_5', 'field_8', 'field_7'] as const).find((name) => header[name] !== undefined);
  const own = (found === undefined ? {} : header[found]) as Fields;
  const kinds = { field_5: 'data', field_8: 'data 2', field_7: 'dictionary' } as const;
  return {
    kind: found === undefined ? 'other' : kinds[found],
    own,
    inflated: Number(header['field_2']),
    packed: Number(header['field_3']),
    values: Number(own['field_1'] ?? 0),
    from,
  };
}

/** @throws InputError if a page announces what is not there or not allowed */
export function checkPages(file: SourceFile, chunk: Chunk, codecs: Codecs): void {
  const wrong = (at: number, why: string): InputError =>
    new InputError(why, `${file.name}, column ${chunk.column}, byte ${inFull(at)}`, 'copy or save the file again');
  const end = chunk.from + chunk.bytes;
  if (!(chunk.from >= 0) || !(end <= file.bytes))
    throw wrong(chunk.from, `${inFull(chunk.bytes)} bytes announced that are not there`);
  const read = windowed(file);
  let values = 0;
  for (let at = chunk.from; at < end - 1 && values < chunk.values;) {
    const bytes = read(at, Math.min(end, at + maxHeader));
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
    let page: Page;
    try {
      page = pageOf(codecs.deserialize(reader), at + reader.offset);
    } catch {
      throw wrong(at, 'the header of a page is damaged');
    }
    const isData = page.kind !== 'dictionary';
    if (!(page.packed >= 0) || page.from + page.packed > end)
      throw wrong(at, `a page of ${page.packed} bytes that are not there`);
    if (!(page.inflated >= 0) || page.inflated > maxPage)
      throw wrong(at, `a page of ${inFull(page.inflated)} bytes, more than ${inFull(maxPage)}`);
    if (!(page.values >= 0) || page.values > (isData ? chunk.values - values : page.inflated + 1))
      throw wrong(at, `a page of ${inFull(page.values)} values in a column of ${inFull(chunk.values)}`);
    const contents = file.read(page.from, page.from + page.packed);
    let fits = false;
    try {
      fits = contentsFit(contents, page, chunk, codecs);
    } catch (error) {
      throw wrong(at, `the contents of a page are damaged (${(error as Error).message})`);
    }
    if (!fits) throw wrong(at, `the contents of a page do not fit its ${inFull(page.values)} values`);
    if (isData) values += page.values;
    at = page.from + page.packed;
  }
}

function inflated(packed: Uint8Array, codec: string, bytes: number, codecs: Codecs): Uint8Array {
  // An empty dictionary is a compressed nothing.
  if (bytes === 0) return new Uint8Array();
  if (codec === 'UNCOMPRESSED') return packed;
  if (codec === 'ZSTD' && zstdBound(packed) > 2 * maxPage) throw new Error('more than it announces');
  return codecs.inflate(packed, codec, bytes);
}

function contentsFit(contents: Uint8Array, page: Page, chunk: Chunk, codecs: Codecs): boolean {
  const { kind, own, values } = page;
  if (kind === 'other') return true;
  if (kind === 'data 2') return secondFits(contents, page, chunk, codecs);
  const bytes = inflated(contents, chunk.codec, page.inflated, codecs);
  if (bytes.length !== page.inflated) return false;
  if (kind === 'dictionary') return true;
  let at = 0;
  if (chunk.isOptional) {
    const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, true);
    if (!runsFit(bytes.subarray(4), 1, values)) return false;
    at = 4 + length;
  }
  return valuesFit(bytes.subarray(at), Number(own['field_2']), values, chunk);
}

/** Version 2 has the lengths of levels in its header, and levels uncompressed. */
function secondFits(contents: Uint8Array, page: Page, chunk: Chunk, codecs: Codecs): boolean {
  const { own, values } = page;
  const [nulls, levels, repeats] = [own['field_2'], own['field_5'], own['field_6']].map((one) => Number(one ?? 0)) as [
    number,
    number,
    number,
  ];
  const size = page.inflated - levels - repeats;
  if (!(levels >= 0) || repeats !== 0 || levels > contents.length || size < 0 || nulls < 0 || nulls > values)
    return false;
  if (chunk.isOptional && levels > 0 && !runsFit(contents.subarray(0, levels), 1, values)) return false;
  const rest = contents.subarray(levels);
  const bytes = own['field_7'] === false ? rest : inflated(rest, chunk.codec, size, codecs);
  return valuesFit(bytes, Number(own['field_4']), values - nulls, chunk);
}

/** @param values at most so many; nulls are none */
function valuesFit(bytes: Uint8Array, encoding: number, values: number, { isBoolean }: Chunk): boolean {
  if (encoding === encodings.plain || encoding === encodings.split) return true;
  if (encoding === encodings.dictionary || encoding === encodings.dictionaryRuns) {
    const [width = 0] = bytes;
    return width <= 32 && (width === 0 || runsFit(bytes.subarray(1), width, values, true));
  }
  if (encoding === encodings.runs) return isBoolean && runsFit(bytes.subarray(4), 1, values, true);
  if (encoding === encodings.deltas || encoding === encodings.deltaLengths || encoding === encodings.deltaTexts)
    return deltasFit(bytes);
  return false;
}
