import * as Plot from '@observablehq/plot';
import type { Condition, RecordedTrace, SignalName } from '../contracts/paradigm.ts';
import { compose, type Placed } from './compose.ts';
import { eventLabels, eventLines, eventRows, mergeMarks, placeEvents, type TimeEvent } from './event-marks.ts';
import { extent, niceDomain } from './extent.ts';
import type { FigureCondition, FigureData } from './figure-data.ts';
import { keyMarks } from './key.ts';
import { drawPanel, panelScales, type Axis, type Margin } from './panel.ts';
import { placeLabels } from './place-labels.ts';
import { seriesMarks, type Series } from './series.ts';
import { baselineOf, signalLabel } from './signals.ts';
import { fontSizes, wrapText, type Box } from './text-box.ts';
import { categoryStyle, lightTheme, type Theme } from './theme.ts';
import { alignedWords } from './words.ts';

export interface AlignedOptions {
  readonly data: Pick<FigureData, 'title' | 'note' | 'conditions' | 'rateUnit' | 'recorded'>;
  readonly signal: SignalName;
  readonly document: Document;
  readonly width: number;
  readonly height?: number;
  readonly theme?: Theme;
  /** bare: ticks alone, where a figure below carries the numbers of the same axis. */
  readonly timeAxis?: 'labelled' | 'bare';
  /** lines: each beside its own, and those that find no place in a key; none: where another figure has them. */
  readonly labels?: 'lines' | 'none';
}

/** Space left and right of the time axis; the heat map has the same, so that both can share the axis. */
export const timeMargins = { left: 60, right: 96 } as const;
const betweenPanels = 26;
const eventTop = 2;
/** So many recorded lines at most go over the model's; more get a panel of their own beside it. */
const mostOverlaid = 3;
const widestLabel = 140;

/** Averages of a signal around an event: mean and SEM of each condition, recorded data beside. */
export function alignedFigure(options: AlignedOptions): SVGSVGElement {
  const { data, document, width, height = 260, theme = lightTheme, signal } = options;
  const panels = timePanels(options, theme);
  const widths = shareWidth(panels, width - timeMargins.left - timeMargins.right);
  const drawn: Placed[] = [];
  let x = 0;
  panels.forEach((panel, i) => {
    const margin = panelMargin(options, panels, i);
    const panelWidth = margin.left + (widths[i] as number) + margin.right;
    drawn.push({ x, y: 0, svg: drawTimePanel(panel, { ...options, theme, width: panelWidth, height, margin, last: i === panels.length - 1 }) });
    x += panelWidth;
  });
  const label = `${signalLabel(signal, data.rateUnit)} around events, ${data.title}, ${data.note}`;
  return compose({ document, theme, width, height, label, description: alignedWords(data.conditions, signal, data.rateUnit) }, drawn);
}

/** Seconds that the time axis of conditions spans: from the first step's beginning to the last one's end, steps being centred. */
export function timeDomain(conditions: readonly FigureCondition[]): readonly [number, number] {
  const [t0 = 0, t1 = 0.1] = conditions[0]?.averages.t ?? [];
  const half = (t1 - t0) / 2;
  const [from, to] = extent(conditions.flatMap(({ averages }) => averages.t));
  return Number.isFinite(from) ? [from - half, to + half] : [-1, 1];
}

interface TimePanel {
  readonly heading?: string;
  readonly align: Condition['align'];
  readonly domain: readonly [number, number];
  readonly events: readonly TimeEvent[];
  readonly series: readonly Series[];
  readonly baseline: number;
  readonly y: Axis;
}

/** One panel per aligned event; recorded data in the same panel, or in one beside it where they are many or in another unit. */
function timePanels({ data, signal, labels = 'lines' }: AlignedOptions, theme: Theme): readonly TimePanel[] {
  const baseline = baselineOf(signal, data.conditions);
  const recorded = signal === 'rate' ? data.recorded : [];
  const sameUnit = recorded.filter(({ unit }) => unit === data.rateUnit);
  const y: Axis = { domain: yDomain(data, signal, baseline, sameUnit), label: signalLabel(signal, data.rateUnit), show: 'labelled', spine: true };
  return (['cue', 'reward'] as const).flatMap((align) => {
    const conditions = data.conditions.filter(({ averages }) => averages.align === align);
    if (conditions.length === 0) return [];
    const style = (id: string) => categoryStyle(theme, data.conditions.findIndex((condition) => condition.id === id));
    const traces = recorded.filter(({ condition }) => conditions.some(({ id }) => id === condition));
    const overlaid = traces.length <= mostOverlaid && traces.every(({ unit }) => unit === data.rateUnit);
    const shared = { align, domain: timeDomain(conditions), events: mergeMarks(conditions.flatMap(({ averages }) => averages.marks)), baseline };
    const lines = conditions.map(({ id, title, averages }): Series => ({ title, t: averages.t, ...averages[signal], style: style(id), labelled: labels === 'lines' }));
    if (traces.length === 0) return [{ ...shared, series: lines, y }];
    if (overlaid) {
      const grey = traces.map((trace) => recordedSeries(trace, baseline, { ...style(trace.condition), stroke: theme.recorded, label: theme.soft }, `${traces.length > 1 ? `${trace.title}, ` : ''}recorded, ${trace.n}`));
      return [{ ...shared, series: [...lines, ...grey], y }];
    }
    return [{ ...shared, heading: 'model', series: lines, y }, recordedPanel(shared, traces, y, (trace) => style(trace.condition), data.rateUnit)];
  });
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
    series: traces.map((trace) => recordedSeries(trace, baseline, style(trace), trace.title)),
    y: sameUnit ? y : { ...y, domain: niceDomain(traces.flatMap(({ mean }) => mean)), label: `change (${first.unit})` },
  };
}

/** Recorded traces are changes from baseline, so they stand on the model's. */
function recordedSeries({ t, mean }: RecordedTrace, baseline: number, style: Series['style'], title: string): Series {
  return { title, t, mean: mean.map((change) => baseline + change), style, thin: true, labelled: true };
}

/** The same for all conditions: means, their SEM, the baseline, and recorded data in the same unit. */
function yDomain(data: AlignedOptions['data'], signal: SignalName, baseline: number, recorded: readonly RecordedTrace[]): readonly [number, number] {
  const model = data.conditions.flatMap(({ averages }) => {
    const { mean, sem } = averages[signal];
    return mean.flatMap((value, i) => [value - (sem[i] as number), value + (sem[i] as number)]);
  });
  const values = [...model, ...recorded.flatMap(({ mean }) => mean.map((change) => baseline + change)), baseline];
  // What cannot fall below zero is shown with its zero.
  return niceDomain(Math.min(...values) >= 0 ? [0, ...values] : values);
}

function shareWidth(panels: readonly TimePanel[], width: number): readonly number[] {
  const free = width - panels.slice(1).reduce((sum, panel, i) => sum + gapBefore(panels, i + 1), 0);
  const spans = panels.map(({ domain: [from, to] }) => to - from);
  const total = spans.reduce((sum, span) => sum + span, 0);
  return spans.map((span) => (free * span) / total);
}

/** A panel with the same y axis needs no second set of numbers. */
const repeatsAxis = (panels: readonly TimePanel[], i: number): boolean => i > 0 && panels[i]?.y === panels[0]?.y;
const gapBefore = (panels: readonly TimePanel[], i: number): number => (repeatsAxis(panels, i) ? betweenPanels : timeMargins.left);

function panelMargin({ timeAxis = 'labelled' }: AlignedOptions, panels: readonly TimePanel[], i: number): Margin {
  return {
    top: panels.some(({ heading }) => heading !== undefined) ? 24 : 6,
    right: i === panels.length - 1 ? timeMargins.right : 0,
    bottom: timeAxis === 'bare' ? 10 : 42,
    left: i === 0 ? timeMargins.left : gapBefore(panels, i),
  };
}

interface PanelSheet extends AlignedOptions {
  readonly theme: Theme;
  readonly height: number;
  readonly margin: Margin;
  readonly last: boolean;
}

function drawTimePanel(panel: TimePanel, sheet: PanelSheet): SVGSVGElement {
  const { document, theme, width, height, margin, timeAxis = 'labelled', labels = 'lines' } = sheet;
  const x: Axis = { domain: panel.domain, label: `time from ${panel.align} (s)`, show: timeAxis, spine: true };
  const frame = { width, height, margin, x, y: panel.y };
  const events = placeEvents(panel.events, panelScales(frame).x, margin.top + eventTop, width - margin.right);
  const insetTop = labels === 'none' ? 0 : eventRows(events, margin.top) + 2;
  const drawn = { ...frame, insetTop };
  return drawPanel({
    ...drawn,
    document,
    theme,
    y: panel.y,
    marks: [
      Plot.ruleY([panel.baseline], { stroke: theme.faint, ariaLabel: 'baseline' }),
      eventLines(panel.events, theme),
      seriesMarks(panel.series, panel.domain),
      ...(labels === 'none' ? [] : [eventLabels(events, theme), lineLabels(panel, sheet, drawn, events.map(({ box }) => box))]),
      ...(panel.heading === undefined ? [] : [Plot.text([panel.heading], { frameAnchor: 'top-left', dy: -18, fill: theme.soft })]),
    ],
  });
}

function lineLabels(panel: TimePanel, sheet: PanelSheet, frame: Parameters<typeof panelScales>[0], obstacles: readonly Box[]): Plot.Markish {
  const { theme, width, height, margin } = sheet;
  const { x, y } = panelScales(frame);
  const series = panel.series.filter(({ labelled, mean }) => labelled && mean.length > 0);
  const labelled = series.map((one) => ({
    lines: wrapText(one.title, widestLabel, fontSizes.text),
    curve: one.t.flatMap((t, i) => (t < panel.domain[0] || t > panel.domain[1] ? [] : [{ x: x(t), y: y(one.mean[i] as number) }])),
  }));
  const bounds = { left: margin.left + 3, right: width - 2, top: margin.top + (frame.insetTop ?? 0), bottom: height - margin.bottom - 3 };
  const boxes = placeLabels(labelled, { bounds, obstacles, verticals: panel.events.map(({ seconds }) => x(seconds)), fontSize: fontSizes.text });
  const left = series.filter((_, i) => boxes[i] === undefined);
  return [
    series.map((one, i) => labelMark(boxes[i], labelled[i]?.lines ?? [], one, theme)),
    keyMarks(left, { left: width - timeMargins.right + 8, top: margin.top + 4, width: timeMargins.right - 10 }, theme),
  ];
}

function labelMark(box: Box | undefined, lines: readonly string[], { style }: Series, theme: Theme): Plot.Markish {
  if (box === undefined) return null;
  return Plot.text([lines.join('\n')], {
    x: { value: [box.left], scale: null },
    y: { value: [box.top], scale: null },
    textAnchor: 'start',
    lineAnchor: 'top',
    lineHeight: 1.15,
    fill: style.label,
    stroke: theme.paper,
    ariaLabel: 'line label',
  });
}
