import { decode, encode } from 'fast-png';
import { asciiJson } from './ascii-json.ts';
import { specsMark } from './svg-text.ts';

/** Pixels of the picture per pixel of the figure: sharp in print at column width. */
export const pngScale = 2;

/** Opaque pixels, row by row: red, green, blue and alpha of each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/**
 * A PNG file. The same pixels give the same bytes.
 * @param specs the experiments that it shows, which `specsInPng` finds again
 */
export function pngBytes({ width, height, pixels }: Pixels, specs: readonly unknown[] = []): Uint8Array {
  const text = specs.length === 0 ? {} : { text: { [specsMark]: asciiJson(specs) } };
  return encode({ width, height, data: pixels, ...text }, { zlib: { level: 6 } });
}

/** The specs in a PNG file, unchecked; undefined if it has none, or is not a complete PNG file. */
export function specsInPng(bytes: Uint8Array): readonly unknown[] | undefined {
  try {
    const specs: unknown = JSON.parse(decode(bytes).text[specsMark] ?? '');
    return Array.isArray(specs) ? specs : undefined;
  } catch {
    return undefined;
  }
}
