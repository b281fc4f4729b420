import { specsInPng } from './png-file.ts';
import { specsIn, specsMark } from './svg-text.ts';

/** First bytes of the figures that must be read whole, because their specs come last. */
const wholeBeginnings = { pdf: '%PDF-', png: '\u0089PNG\r\n' } as const;

/** One character per byte. */
const inCharacters = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  // A call has a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
};

const beginsAs = (bytes: Uint8Array, kind: keyof typeof wholeBeginnings): boolean =>
  inCharacters(bytes.subarray(0, wholeBeginnings[kind].length)) === wholeBeginnings[kind];

/** Whether the first bytes of a file are not enough to find its specs. */
export const isFigureReadWhole = (bytes: Uint8Array): boolean => beginsAs(bytes, 'pdf') || beginsAs(bytes, 'png');

/** The specs in a figure (SVG, PNG or PDF), unchecked; undefined if it has none, or is another file. */
export function specsInFigure(bytes: Uint8Array): readonly unknown[] | undefined {
  if (beginsAs(bytes, 'pdf')) return specsInPdf(bytes);
  return beginsAs(bytes, 'png') ? specsInPng(bytes) : specsIn(new TextDecoder().decode(bytes));
}

/** The information dictionary refers to a string, which has a backslash before parentheses and backslashes. */
function specsInPdf(bytes: Uint8Array): readonly unknown[] | undefined {
  const text = inCharacters(bytes);
  const object = new RegExp(`/${specsMark} (\\d+) 0 R`).exec(text)?.[1];
  const found = new RegExp(`^${object} 0 obj\n\\(((?:\\\\.|[^\\\\)])*)\\)`, 'm').exec(text)?.[1];
  if (found === undefined) return undefined;
  try {
    const specs: unknown = JSON.parse(found.replaceAll(/\\(.)/g, '$1'));
    return Array.isArray(specs) ? specs : undefined;
  } catch {
    return undefined;
  }
}
