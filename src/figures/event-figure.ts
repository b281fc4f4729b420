import type { EventFigure } from '../contracts/play-figures.ts';
import { alignedFigure, timeDomain } from './aligned-figure.ts';
import { compose } from './compose.ts';
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

const heights = { rpe: 240, value: 130, heat: 230 } as const;
const gap = 12;
const edge = 10;

/** Mean RPE and value around the event, early and late, and below them every occurrence on the same time axis. */
export function eventPanels({ data, document, width, theme = lightTheme }: EventFigureOptions): SVGSVGElement {
  const pile = new Pile(0);
  addPanels(pile, { data, document, width, theme });
  return compose({ document, theme, width, height: Math.ceil(pile.height), label: `${data.title}, RPE around ${data.event}, ${data.note}`, description: eventWords(data) }, pile.parts);
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

function addPanels(pile: Pile, { data, document, width, theme }: Required<EventFigureOptions>): void {
  const shown = { title: data.title, note: data.note, conditions: data.conditions, rateUnit: '', recorded: [] };
  const shared = { data: shown, document, width, theme, timeAxis: 'bare' } as const;
  pile.add(alignedFigure({ ...shared, signal: 'rpe', height: heights.rpe }), heights.rpe + gap);
  pile.add(alignedFigure({ ...shared, signal: 'value', height: heights.value, labels: 'none' }), heights.value + gap);
  const time = { domain: timeDomain(data.conditions), timeLabel: `time from ${data.event} (s)`, rowLabel: 'occurrence' };
  pile.add(heatMap({ heat: data.heat, events: [{ seconds: 0, label: data.event }], document, width, height: heights.heat, theme, ...time }), heights.heat + gap);
}

const eventWords = ({ conditions, heat }: EventFigure): string => `RPE: ${alignedWords(conditions, 'rpe', '')} Value: ${alignedWords(conditions, 'value', '')} ${heatWords(heat, 'occurrences')}`;
