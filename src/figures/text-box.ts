/** Sizes of text in px. */
export const fontSizes = { text: 12, title: 14, small: 10.5 } as const;
export const lineHeight = 1.2;

// Widths in em, a generous estimate for system fonts: a label estimated too wide leaves a gap, one estimated too narrow
// overlaps its neighbour. There is no DOM here to measure with.
const widths: readonly (readonly [RegExp, number])[] = [
  [/[iljI.,:;'|!()[\]]/u, 0.33],
  [/[ \u00a0frt/"-]/u, 0.38],
  [/[mwMW%@—]/u, 0.93],
  [/[A-Z]/u, 0.69],
];
const otherWidth = 0.6;

/** Approximate width of the text, px. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text) ems += widths.find(([pattern]) => pattern.test(character))?.[1] ?? otherWidth;
  return ems * fontSize;
}

// A unit stays with its number.
const breaks = / (?!(?:s|ms|Hz|%|µl|ml)(?:\W|$))/u;

/** Breaks text at spaces so that no line is wider than `width` px, except single words. */
export function wrapText(text: string, width: number, fontSize: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(breaks)) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, fontSize) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Pixels by which a label may exceed its axis. */
const beyondAxis = 12;

/** The label of an axis, or only its unit if the axis is too short; a unit may have a word in brackets of its own. */
export function fittingLabel(label: string, length: number): string {
  const unit = /\((.*)\)$/u.exec(label)?.[1];
  return unit === undefined || textWidth(label, fontSizes.text) <= length + beyondAxis
    ? label
    : fittingLabel(unit, length);
}

/** A rectangle in px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The area covered by lines of text, from their top left corner. */
export function textBox(lines: readonly string[], left: number, top: number, fontSize: number): Box {
  const width = Math.max(...lines.map((line) => textWidth(line, fontSize)));
  return { left, top, right: left + width, bottom: top + lines.length * fontSize * lineHeight };
}
