import * as Plot from '@observablehq/plot';
import { axisLabels } from './axis-labels.ts';
import './dom.ts';
import { fontSizes, textWidth } from './text-box.ts';
import type { Theme } from './theme.ts';

export interface Margin {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export interface Axis {
  readonly domain: readonly [number, number];
  readonly type?: 'linear' | 'log';
  readonly reverse?: boolean;
  /** With its unit. */
  readonly label?: string;
  readonly ticks?: number | readonly number[];
  /** labelled; bare: only ticks, if another panel on the same axis has the numbers; none. */
  readonly show: 'labelled' | 'bare' | 'none';
  readonly side?: 'right';
  /** The line along the axis. */
  readonly spine?: boolean;
}

export interface Panel {
  readonly document: Document;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly margin: Margin;
  /** The part of the frame's top reserved for labels. */
  readonly insetTop?: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Plot.Markish[];
}

/** Line height of an axis label, px. */
export const labelHeight = 14;
/** Tick length, and the space on both sides of its number, px. */
export const beforeTicks = 18;

/** Approximate width of the widest number on an axis. */
export function tickWidth([low, high]: readonly [number, number]): number {
  const decimals = Math.max(0, Math.ceil(-Math.log10((high - low) / 6)));
  return Math.max(...[low, high].map((value) => textWidth(value.toFixed(decimals), fontSizes.text)));
}

/** The pixel of a value on an axis of a panel. */
export type PixelScale = (value: number) => number;

export function panelScales({
  width,
  height,
  margin,
  insetTop = 0,
  x,
  y,
}: Omit<Panel, 'document' | 'theme' | 'marks'>): { x: PixelScale; y: PixelScale } {
  return {
    x: pixelScale(x, [margin.left, width - margin.right]),
    y: pixelScale(y, [height - margin.bottom, margin.top + insetTop]),
  };
}

function pixelScale(
  { domain, type = 'linear', reverse = false }: Axis,
  [from, to]: readonly [number, number],
): PixelScale {
  const scale = Plot.scale({ x: { type, domain: [...domain], range: reverse ? [to, from] : [from, to] } });
  return (value) => scale?.apply(value) as number;
}

/** One coordinate system drawn by Plot: no box, ticks outward, unit in the axis label. */
export function drawPanel(panel: Panel): SVGSVGElement {
  const { document, theme, width, height, margin, insetTop = 0, x, y, marks } = panel;
  const svg = Plot.plot({
    document,
    width,
    height,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    x: { type: x.type ?? 'linear', domain: [...x.domain], reverse: x.reverse ?? false, axis: null },
    y: { type: y.type ?? 'linear', domain: [...y.domain], reverse: y.reverse ?? false, insetTop, axis: null },
    marks: [...marks, ...axisMarks(panel)],
  }) as SVGSVGElement;
  return tidy(svg, theme);
}

function axisMarks({ theme, margin, x, y }: Panel): readonly Plot.Markish[] {
  const shared = { color: theme.ink, tickSize: 5, tickPadding: 4, labelArrow: 'none', labelAnchor: 'center' } as const;
  const of = (axis: Axis) => ({
    ...shared,
    label: axis.show === 'labelled' ? (axis.label ?? null) : null,
    ...tickText(axis),
    ...(axis.ticks === undefined ? {} : { ticks: axis.ticks }),
  });
  const spine = (anchor: 'left' | 'bottom') => Plot.frame({ anchor, stroke: theme.ink });
  return [
    ...(x.spine === true ? [spine('bottom')] : []),
    ...(y.spine === true ? [spine('left')] : []),
    ...(x.show === 'none' ? [] : [Plot.axisX({ ...of(x), labelOffset: margin.bottom - 6 })]),
    ...(y.show === 'none'
      ? []
      : [
          Plot.axisY({
            ...of(y),
            anchor: y.side ?? 'left',
            labelOffset: (y.side === 'right' ? margin.right : margin.left) - 6,
          }),
        ]),
  ];
}

/** Plot's own format would round given ticks, and leave some on a logarithmic axis without numbers. */
function tickText({ show, ticks }: Axis): { readonly text?: null | ((value: number) => string) } {
  if (show === 'bare') return { text: null };
  if (typeof ticks !== 'object') return {};
  const labels = new Map(axisLabels(ticks).map((label, i) => [ticks[i], label]));
  return { text: (value) => labels.get(value) ?? '' };
}

/**
 * Plot's style sheet is removed, because a page with a strict content security policy would refuse it; its settings are
 * given as attributes or by the surrounding figure.
 */
function tidy(svg: SVGSVGElement, theme: Theme): SVGSVGElement {
  svg.querySelector('style')?.remove();
  svg.removeAttribute('class');
  svg.setAttribute('font-size', String(fontSizes.text));
  svg.setAttribute('color', theme.ink);
  svg.setAttribute('overflow', 'visible');
  return svg;
}
