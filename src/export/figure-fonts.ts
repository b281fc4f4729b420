// The font of figures that are saved as pictures, which must not depend on the fonts of the machine.
import { readFileSync } from 'node:fs';
import bold from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf?asset';
import regular from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf?asset';

/** As wide as the fonts that the layout of figures expects; with Latin, Greek and Cyrillic letters, and signs. */
export const figureFont = 'DejaVu Sans Condensed';

/** The contents of its font files. */
export const figureFonts = (): { readonly regular: Buffer; readonly bold: Buffer } => ({
  regular: readFileSync(regular),
  bold: readFileSync(bold),
});
