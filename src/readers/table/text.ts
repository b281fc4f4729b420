import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';

/** How the bytes of a text file become characters. */
export interface Encoding {
  readonly label: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Length of the byte-order mark. */
  readonly start: number;
}

/** Bytes that are decoded at a time. */
const chunkBytes = 1 << 21;

/** Bytes that suffice to recognise a table, and one with very long rows. */
const headBytes = [1 << 16, 1 << 20];

/** The beginning of a file, if it is text. */
export interface Head {
  readonly encoding: Encoding;
  /** Whole lines, or the whole file, with line feeds alone. */
  readonly text: string;
  readonly whole: boolean;
  readonly endsInLineFeeds: boolean;
}

/** @returns undefined if the file is empty or not text */
export function headOf(file: SourceFile): Head | undefined {
  for (const size of headBytes) {
    const bytes = file.read(0, size);
    const encoding = encodingOf(bytes);
    if (encoding === undefined) return undefined;
    const whole = file.bytes <= bytes.length;
    const raw = new TextDecoder(encoding.label).decode(bytes.subarray(encoding.start));
    const text = withLineFeeds(raw);
    const endsInLineFeeds = raw.includes('\n') || !raw.includes('\r');
    if (text.trim() === '') return undefined;
    if (whole) return { encoding, text, whole, endsInLineFeeds };
    const end = text.lastIndexOf('\n') + 1;
    if (text.slice(0, end).split('\n').length > 4)
      return { encoding, text: text.slice(0, end), whole, endsInLineFeeds };
  }
  return undefined;
}

function encodingOf(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { label: 'utf-16le', start: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { label: 'utf-16be', start: 2 };
  if (bytes.length === 0 || bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return undefined;
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return { label: isUtf8(bytes) ? 'utf-8' : 'windows-1252', start };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // As a stream: the last character may be cut off.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Windows' and the old Macintosh's ends of lines become line feeds. */
const withLineFeeds = (text: string): string =>
  text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;

/** Without a limit, one quotation mark that is never closed would take the whole file into one cell. */
const maxRowBytes = 1 << 24;

export const isEndless = (rest: string): boolean => rest.length > maxRowBytes;

export const endless = ({ name }: SourceFile): InputError =>
  new InputError(`a row is longer than ${maxRowBytes} bytes`, name, 'look for a quotation mark that is never closed');

/** Whole lines of a file in pieces of some megabytes; the last one may have no end. */
export function* linesOf(file: SourceFile, start: number): Generator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array();
  for (let from = start; from < file.bytes; from += chunkBytes) {
    const read = file.read(from, Math.min(from + chunkBytes, file.bytes));
    const bytes = rest.length === 0 ? read : joined(rest, read);
    const end = bytes.lastIndexOf(10) + 1;
    rest = bytes.slice(end);
    if (rest.length > maxRowBytes) throw endless(file);
    yield bytes.subarray(0, end);
  }
  yield rest;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** The text of a file in pieces of some megabytes, with line feeds alone. */
export function* piecesOf(file: SourceFile, label: Encoding['label'], start: number): Generator<string> {
  const decoder = new TextDecoder(label);
  let held = '';
  for (let from = start; from < file.bytes; from += chunkBytes) {
    const bytes = file.read(from, Math.min(from + chunkBytes, file.bytes));
    const text = held + decoder.decode(bytes, { stream: true });
    // A carriage return at the end may belong to a line feed that follows.
    held = text.endsWith('\r') ? '\r' : '';
    yield withLineFeeds(held === '' ? text : text.slice(0, -1));
  }
  yield withLineFeeds(held + decoder.decode());
}
