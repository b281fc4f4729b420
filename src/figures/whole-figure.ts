import type { SignalName } from '../contracts/paradigm.ts';
import { alignedFigure } from './aligned-figure.ts';
import type { FigureData } from './figure-data.ts';
import { heatMap } from './heat-map.ts';
import { mapClock } from './map-clock.ts';
import { summaryFigure } from './summary-figure.ts';
import { Pile } from './pile.ts';
import { svgText } from './svg-text.ts';
import { lightTheme, type Theme } from './theme.ts';
import { addUnitMaps, unitMapWords } from './unit-maps.ts';
import { alignedWords, heatWords, summaryWords } from './words.ts';
import type { Spec } from '../spec/spec.ts';
import { titledSheet } from './titled-sheet.ts';

export interface WholeOptions {
  readonly document: Document;
  readonly width?: number;
  /** The uppermost panel; value is always below it. */
  readonly signal?: Exclude<SignalName, 'value'>;
  readonly theme?: Theme;
}

const heights = {
  signal: 250,
  value: 130,
  heat: 210,
  summary: 290,
} as const;
const gap = 14;
/** Space for an axis with numbers below its panel. */
const axisHeight = 32;
const narrowestSummary = 300;

/** All results of a run on one sheet, with its source below. */
export function wholeFigure(
  data: FigureData,
  { document, width = 900, signal = 'rate', theme = lightTheme }: WholeOptions,
): SVGSVGElement {
  return titledSheet(data, { document, theme, width }, (pile) => {
    pile.skip(gap / 2);
    const clock = mapClock(data, signal);
    const isShared = data.heat !== undefined && clock.shared !== undefined;
    const timeAxis = isShared ? 'bare' : 'labelled';
    const extra = isShared ? 0 : axisHeight;
    pile.add(
      alignedFigure({ data, signal, document, width, height: heights.signal + extra, theme, timeAxis }),
      heights.signal + extra + gap,
    );
    const value = { ...data, recorded: [] };
    pile.add(
      alignedFigure({
        data: value,
        signal: 'value',
        document,
        width,
        height: heights.value + extra,
        theme,
        timeAxis,
        labels: 'none',
      }),
      heights.value + extra + gap,
    );
    addHeatMap(pile, data.heat, clock, { document, width, theme });
    addSummaries(pile, data, document, width, theme);
    addUnitMaps(pile, data.units ?? [], { document, width, theme });
    return wholeWords(data, signal);
  });
}

/** The figure as a file, always on a white background. */
export function wholeFigureSvg(data: FigureData, document: Document, specs: readonly Spec[] = []): string {
  return svgText(wholeFigure(data, { document }), specs);
}

/** On the clock of the panels above it. */
function addHeatMap(
  pile: Pile,
  heat: FigureData['heat'],
  { shared, zero, from, events }: ReturnType<typeof mapClock>,
  sheet: { readonly document: Document; readonly width: number; readonly theme: Theme },
): void {
  if (heat === undefined) return;
  const height = heights.heat + axisHeight;
  const map = heatMap({
    ...sheet,
    heat: { ...heat, t: heat.t.map((t) => Number((t - zero).toFixed(6))) },
    events,
    timeLabel: `time from ${from} (s)`,
    height,
    ...(shared === undefined ? { eventLabels: true } : { domain: shared }),
  });
  pile.add(map, height + gap);
}

/** In rows of as many as remain readable. */
function addSummaries(pile: Pile, { summaries }: FigureData, document: Document, width: number, theme: Theme): void {
  const perRow = Math.min(summaries.length, Math.max(1, Math.floor(width / narrowestSummary)));
  for (let i = 0; i < summaries.length; i += perRow) {
    const own = Math.min(width / perRow, 1.6 * heights.summary);
    const row = summaries
      .slice(i, i + perRow)
      .map((summary) => summaryFigure({ summary, document, width: own, height: heights.summary, theme }));
    pile.addRow(row, own, heights.summary + gap);
  }
}

function wholeWords(data: FigureData, signal: SignalName): string {
  const { conditions, rateUnit, heat, summaries, units = [] } = data;
  const map = heat === undefined ? [] : [`Trials by time: ${heatWords(heat)}`];
  return [
    alignedWords(conditions, signal, rateUnit),
    `Value: ${alignedWords(conditions, 'value', rateUnit)}`,
    ...map,
    ...summaries.map((summary) => `${summary.title}: ${summaryWords(summary)}`),
    ...unitMapWords(units),
  ].join(' ');
}
