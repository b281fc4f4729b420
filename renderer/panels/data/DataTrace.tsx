import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type JSX,
  type KeyboardEvent,
} from 'react';
import { Button } from 'react-aria-components';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisLabels } from '../../../src/figures/axis-labels.ts';
import type { FoundEvents, FoundSignal } from '../../../src/contracts/reader.ts';
import { roleOf } from '../../../src/recorded/mapping-roles.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { traceOf, useData } from '../../store/data.ts';
import { useTheme } from '../../theme/theme.ts';
import { useSize, type Size } from '../../ui/use-size.ts';

/** Displayed first: a minute, in which a person can see whether the parts are what they are said to be. */
const firstSeconds = 60;
const minSeconds = 0.05;

type Range = readonly [number, number];

/** A signal over the session: keys, the wheel and the buttons zoom and move, dragging selects; every sample counts at any zoom. */
export function DataTrace({ signal }: { readonly signal: FoundSignal }): JSX.Element {
  const { id, startSeconds, endSeconds } = signal;
  const theme = useTheme();
  const [measure, size] = useSize();
  const place = useRef<HTMLDivElement>(null);
  const [[from, to], setRange] = useState<Range>([startSeconds, Math.min(endSeconds, startSeconds + firstSeconds)]);
  // For a plot that is made anew.
  const range = useRef<Range>([from, to]);
  const viewer = useRef<TraceViewer>(undefined);
  const events = useMarkedEvents();
  const change = useCallback(
    (by: (range: Range) => Range): void => {
      range.current = within(signal, by(range.current));
      viewer.current?.show(range.current);
    },
    [signal],
  );
  useEffect(() => {
    if (size === undefined || size.width < 100 || size.height < 60 || place.current === null) return undefined;
    const made = tracePlot({ size, place: place.current, signal, events, theme: figureTheme(theme) }, change);
    const own = traceViewer(made, signal.id, setRange);
    viewer.current = own;
    own.show(range.current);
    return () => {
      viewer.current = undefined;
      own.stop();
      made.destroy();
    };
  }, [size, signal, events, theme, change]);
  function key(event: KeyboardEvent): void {
    const by = keys[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // Elsewhere these keys move the run.
    event.stopPropagation();
    change(by === 'whole' ? () => [startSeconds, endSeconds] : by);
  }
  return (
    <figure className="data-trace">
      <EventKey events={events} />
      <div
        ref={measure}
        className="data-trace-plot"
        role="slider"
        tabIndex={0}
        aria-label={`trace of ${id}`}
        aria-valuemin={startSeconds}
        aria-valuemax={endSeconds}
        aria-valuenow={from}
        aria-valuetext={`${from.toFixed(1)} to ${to.toFixed(1)} s`}
        onKeyDown={key}
      >
        <div ref={place} />
      </div>
      <figcaption className="data-bar">
        <Button className="text-button" onPress={() => change(moved(-0.5))}>
          earlier
        </Button>
        <Button className="text-button" onPress={() => change(moved(0.5))}>
          later
        </Button>
        <Button className="text-button" onPress={() => change(zoomed(0.5))}>
          closer
        </Button>
        <Button className="text-button" onPress={() => change(zoomed(2))}>
          wider
        </Button>
        <Button className="text-button" onPress={() => change(() => [startSeconds, endSeconds])}>
          whole session
        </Button>
        <span className="soft">
          The wheel zooms, with Shift it moves, dragging selects; keys: ← → + − Home. Lowest and highest sample of each
          pixel, no smoothing; nothing is drawn over a gap.
        </span>
      </figcaption>
    </figure>
  );
}

const moved =
  (share: number) =>
  ([from, to]: Range): Range => [from + share * (to - from), to + share * (to - from)];

const zoomed =
  (factor: number, at?: number) =>
  ([from, to]: Range): Range => {
    const fixed = at ?? (from + to) / 2;
    return [fixed - (fixed - from) * factor, fixed + (to - fixed) * factor];
  };

/** Shares of what is shown by which a key moves it. */
const keyStep = 0.1;

const keys: Readonly<Record<string, ((range: Range) => Range) | 'whole'>> = {
  ArrowLeft: moved(-keyStep),
  ArrowRight: moved(keyStep),
  PageUp: moved(-1),
  PageDown: moved(1),
  ArrowUp: zoomed(0.8),
  ArrowDown: zoomed(1.25),
  '+': zoomed(0.5),
  '=': zoomed(0.5),
  '-': zoomed(2),
  Home: 'whole',
};

/** The range with its length, moved into the signal. */
function within({ startSeconds, endSeconds }: FoundSignal, [from, to]: Range): Range {
  const length = Math.min(endSeconds - startSeconds, Math.max(minSeconds, to - from));
  const begin = Math.min(Math.max(from, startSeconds), endSeconds - length);
  return [begin, begin + length];
}

type Marked = FoundEvents & { readonly role: string | undefined };

/** More kinds of events would cover the trace. */
const maxKinds = 6;

/** Events with a role first, then others, so that a person can see what they are. */
function useMarkedEvents(): readonly Marked[] {
  const opened = useData((state) => state.opened);
  const mapping = useData((state) => state.mapping);
  return useMemo(() => {
    if (opened === undefined || mapping === undefined) return [];
    const all = opened.found.events.map((one) => ({
      ...one,
      role: roleOf(mapping, { kind: 'events', id: one.id, hasValues: false }),
    }));
    const [named, others] = [
      all.filter(({ role }) => role !== undefined),
      all.filter(({ role }) => role === undefined),
    ];
    return [...named, ...others].slice(0, maxKinds);
  }, [opened, mapping]);
}

interface TraceParts {
  readonly size: Size;
  readonly place: HTMLElement;
  readonly signal: FoundSignal;
  readonly events: readonly Marked[];
  readonly theme: ReturnType<typeof figureTheme>;
}

function tracePlot(
  { size, place, signal, events, theme }: TraceParts,
  onChange: (change: (range: Range) => Range) => void,
): uPlot {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = {
    stroke: theme.ink,
    font,
    labelFont: font,
    grid: { show: false },
    ticks: { stroke: theme.ink, width: 1, size: 5 },
    values,
  };
  const line = { stroke: theme.ink, width: 1, points: { show: false }, spanGaps: false };
  const options: uPlot.Options = {
    ...size,
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false, setScale: false } },
    scales: { x: { time: false } },
    axes: [
      { ...axis, label: 'time in the recording (s)', labelSize: 18, size: 26 },
      {
        ...axis, // Its name is longer than the axis, and stands beside its role.
        label: signal.unit ?? 'as recorded',
        labelSize: 18,
        size: 62,
        space: 28,
      },
    ],
    series: [{}, line, line],
    bands: [{ series: [2, 1], fill: theme.ink }],
    hooks: {
      draw: [(plot) => drawEvents(plot, events, theme)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          const chosen: Range = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
          if (width > 2) onChange(() => chosen);
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
  const plot = new uPlot(options, [[], [], []], place);
  plot.over.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const across = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (across !== 0) onChange(moved(across / plot.over.clientWidth));
      else onChange(zoomed(event.deltaY > 0 ? 1.25 : 0.8, plot.posToVal(event.offsetX, 'x')));
    },
    { passive: false },
  );
  return plot;
}

const values = (_plot: uPlot, ticks: number[]): string[] => [...axisLabels(ticks)];

/** Of a kind of events, by its row; grey without a role. */
const colourOf = (role: string | undefined, row: number, { soft, categories }: TraceParts['theme']): string =>
  role === undefined ? soft : (categories[row % categories.length] as string);

/** The kinds of events in their colours: names in the plot would lie over other events. */
function EventKey({ events }: { readonly events: readonly Marked[] }): JSX.Element | null {
  const theme = figureTheme(useTheme());
  if (events.length === 0) return null;
  return (
    <ul className="data-trace-key" aria-label="events, in rows from the top">
      {events.map(({ id, role }, row) => (
        <li key={id}>
          <span className="data-trace-tick" style={{ '--tick': colourOf(role, row, theme) } as CSSProperties} />
          {role === undefined ? <span className="soft">{id}</span> : `${role}: ${id}`}
        </li>
      ))}
    </ul>
  );
}

/** A tick for each event, one row for each kind; in colour if it has a role. */
function drawEvents(plot: uPlot, events: TraceParts['events'], theme: TraceParts['theme']): void {
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio;
  ctx.save();
  for (const [i, { role, times }] of events.entries()) {
    ctx.strokeStyle = colourOf(role, i, theme);
    ctx.lineWidth = 1.5 * ratio;
    const top = bbox.top + (3 + 14 * i) * ratio;
    for (const seconds of times) {
      const x = plot.valToPos(seconds, 'x', true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x, top + 11 * ratio);
      ctx.stroke();
    }
  }
  ctx.restore();
}

/** Shows stretches of a signal in a plot. */
interface TraceViewer {
  readonly show: (range: Range) => void;
  readonly stop: () => void;
}

/** Of what is shown, what is asked for in addition on either side, so that it is there when one moves. */
const beside = 0.5;

/**
 * However many movements arrive, the plot is drawn once per frame at most, with what is known; one request at a time asks
 * for the latest stretch.
 * @param onShown after each drawing
 */
function traceViewer(plot: uPlot, signal: string, onShown: (range: Range) => void): TraceViewer {
  let wanted: Range = [0, 1];
  let asked: Range | undefined;
  let fresh: uPlot.AlignedData | undefined;
  let frame: number | undefined;
  let isAsking = false;
  let isStopped = false;
  const schedule = (): void => {
    if (!isStopped) frame ??= requestAnimationFrame(paint);
  };
  function paint(): void {
    frame = undefined;
    const [min, max] = wanted;
    plot.batch(() => {
      if (fresh !== undefined) plot.setData(fresh, false);
      plot.setScale('x', { min, max });
    });
    fresh = undefined;
    onShown(wanted);
    ask();
  }
  function ask(): void {
    if (isAsking || asked === wanted) return;
    asked = wanted;
    isAsking = true;
    const [from, to] = wanted;
    const more = beside * (to - from);
    const pixels = Math.max(50, Math.floor(plot.bbox.width / window.devicePixelRatio)) * (1 + 2 * beside);
    traceOf(signal, from - more, to + more, pixels)
      ?.then(
        ({ t, min, max }) => {
          fresh = [Array.from(t), known(min), known(max)];
        },
        () => undefined,
      )
      .finally(() => {
        isAsking = false;
        schedule();
      });
  }
  return {
    show(range) {
      wanted = range;
      schedule();
    },
    stop() {
      isStopped = true;
      if (frame !== undefined) cancelAnimationFrame(frame);
    },
  };
}

const known = (values: Float32Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));
