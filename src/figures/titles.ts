import * as Plot from '@observablehq/plot';
import './dom.ts';
import type { Pile } from './pile.ts';
import { lineHeight, wrapText } from './text-box.ts';

/** Lines of text across a figure. */
export interface Caption {
  readonly lines: readonly string[];
  readonly height: number;
  readonly svg: SVGSVGElement;
}

export function caption(
  text: string,
  {
    document,
    left,
    width,
    fontSize,
    colour,
    weight,
  }: { document: Document; left: number; width: number; fontSize: number; colour: string; weight?: number },
): Caption {
  const lines = wrapText(text, width - left - 8, fontSize);
  const height = Math.ceil(lines.length * fontSize * lineHeight) + 4;
  const svg = Plot.plot({
    document,
    width,
    height,
    axis: null,
    margin: 0,
    marks: [
      Plot.text([lines.join('\n')], {
        frameAnchor: 'top-left',
        dx: left,
        dy: 1,
        lineHeight,
        fontSize,
        fill: colour,
        ...(weight === undefined ? {} : { fontWeight: weight }),
      }),
    ],
  }) as SVGSVGElement;
  svg.querySelector('style')?.remove();
  svg.removeAttribute('class');
  return { lines, height, svg };
}

/** Writes lines of text across a stack, one caption below the other. */
export function captionsOn(
  pile: Pile,
  across: { readonly document: Document; readonly left: number; readonly width: number },
): (words: string, fontSize: number, colour: string, weight?: number) => void {
  return (words, fontSize, colour, weight) => {
    const { svg, height } = caption(words, {
      ...across,
      fontSize,
      colour,
      ...(weight === undefined ? {} : { weight }),
    });
    pile.add(svg, height);
  };
}
