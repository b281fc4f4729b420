import { compose } from './compose.ts';
import { Pile } from './pile.ts';
import type { Place } from './recording-panels.ts';
import { fontSizes } from './text-box.ts';
import { lightTheme } from './theme.ts';
import { captionsOn } from './titles.ts';

/** A drawing of a sheet. */
export interface SheetPart {
  readonly height: number;
  readonly draw: (place: Place) => SVGSVGElement;
}

export interface SheetText {
  readonly title: string;
  readonly note: string;
  /** Where the recording is from, and how it is shown. */
  readonly provenance: string;
}

const edge = 10;
const gap = 14;
/** Of its drawings, pixels. */
export const sheetWidth = 900;

/** Figures of a recording on one sheet, on white, with their source below. */
export function recordingSheet(
  { title, note, provenance }: SheetText,
  parts: readonly SheetPart[],
  document: Document,
): SVGSVGElement {
  const theme = lightTheme;
  const pile = new Pile(edge);
  const text = captionsOn(pile, { document, left: edge, width: sheetWidth });
  text(title, fontSizes.title, theme.ink, 600);
  text(note, fontSizes.text, theme.soft);
  pile.skip(gap / 2);
  const drawn = parts.map(({ height, draw }) => ({
    height,
    svg: draw({ document, width: sheetWidth, height, theme }),
  }));
  for (const { svg, height } of drawn) pile.add(svg, height + gap);
  text(provenance, fontSizes.small, theme.soft);
  return compose(
    {
      document,
      theme,
      width: sheetWidth,
      height: Math.ceil(pile.height + edge / 2),
      label: `${title}. ${note}`,
      description: drawn.map(({ svg }) => svg.getAttribute('aria-label') ?? '').join(' '),
      paper: true,
    },
    pile.parts,
  );
}
