import { specsInPng } from '../figures/png-file.ts';
import { specsIn, specsMark } from '../figures/svg-text.ts';

/** First bytes of the figures that must be read whole, because their specs come last. */
const wholeBeginnings = [Buffer.from('%PDF-'), Buffer.from('\u0089PNG\r\n', 'latin1')];

/** Whether the first bytes of a file are not enough to find its specs. */
export const isFigureReadWhole = (bytes: Uint8Array): boolean =>
  wholeBeginnings.some((beginning) => beginning.equals(bytes.subarray(0, beginning.length)));

/** The specs in a figure (SVG, PNG or PDF), unchecked; undefined if it has none, or is another file. */
export function specsInFigure(bytes: Uint8Array): readonly unknown[] | undefined {
  const [pdf, png] = wholeBeginnings.map((beginning) => beginning.equals(bytes.subarray(0, beginning.length)));
  if (pdf === true) return specsInPdf(bytes);
  return png === true ? specsInPng(bytes) : specsIn(Buffer.from(bytes).toString());
}

/** The information dictionary refers to a string, which has a backslash before parentheses and backslashes. */
function specsInPdf(bytes: Uint8Array): readonly unknown[] | undefined {
  const text = Buffer.from(bytes).toString('latin1');
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
