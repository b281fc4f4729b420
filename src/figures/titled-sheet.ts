import { compose } from './compose.ts';
import { Pile } from './pile.ts';
import { fontSizes } from './text-box.ts';
import type { Theme } from './theme.ts';
import { captionsOn } from './titles.ts';

/** Space around the text of a sheet, px. */
export const sheetEdge = 10;

interface SheetText {
  readonly title: string;
  readonly note: string;
  readonly provenance: string;
}

/**
 * A figure for a file: its title and note above, its provenance below.
 * @param fill stacks what is between them. @returns the content in words, for a screen reader
 */
export function titledSheet(
  { title, note, provenance }: SheetText,
  { document, theme, width }: { readonly document: Document; readonly theme: Theme; readonly width: number },
  fill: (pile: Pile, text: ReturnType<typeof captionsOn>) => string,
): SVGSVGElement {
  const pile = new Pile(sheetEdge);
  const text = captionsOn(pile, { document, left: sheetEdge, width });
  text(title, fontSizes.title, theme.ink, 600);
  text(note, fontSizes.text, theme.soft);
  const description = fill(pile, text);
  text(provenance, fontSizes.small, theme.soft);
  const height = Math.ceil(pile.height + sheetEdge / 2);
  return compose(
    { document, theme, width, height, label: `${title}. ${note.replace(/\.$/, '')}`, description, paper: true },
    pile.parts,
  );
}
