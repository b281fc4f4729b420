import * as Plot from '@observablehq/plot';
import type { Condition, RecordedTrace, SignalName } from '../contracts/paradigm.ts';
import { compose, type Placed } from './compose.ts';
import {
  eventLabels,
  eventLines,
  eventRows,
  mergeMarks,
  placeEvents,
  type PlacedEvent,
  type TimeEvent,
} from './event-marks.ts';
import { extent, minDifference, niceDomain } from './extent.ts';
import type { FigureCondition, FigureData, NamedBand } from './figure-data.ts';
import { keyMarks } from './key.ts';
import { labelMark } from './label-mark.ts';
import { drawPanel, panelScales, type Axis, type Margin, type Panel, type PixelScale } from './panel.ts';
import { placeLabels, type Labelled, type PlacedLabel, type Point } from './place-labels.ts';
import { spanMarks, type Span } from './span-marks.ts';
import { linePoints, seriesMarks, type Series } from './series.ts';
import { baselineOf, firstEvent, signalLabel } from './signals.ts';
import { fittingLabel, fontSizes, textBox, wrapText, type Box } from './text-box.ts';
import { categoryStyle, lightTheme, type Theme } from './theme.ts';
import { alignedWords } from './words.ts';

export interface AlignedOptions {
  readonly data: Pick<FigureData, 'title' | 'note' | 'conditions' | 'rateUnit' | 'recording' | 'recorded'>;
  readonly signal: SignalName;
  readonly document: Document;
  readonly width: number;
  readonly height?: number;
  readonly theme?: Theme;
  /** Range of the y axis, if several figures share it. */
  readonly yDomain?: readonly [number, number];
  /** bare: only ticks, if a figure below has the numbers of the same axis. */
  readonly timeAxis?: 'labelled' | 'bare';
  /** Label of the time axis; seconds from the aligned event if absent. */
  readonly timeLabel?: string;
  /** The level that the y axis is about; that of the signal if absent. */
  readonly baseline?: number;
  /** Names the level that the y axis is about, for a signal that is not about zero: the mean before the first event. */
  readonly namesBaseline?: boolean;
  /** Label of the y axis; the signal with its unit if absent. */
  readonly yLabel?: string;
  /** Only the conditions aligned on this event; all, side by side, if absent. Colours are those among all conditions. */
  readonly align?: Condition['align'];
  /** Windows that are marked along the time axis, such as a baseline. */
  readonly spans?: readonly Span[];
  /** lines: each label next to its line, and the remaining ones in a key; none: if another figure has them. */
  readonly labels?: 'lines' | 'none';
  /** Above a figure of one panel. */
  readonly heading?: string;
}

/** Margins left and right of the time axis; the heat map has the same, so that both can share the axis. */
export const timeMargins = { left: 60, right: 100 } as const;
const betweenPanels = 26;
const eventTop = 2;
/** Maximum number of recorded lines drawn over the model's; more get a separate panel. */
const maxOverlaid = 3;
const widestLabel = 140;
const headingHeight = 15;
/** Lines that are nowhere this many pixels away from all others are named in a key. */
const minDistinct = 5;

/** Averages of a signal around an event: mean and SEM of each condition, next to recorded data. */
export function alignedFigure(options: AlignedOptions): SVGSVGElement {
  const { data, document, width, height = 260, theme = lightTheme, signal } = options;
  const panels = layOut(timePanels(options, theme), options, height);
  const unlabelled = panels.flatMap(({ labels }) =>
    labels.flatMap(({ series, place }) => (place === undefined ? [series] : [])),
  );
  const { spans = [] } = options;
  const drawn = panels.map(({ left, ...panel }, i): Placed => ({
    x: left,
    y: 0,
    svg: drawTimePanel({ ...panel, spans }, document, theme, i === panels.length - 1 ? unlabelled : []),
  }));
  const label = `${signalLabel(signal, data)} around events, ${data.title}, ${data.note}`;
  return compose(
    { document, theme, width, height, label, description: alignedWords(data.conditions, signal, data.rateUnit) },
    drawn,
  );
}

/** Seconds spanned by the conditions' time axis: from the start of the first step to the end of the last. */
export function timeDomain(conditions: readonly FigureCondition[]): readonly [number, number] {
  const [from, to] = extent(conditions.flatMap(({ averages }) => averages.t));
  return Number.isFinite(from) ? [from, to + stepOf(conditions[0]?.averages.t ?? [])] : [-1, 1];
}

/** Length of a step, seconds, from the start times of steps. */
export const stepOf = ([first = 0, second = 0.1]: readonly number[]): number => Number((second - first).toFixed(6));

/** Whether a signal's figure has a single panel, whose time axis a map below can take over. */
export function hasOnePanel(
  { conditions, recorded, rateUnit }: Pick<FigureData, 'conditions' | 'recorded' | 'rateUnit'>,
  signal: SignalName,
): boolean {
  const apart = signal === 'rate' && recorded.length > 0 && !isOverlaid(recorded, rateUnit);
  return !apart && new Set(conditions.map(({ averages }) => averages.align)).size < 2;
}

const isOverlaid = (traces: readonly RecordedTrace[], rateUnit: string): boolean =>
  traces.length <= maxOverlaid && traces.every(({ unit }) => unit === rateUnit);

interface TimePanel {
  readonly heading?: string;
  /** Name of the baseline; undefined if it needs none. */
  readonly baselineName?: string | undefined;
  readonly align: Condition['align'];
  readonly domain: readonly [number, number];
  readonly events: readonly TimeEvent[];
  readonly series: readonly Series[];
  readonly baseline: number;
  readonly y: Axis;
}

/**
 * One panel per aligned event; recorded data in the same panel or, if they are many or in another unit, in a separate
 * one.
 */
function timePanels(
  {
    data,
    signal,
    labels = 'lines',
    align: only,
    yDomain,
    baseline = baselineOf(signal, data.conditions),
    yLabel = signalLabel(signal, data),
    heading,
    namesBaseline = false,
  }: AlignedOptions,
  theme: Theme,
): readonly TimePanel[] {
  const recorded = signal === 'rate' ? data.recorded : [];
  const sameUnit = recorded.filter(({ unit }) => unit === data.rateUnit);
  const y: Axis = {
    domain: yDomain ?? rangeOf(data, signal, baseline, sameUnit),
    label: yLabel,
    show: 'labelled',
    spine: true,
  };
  return (['cue', 'reward'] as const).flatMap((align) => {
    const conditions = data.conditions.filter(({ averages }) => averages.align === align);
    if (conditions.length === 0 || (only !== undefined && only !== align)) return [];
    const style = (id: string): Series['style'] => {
      const place = data.conditions.findIndex((condition) => condition.id === id);
      return data.conditions[place]?.isDifference === true
        ? { stroke: theme.ink, label: theme.ink, dash: 'none' }
        : categoryStyle(theme, place);
    };
    const traces = recorded.filter(({ condition }) => conditions.some(({ id }) => id === condition));
    const shared = {
      ...(heading === undefined ? {} : { heading }),
      align,
      domain: timeDomain(conditions),
      events: mergeMarks(conditions.flatMap(({ averages }) => averages.marks)),
      baseline,
      baselineName: namesBaseline ? `mean before ${firstEvent(conditions)} s` : undefined,
    };
    const lines = conditions.map(({ id, title, averages, band }): Series => ({
      title,
      t: averages.t,
      stepSeconds: stepOf(averages.t),
      ...averages[signal],
      band: band === undefined ? undefined : clamped(band, y.domain),
      style: style(id),
      labelled: labels === 'lines',
    }));
    const faint = conditions.flatMap(({ id, averages, animals = [] }) =>
      animals.map((mean): Series => ({
        title: 'an animal',
        t: averages.t,
        stepSeconds: stepOf(averages.t),
        mean: Array.from(mean),
        style: { ...style(id), dash: 'none' },
        faint: true,
        labelled: false,
      })),
    );
    if (traces.length === 0) return [{ ...shared, series: [...faint, ...lines], y }];
    if (isOverlaid(traces, data.rateUnit)) {
      const grey = traces.map((trace) =>
        recordedSeries(
          trace,
          baseline,
          { ...style(trace.condition), stroke: theme.recorded, label: theme.soft },
          `${traces.length > 1 ? `${trace.title}, ` : ''}recorded, ${trace.n}`,
        ),
      );
      return [{ ...shared, series: [...lines, ...grey], y }];
    }
    return [
      { ...shared, heading: 'model', series: lines, y },
      recordedPanel(shared, traces, y, (trace) => style(trace.condition), data.rateUnit),
    ];
  });
}

/** The y axis that contains a signal of all conditions. */
export function signalDomain(data: AlignedOptions['data'], signal: SignalName): readonly [number, number] {
  return rangeOf(data, signal, baselineOf(signal, data.conditions), []);
}

function recordedPanel(
  shared: Omit<TimePanel, 'series' | 'y'>,
  traces: readonly RecordedTrace[],
  y: Axis,
  style: (trace: RecordedTrace) => Series['style'],
  rateUnit: string,
): TimePanel {
  const [first] = traces as readonly [RecordedTrace];
  const sameUnit = traces.every(({ unit }) => unit === rateUnit);
  const baseline = sameUnit ? shared.baseline : 0;
  return {
    ...shared,
    heading: `recorded: ${first.n}, ${first.citation.text}`,
    baseline,
    series: traces.map((trace) => ({ ...recordedSeries(trace, baseline, style(trace), trace.title), labelled: false })),
    y: sameUnit ? y : { ...y, domain: niceDomain(traces.flatMap(({ mean }) => mean)), label: `change (${first.unit})` },
  };
}

/** Recorded traces are changes from baseline, so they are drawn relative to the model's baseline. */
function recordedSeries({ t, mean }: RecordedTrace, baseline: number, style: Series['style'], title: string): Series {
  return { title, t, mean: mean.map((change) => baseline + change), style, thin: true, labelled: true };
}

/** The same for all conditions: means, their SEM, the baseline, and recorded data in the same unit. */
function rangeOf(
  data: AlignedOptions['data'],
  signal: SignalName,
  baseline: number,
  recorded: readonly RecordedTrace[],
): readonly [number, number] {
  const model = data.conditions.flatMap(({ averages, animals = [] }) => {
    const { mean, sem } = averages[signal];
    const curves = animals.flatMap((curve) => Array.from(curve));
    return [...curves, ...mean.flatMap((value, i) => [value - (sem[i] as number), value + (sem[i] as number)])];
  });
  const values = [
    ...model,
    ...bandEnds(data, signal),
    ...recorded.flatMap(({ mean }) => mean.map((change) => baseline + change)),
    baseline,
  ];
  const [low, high] = extent(values.filter(Number.isFinite));
  const room = (high - low) * 0.04;
  // Signals that cannot be negative are drawn with zero on the axis.
  return niceDomain(low > -minDifference ? [0, high + room] : [low - room, high + room]);
}

/**
 * Ends of the bands, as far as they belong on the axis: a simultaneous band of few animals can be a hundred times as wide
 * as its curve is high, and would leave a straight line.
 */
function bandEnds({ conditions }: AlignedOptions['data'], signal: SignalName): readonly number[] {
  const [low, high] = extent(conditions.flatMap(({ averages }) => averages[signal].mean).filter(Number.isFinite));
  const room = high - low;
  return conditions
    .flatMap(({ band }) => (band === undefined ? [] : [...Array.from(band.low), ...Array.from(band.high)]))
    .filter((end) => !Number.isNaN(end))
    .map((end) => Math.min(Math.max(end, low - room), high + room));
}

/** Bands end where their axis ends. */
const clamped = ({ name, low, high }: NamedBand, [from, to]: readonly [number, number]): NamedBand => {
  const within = (ends: ArrayLike<number>): readonly number[] =>
    Array.from(ends, (end) => Math.min(Math.max(end, from), to));
  return { name, low: within(low), high: within(high) };
};

/** A positioned panel, with the positions of its labels. */
interface LaidOut {
  readonly panel: TimePanel;
  readonly left: number;
  readonly frame: Frame;
  readonly heading: readonly string[];
  readonly events: readonly PlacedEvent[];
  /** Of the baseline, in the right margin; undefined if it has none. */
  readonly baselineLabel: Box | undefined;
  readonly labels: readonly {
    readonly series: Series;
    readonly lines: readonly string[];
    readonly place: PlacedLabel | undefined;
  }[];
}

type Frame = Omit<Panel, 'document' | 'theme' | 'marks'> & { readonly insetTop: number };

/** Side by side, with widths in proportion to their durations. */
function layOut(
  panels: readonly TimePanel[],
  { width, timeAxis = 'labelled', timeLabel, labels = 'lines' }: AlignedOptions,
  height: number,
): readonly LaidOut[] {
  const gaps = panels.map((panel, i) => (i > 0 && panel.y === panels[0]?.y ? betweenPanels : timeMargins.left));
  const free = width - timeMargins.right - gaps.reduce((sum, space) => sum + space, 0);
  const span = ({ domain: [from, to] }: TimePanel): number => to - from;
  const total = panels.reduce((sum, panel) => sum + span(panel), 0);
  const inner = panels.map((panel) => (free * span(panel)) / total);
  const headings = panels.map(({ heading }, i) =>
    heading === undefined ? [] : wrapText(heading, inner[i] as number, fontSizes.text),
  );
  const top = 6 + Math.max(...headings.map(({ length }) => length)) * headingHeight;
  let left = 0;
  return panels.map((panel, i) => {
    const isLast = i === panels.length - 1;
    const margin: Margin = {
      top,
      right: isLast ? timeMargins.right : 0,
      bottom: timeAxis === 'bare' ? 10 : 42,
      left: gaps[i] as number,
    };
    const own = margin.left + (inner[i] as number) + margin.right;
    const x: Axis = {
      domain: panel.domain,
      label: timeLabel ?? `time from ${panel.align} (s)`,
      show: timeAxis,
      spine: true,
    };
    // A panel with the same y axis as the first needs no second set of numbers.
    const y: Axis =
      gaps[i] === betweenPanels
        ? { ...panel.y, show: 'bare' }
        : { ...panel.y, label: fittingLabel(panel.y.label ?? '', height - top - margin.bottom) };
    const frame = { width: own, height, margin, x, y };
    const at = left;
    left += own;
    return { panel, left: at, heading: headings[i] as readonly string[], ...placeText(panel, frame, labels) };
  });
}

/** Names of events at the top, names of lines below them if there is room. */
function placeText(
  panel: TimePanel,
  bare: Omit<Frame, 'insetTop'>,
  labels: 'lines' | 'none',
): Pick<LaidOut, 'frame' | 'events' | 'labels' | 'baselineLabel'> {
  const { width, height, margin } = bare;
  if (labels === 'none') return { frame: { ...bare, insetTop: 0 }, events: [], labels: [], baselineLabel: undefined };
  const events = placeEvents(panel.events, panelScales(bare).x, {
    left: margin.left,
    right: width - margin.right,
    top: margin.top + eventTop,
  });
  const frame = { ...bare, insetTop: eventRows(events, margin.top) + 2 };
  const { x, y } = panelScales(frame);
  const baselineLabel = baselineBox(panel, frame, y);
  const named = panel.series.filter(({ labelled, mean }) => labelled && mean.length > 0);
  const labelled = named.map((one) => ({
    lines: wrapText(one.title, widestLabel, fontSizes.text),
    ...drawnCurve(one, panel.domain, x, y),
  }));
  const places = placeLabels(labelled, {
    bounds: {
      left: margin.left + 3,
      right: width - 2,
      top: margin.top + frame.insetTop,
      bottom: height - margin.bottom - 3,
    },
    obstacles: [...events.map(({ box }) => box), ...(baselineLabel === undefined ? [] : [baselineLabel])],
    verticals: panel.events.map(({ seconds }) => x(seconds)),
    fontSize: fontSizes.text,
    minDistinct,
  });
  return {
    frame,
    events,
    baselineLabel,
    labels: named.map((series, i) => ({ series, lines: labelled[i]?.lines ?? [], place: places[i] })),
  };
}

/** Beside the end of the axis, at the baseline's height; only where the margin is. */
function baselineBox({ baseline, baselineName }: TimePanel, { width, margin }: Frame, y: PixelScale): Box | undefined {
  if (baselineName === undefined || margin.right === 0) return undefined;
  const lines = [baselineName];
  const { bottom } = textBox(lines, 0, 0, fontSizes.small);
  return textBox(lines, width - margin.right + 5, y(baseline) - bottom / 2, fontSizes.small);
}

/** A line as drawn, px, and where along it its label may be placed: in the middle of a step, or at a point. */
function drawnCurve(
  one: Series,
  domain: readonly [number, number],
  x: PixelScale,
  y: PixelScale,
): Pick<Labelled, 'curve' | 'anchors'> {
  const points = linePoints(one, domain).map(({ t, mean }) => ({ x: x(t), y: y(mean) }));
  if (one.stepSeconds === undefined) return { curve: points };
  const nextX = (i: number): number => points[i + 1]?.x ?? (points[i] as Point).x;
  return {
    curve: points.flatMap((point, i) => [point, { x: nextX(i), y: point.y }]),
    anchors: points.slice(0, -1).map((point, i) => ({ x: (point.x + nextX(i)) / 2, y: point.y })),
  };
}

/** @param listed lines whose labels did not fit, for a key in the right margin */
function drawTimePanel(
  {
    panel,
    frame,
    heading,
    events,
    baselineLabel,
    labels,
    spans,
  }: Omit<LaidOut, 'left'> & { readonly spans: readonly Span[] },
  document: Document,
  theme: Theme,
  listed: readonly Series[],
): SVGSVGElement {
  const { width, height, margin } = frame;
  return drawPanel({
    ...frame,
    document,
    theme,
    marks: [
      Plot.ruleY([panel.baseline], { stroke: theme.faint, ariaDescription: 'baseline' }),
      eventLines(panel.events, theme),
      seriesMarks(panel.series, panel.domain),
      eventLabels(events, theme),
      spanMarks(spans, frame, theme),
      baselineLabel === undefined ? null : baselineText(panel.baselineName ?? '', baselineLabel, theme),
      labels.map(({ series, lines, place }) =>
        place === undefined ? null : labelMark(place, lines, series.style.label, theme),
      ),
      keyMarks(listed, { left: width - margin.right + 8, top: 4, right: width - 2, bottom: height }, theme),
      panel.series.some(({ mean }) => mean.length > 0)
        ? null
        : Plot.text(['no trials yet'], { frameAnchor: 'middle', dy: -14, fill: theme.soft, stroke: theme.paper }),
      heading.length === 0
        ? null
        : Plot.text([heading.join('\n')], {
            frameAnchor: 'top-left',
            dy: 2 - margin.top,
            lineHeight: headingHeight / fontSizes.text,
            fill: theme.soft,
            ariaDescription: 'heading',
          }),
    ],
  });
}

const baselineText = (name: string, { left, top }: Box, theme: Theme): Plot.Markish =>
  Plot.text([name], {
    x: { value: [left], scale: null },
    y: { value: [top], scale: null },
    textAnchor: 'start',
    lineAnchor: 'top',
    fontSize: fontSizes.small,
    fill: theme.soft,
    stroke: theme.paper,
    ariaDescription: 'baseline label',
  });
