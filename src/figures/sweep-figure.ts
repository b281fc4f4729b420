import * as Plot from '@observablehq/plot';
import { power } from '../core/power.ts';
import { countVerdicts } from '../analysis/signatures.ts';
import type { Expectation } from '../contracts/paradigm.ts';
import { extent, niceDomain } from './extent.ts';
import { drawPanel, type Axis } from './panel.ts';
import { fontSizes, wrapText } from './text-box.ts';
import { lightTheme, type Theme } from './theme.ts';
import { sheetEdge, titledSheet } from './titled-sheet.ts';

/** Subjects that differ in some numbers, and the measurement of each signature for them. */
export interface SweepFigureData {
  readonly title: string;
  readonly note: string;
  readonly provenance: string;
  readonly varied: readonly SweptParameter[];
  readonly signatures: readonly SweptSignature[];
}

export interface SweptParameter {
  /** With its unit. */
  readonly title: string;
  readonly scale: 'linear' | 'log';
  /** One per result. */
  readonly values: readonly number[];
}

interface SweptSignature {
  readonly claim: string;
  readonly quantity: string;
  readonly expected: Expectation;
  /** The expectation in words. */
  readonly expectedText: string;
  /** One per result; null if undefined. */
  readonly measured: readonly (number | null)[];
  readonly pass: readonly (boolean | null)[];
}

export interface SweepFigureOptions {
  readonly data: SweepFigureData;
  readonly document: Document;
  readonly width?: number;
  readonly theme?: Theme;
}

const panelHeight = 190;
const margin = { top: 8, right: 14, bottom: 42, left: 62 } as const;
/** With more dots than this, they are small and translucent. */
const manyDots = 300;

/**
 * A row per signature, a panel per parameter: each subject's measurement over its parameter, and the expected range.
 */
export function sweepFigure({ data, document, width = 900, theme = lightTheme }: SweepFigureOptions): SVGSVGElement {
  return titledSheet(data, { document, theme, width }, (pile, text) => {
    text(
      'Filled: the subject shows it. Open: it does not. Grey: the range that counts as shown.',
      fontSizes.text,
      theme.soft,
    );
    const each = width / data.varied.length;
    for (const signature of data.signatures) {
      pile.skip(sheetEdge);
      text(`${share(signature)}: ${signature.claim}`, fontSizes.text, theme.ink, 600);
      pile.addRow(
        data.varied.map((parameter) => panelOf(signature, parameter, { document, theme, width: each })),
        each,
        panelHeight,
      );
    }
    return sweepWords(data);
  });
}

interface Dot {
  readonly x: number;
  readonly y: number;
}

function panelOf(
  { quantity, expected, measured, pass }: SweptSignature,
  { title, scale, values }: SweptParameter,
  { document, theme, width }: { readonly document: Document; readonly theme: Theme; readonly width: number },
): SVGSVGElement {
  const dotsWhere = (passes: boolean): readonly Dot[] =>
    measured.flatMap((y, i) => (y !== null && pass[i] === passes ? [{ x: values[i] as number, y }] : []));
  const [shown, missed] = [dotsWhere(true), dotsWhere(false)];
  const bounds = boundsOf(expected);
  const y: Axis = {
    domain: niceDomain([...[...shown, ...missed].map((dot) => dot.y), ...bounds.filter(Number.isFinite)]),
    label: wrapText(quantity, panelHeight - margin.bottom, fontSizes.text).join('\n'),
    show: 'labelled',
    spine: true,
  };
  const isLog = scale === 'log' && values.every((value) => value > 0);
  const domain = widened(extent(values), isLog);
  const x: Axis = {
    domain,
    type: isLog ? 'log' : 'linear',
    label: title,
    show: 'labelled',
    spine: true,
    ...(isLog ? { ticks: roundNumbers(domain) } : {}),
  };
  const few = measured.length <= manyDots;
  const dots = { x: 'x', y: 'y', r: few ? 3 : 1.6, opacity: few ? 1 : 0.5, clip: false } as const;
  const [low, high] = y.domain;
  return drawPanel({
    document,
    theme,
    width,
    height: panelHeight,
    margin: { ...margin, left: margin.left + 14 * (y.label?.split('\n').length ?? 1) - 14 },
    x,
    y,
    marks: [
      Plot.rect([0], {
        x1: domain[0],
        x2: domain[1],
        y1: Math.max(low, bounds[0]),
        y2: Math.min(high, bounds[1]),
        fill: theme.faint,
        fillOpacity: 0.28,
        ariaDescription: 'the range that counts as shown',
      }),
      Plot.dot(missed, {
        ...dots,
        stroke: theme.categories[1] as string,
        strokeWidth: few ? 1.2 : 0.8,
        ariaDescription: 'subjects that do not show it',
      }),
      Plot.dot(shown, { ...dots, fill: theme.categories[0] as string, ariaDescription: 'subjects that show it' }),
    ],
  });
}

/** Minimum and maximum that satisfy it. */
function boundsOf({ above = -Infinity, below = Infinity, about, within = 0 }: Expectation): readonly [number, number] {
  return about === undefined ? [above, below] : [about - within, about + within];
}

/** Margin for the outermost dots. */
function widened([low, high]: readonly [number, number], isLog: boolean): readonly [number, number] {
  if (low === high) return isLog ? [low / 2, low * 2] : [low - 1, low + 1];
  if (!isLog) return [low - (high - low) * 0.03, high + (high - low) * 0.03];
  const factor = power(high / low, 0.03);
  return [low / factor, high * factor];
}

/** 1, 2 and 5 of every power of ten. */
function roundNumbers([low, high]: readonly [number, number]): readonly number[] {
  const powers = Array.from(
    { length: Math.ceil(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, i) => Math.floor(Math.log10(low)) + i,
  );
  return powers
    .flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)))
    .filter((tick) => tick >= low && tick <= high);
}

/** The subjects in which it is defined, and the total if not all are. */
function share({ pass }: SweptSignature): string {
  const { passed, defined, undefined: open } = countVerdicts(pass);
  if (defined === 0) return 'Undefined in all';
  return `${Math.round((100 * passed) / defined)} % show it${open === 0 ? '' : ` (${defined} of ${pass.length} defined)`}`;
}

const sweepWords = ({ varied, signatures }: SweepFigureData): string =>
  [
    `Over ${varied.map(({ title }) => title).join(', ')}.`,
    ...signatures.map(
      (signature) => `${signature.claim} ${share(signature)} (${signature.quantity} ${signature.expectedText}).`,
    ),
  ].join(' ');
