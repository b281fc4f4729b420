import type { EventFigure } from '../contracts/play-figures.ts';
import { alignedFigure, timeDomain } from './aligned-figure.ts';
import { compose, type Placed } from './compose.ts';
import { heatMap } from './heat-map.ts';
import { Pile } from './pile.ts';
import { fontSizes } from './text-box.ts';
import { lightTheme, type Theme } from './theme.ts';
import { captionsOn } from './titles.ts';
import { alignedWords, heatWords } from './words.ts';

export interface EventFigureOptions {
  readonly data: EventFigure;
  readonly document: Document;
  readonly width: number;
  readonly theme?: Theme;
}

interface PanelsOptions extends EventFigureOptions {
  /** Where it is too low for one panel below the other, and there is the width, the map stands on the right. */
  readonly height?: number;
}

const heights = { rpe: 240, value: 130, heat: 230 } as const;
const gap = 12;
const edge = 10;

/** Of the whole, where the map stands beside the others. */
const leastBeside = { width: 560, height: 200 } as const;
/** The rest is the value with the numbers of the time axis. */
const rpeShare = 0.52;

/** Mean RPE and value around the event, early and late, and every occurrence on the same time axis. */
export function eventPanels({ data, document, width, height = Infinity, theme = lightTheme }: PanelsOptions): SVGSVGElement {
  const words = { label: `${data.title}, RPE around ${data.event}, ${data.note}`, description: eventWords(data) };
  const pile = new Pile(0);
  addPanels(pile, { data, document, width, theme });
  if (height >= pile.height || width < leastBeside.width) return compose({ document, theme, width, height: Math.ceil(pile.height), ...words }, pile.parts);
  const whole = Math.max(leastBeside.height, height);
  return compose({ document, theme, width, height: whole, ...words }, besideMap({ data, document, width, height: whole, theme }));
}

/** Means on the left, the map on the right, all as high as there is room. */
function besideMap({ data, document, width, height, theme }: Required<PanelsOptions>): readonly Placed[] {
  const half = Math.floor(width / 2);
  const of = panelsOf({ data, document, width: half, theme });
  const upper = Math.round(height * rpeShare);
  // Where there is no room for its unit, which is that of the RPE above it, the value has its name.
  return [
    { x: 0, y: 0, svg: of.rpe(upper) },
    { x: 0, y: upper, svg: of.value(height - upper, 'labelled', 'value') },
    { x: half, y: 0, svg: of.map(height) },
  ];
}

/** The same on a sheet, with what made it written below. */
export function eventFigure({ data, document, width, theme = lightTheme }: EventFigureOptions): SVGSVGElement {
  const pile = new Pile(edge);
  const text = captionsOn(pile, { document, left: edge, width });
  text(data.title, fontSizes.title, theme.ink, 600);
  text(data.note, fontSizes.text, theme.soft);
  pile.skip(gap / 2);
  addPanels(pile, { data, document, width, theme });
  text(data.provenance, fontSizes.small, theme.soft);
  return compose({ document, theme, width, height: Math.ceil(pile.height + edge / 2), label: `${data.title}. ${data.note}`, description: eventWords(data), paper: true }, pile.parts);
}

function addPanels(pile: Pile, options: Required<EventFigureOptions>): void {
  const of = panelsOf(options);
  pile.add(of.rpe(heights.rpe), heights.rpe + gap);
  pile.add(of.value(heights.value, 'bare'), heights.value + gap);
  pile.add(of.map(heights.heat), heights.heat + gap);
}

function panelsOf({ data, document, width, theme }: Required<EventFigureOptions>) {
  const time = { timeLabel: `time from ${data.event} (s)` };
  const shared = { data: { title: data.title, note: data.note, conditions: data.conditions, rateUnit: '', recorded: [] }, document, width, theme, ...time } as const;
  return {
    rpe: (height: number) => alignedFigure({ ...shared, signal: 'rpe', timeAxis: 'bare', height }),
    value: (height: number, timeAxis: 'bare' | 'labelled', yLabel = 'value (reward units)') => alignedFigure({ ...shared, signal: 'value', timeAxis, labels: 'none', yLabel, height }),
    map: (height: number) => heatMap({ heat: data.heat, events: [{ seconds: 0, label: data.event }], document, width, height, theme, domain: timeDomain(data.conditions), rowLabel: 'occurrence', ...time }),
  };
}

const eventWords = ({ conditions, heat }: EventFigure): string => `RPE: ${alignedWords(conditions, 'rpe', '')} Value: ${alignedWords(conditions, 'value', '')} ${heatWords(heat, 'occurrences')}`;
