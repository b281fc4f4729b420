import { svgNamespace } from './dom.ts';
import type { Theme } from './theme.ts';
import { fontSizes } from './text-box.ts';

/** A drawing and the position of its top left corner. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly svg: SVGSVGElement;
}

export interface Sheet {
  readonly document: Document;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** The type of the figure, for a screen reader. */
  readonly label: string;
  /** Its content, including numbers. */
  readonly description: string;
  /** Paints the background, for a file that may be placed on any background. */
  readonly paper?: boolean;
}

/** Combines several drawings into one figure, with its description in words. */
export function compose(sheet: Sheet, parts: readonly Placed[]): SVGSVGElement {
  const { document, theme, width, height } = sheet;
  const root = document.createElementNS(svgNamespace, 'svg');
  setAttributes(root, {
    xmlns: svgNamespace,
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': `${sheet.label}. ${sheet.description}`,
    'font-family': 'system-ui, sans-serif',
    'font-size': fontSizes.text,
    'font-variant': 'tabular-nums',
    color: theme.ink,
    fill: 'currentColor',
  });
  if (sheet.paper === true) {
    const paper = document.createElementNS(svgNamespace, 'rect');
    setAttributes(paper, { width, height, fill: theme.paper });
    root.append(paper);
  }
  for (const { x, y, svg } of parts) {
    setAttributes(svg, { x, y });
    root.append(svg);
  }
  return root;
}

function setAttributes(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
