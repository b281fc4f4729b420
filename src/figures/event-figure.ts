import type { EventFigure, EventRecording } from '../contracts/control-figures.ts';
import { alignedFigure, timeDomain } from './aligned-figure.ts';
import { compose, type Placed } from './compose.ts';
import { heatMap } from './heat-map.ts';
import { Pile } from './pile.ts';
import { rasterPanel } from './raster-figure.ts';
import { lightTheme, type Theme } from './theme.ts';
import { addUnitMaps, unitMapWords } from './unit-maps.ts';
import { alignedWords, heatWords } from './words.ts';
import { titledSheet } from './titled-sheet.ts';

export interface EventFigureOptions {
  readonly data: EventFigure;
  readonly document: Document;
  readonly width: number;
  readonly theme?: Theme;
}

interface PanelsOptions extends EventFigureOptions {
  /** If it is too low for panels below each other, and wide enough, the map is on the right. */
  readonly height?: number;
}

const heights = { rpe: 240, raster: 150, rate: 170, value: 130, heat: 230 } as const;
const gap = 12;

/** Fraction of the width, if the map is on the right. */
const minBeside = { width: 560, height: 200 } as const;
/** Fraction of the height; the rest is the value with the numbers of the time axis. */
const shares = { alone: { rpe: 0.52, rate: 0 }, recorded: { rpe: 0.38, rate: 0.28 } } as const;
/** Fraction of the height, if there are spikes above the map. */
const rasterShare = 0.4;

/** Mean RPE, recorded signal and value around the event, early and late, and every occurrence on the same time axis. */
export function eventPanels({
  data,
  document,
  width,
  height = Infinity,
  theme = lightTheme,
}: PanelsOptions): SVGSVGElement {
  const words = { label: `${data.title}, RPE around ${data.event}, ${data.note}`, description: eventWords(data) };
  const pile = new Pile(0);
  addPanels(pile, { data, document, width, theme });
  if (height >= pile.height || width < minBeside.width)
    return compose({ document, theme, width, height: Math.ceil(pile.height), ...words }, pile.parts);
  const whole = Math.max(minBeside.height, height);
  return compose(
    { document, theme, width, height: whole, ...words },
    besideMap({ data, document, width, height: whole, theme }),
  );
}

/** Means on the left, the map on the right, both at full height. */
function besideMap({ data, document, width, height, theme }: Required<PanelsOptions>): readonly Placed[] {
  const half = Math.floor(width / 2);
  const of = panelsOf({ data, document, width: half, theme });
  const share = data.recording === undefined ? shares.alone : shares.recorded;
  const [rpe, rate] = [Math.round(height * share.rpe), Math.round(height * share.rate)];
  const raster = of.raster === undefined ? 0 : Math.round(height * rasterShare);
  // If there is no room for its unit, which is that of the RPE above, the value shows only its name.
  return [
    { x: 0, y: 0, svg: of.rpe(rpe) },
    ...(of.rate === undefined ? [] : [{ x: 0, y: rpe, svg: of.rate(rate) }]),
    { x: 0, y: rpe + rate, svg: of.value(height - rpe - rate, 'labelled', 'value') },
    ...(of.raster === undefined ? [] : [{ x: half, y: 0, svg: of.raster(raster) }]),
    { x: half, y: raster, svg: of.map(height - raster) },
  ];
}

/** The same on a sheet, with its source below. */
export function eventFigure({ data, document, width, theme = lightTheme }: EventFigureOptions): SVGSVGElement {
  return titledSheet(data, { document, theme, width }, (pile) => {
    pile.skip(gap / 2);
    addPanels(pile, { data, document, width, theme });
    addUnitMaps(pile, data.units ?? [], { document, width, theme });
    return [eventWords(data), ...unitMapWords(data.units ?? [])].join(' ');
  });
}

function addPanels(pile: Pile, options: Required<EventFigureOptions>): void {
  const of = panelsOf(options);
  pile.add(of.rpe(heights.rpe), heights.rpe + gap);
  if (of.raster !== undefined) pile.add(of.raster(heights.raster), heights.raster);
  if (of.rate !== undefined) pile.add(of.rate(heights.rate), heights.rate + gap);
  pile.add(of.value(heights.value, 'bare'), heights.value + gap);
  pile.add(of.map(heights.heat), heights.heat + gap);
}

function panelsOf({ data, document, width, theme }: Required<EventFigureOptions>) {
  const { conditions, recording } = data;
  const time = { timeLabel: `time from ${data.event} (s)` };
  const domain = timeDomain(conditions);
  const shared = {
    data: { title: data.title, note: data.note, conditions, rateUnit: recording?.unit ?? '', recorded: [] },
    document,
    width,
    theme,
    ...time,
  } as const;
  const latest = conditions.at(-1);
  const { raster } = recording ?? {};
  return {
    rpe: (height: number) => alignedFigure({ ...shared, signal: 'rpe', timeAxis: 'bare', height }),
    rate:
      recording === undefined
        ? undefined
        : (height: number) =>
            alignedFigure({
              ...shared,
              signal: 'rate',
              timeAxis: 'bare',
              labels: 'none',
              yLabel: recording.unit,
              height,
            }),
    value: (height: number, timeAxis: 'bare' | 'labelled', yLabel = 'value (reward units)') =>
      alignedFigure({ ...shared, signal: 'value', timeAxis, labels: 'none', yLabel, height }),
    raster:
      raster === undefined || latest === undefined
        ? undefined
        : (height: number) =>
            rasterPanel(
              {
                rows: raster,
                title: latest.title,
                averages: latest.averages,
                rowLabel: 'occurrence',
                domain,
                document,
                width,
              },
              theme,
              height,
            ),
    map: (height: number) =>
      heatMap({
        heat: data.heat,
        events: [{ seconds: 0, label: data.event }],
        document,
        width,
        height,
        theme,
        domain,
        rowLabel: 'occurrence',
        ...time,
      }),
  };
}

function eventWords({ conditions, heat, recording }: EventFigure): string {
  const recorded =
    recording === undefined
      ? ''
      : ` ${recording.title}: ${alignedWords(conditions, 'rate', recording.unit)}${rasterWords(recording)}`;
  return `RPE: ${alignedWords(conditions, 'rpe', '')}${recorded} Value: ${alignedWords(conditions, 'value', '')} ${heatWords(heat, 'occurrences')}`;
}

const rasterWords = ({ raster }: EventRecording): string =>
  raster === undefined
    ? ''
    : ` ${raster.reduce((sum, { times }) => sum + times.length, 0)} spikes of one neuron in ${raster.length} occurrences.`;
