import { fontSizes, textBox, type Box } from '../../src/figures/text-box.ts';

/** A point of a drawn path, px, y downward. */
export interface Vertex {
  readonly x: number;
  readonly y: number;
}

/** The groups of a mark with this name. */
export function marksOf(svg: Element, name: string): readonly Element[] {
  return [...svg.querySelectorAll(`g[aria-description="${name}"]`)];
}

/** The line of a series: the group of this name that holds a path without a fill. */
export function lineOf(svg: Element, name: string): Element {
  const line = marksOf(svg, name).find((group) => group.getAttribute('aria-label') === 'line');
  if (line === undefined) throw new Error(`no line '${name}'`);
  return line;
}

export function verticesOf(line: Element): readonly Vertex[] {
  const d = line.querySelector('path')?.getAttribute('d') ?? '';
  return [...d.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/gu)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

/** The start of each step of a stepped line, with its height, and the end of the last one. */
export const stepsOf = (line: Element): readonly Vertex[] => verticesOf(line).filter((_, i) => i % 2 === 0);

/** y of a horizontal rule. */
export function heightOf(svg: Element, name: string): number {
  return Number(marksOf(svg, name)[0]?.querySelector('line')?.getAttribute('y1'));
}

export interface Written {
  readonly text: string;
  /** The position within its panel. */
  readonly box: Box;
  readonly panel: Element | null;
}

/** Texts of marks with this name, with their positions. */
export function textsOf(svg: Element, name: string): readonly Written[] {
  return marksOf(svg, name).flatMap((group) =>
    [...group.querySelectorAll('text')].map((text) => {
      const [, x = '0', y = '0'] =
        /translate\((-?[\d.]+),(-?[\d.]+)\)/u.exec(text.getAttribute('transform') ?? '') ?? [];
      const rows = [...text.querySelectorAll('tspan')].map((row) => row.textContent ?? '');
      const lines = rows.length > 0 ? rows : [text.textContent ?? ''];
      const size = Number(group.getAttribute('font-size') ?? fontSizes.text);
      return { text: lines.join(' '), box: textBox(lines, Number(x), Number(y), size), panel: group.closest('svg') };
    }),
  );
}

/** Numbers along an axis. */
export function ticksOf(svg: Element, axis: 'x' | 'y'): readonly string[] {
  return [...svg.querySelectorAll(`g[aria-label="${axis}-axis tick label"] text`)].map(
    (text) => text.textContent ?? '',
  );
}
