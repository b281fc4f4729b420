import { useEffect, useRef, type JSX } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisLabels } from '../../src/figures/axis-labels.ts';
import type { Theme as FigureTheme } from '../../src/figures/theme.ts';
import type { TrialOpened } from '../../src/protocol/trials.ts';
import { appState, useApp } from '../store/app-state.ts';
import { experiment, frames } from '../store/current.ts';
import type { TrialStore } from '../store/trial-store.ts';
import { useTheme } from '../theme/theme.ts';
import { useSize, type Size } from '../ui/use-size.ts';
import { figureTheme } from './figure-theme.ts';
import { niceCeiling } from './nice.ts';

/** RPE and value through the latest trial, drawn once per frame from the received data. */
export function LiveTrace(): JSX.Element {
  const opened = useApp((state) => state.opened);
  const theme = useTheme();
  const [measure, size] = useSize();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (opened === undefined || size === undefined || size.height === 0 || place.current === null) return undefined;
    const plot = tracePlot(opened, size, place.current, figureTheme(theme));
    const stop = frames.add(tracePainter(plot, opened));
    return () => {
      stop();
      plot.destroy();
    };
  }, [opened, size, theme]);
  return (
    <figure
      ref={measure}
      className="live-trace"
      aria-label="RPE and value in the last trial that was run; the trial itself is described next to the scrubber"
    >
      <div ref={place} />
    </figure>
  );
}

function tracePlot(
  opened: TrialOpened,
  size: Size,
  place: HTMLElement,
  { ink, faint, categories }: FigureTheme,
): uPlot {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = {
    stroke: ink,
    font,
    labelFont: font,
    grid: { show: false },
    ticks: { stroke: ink, width: 1, size: 5 },
    values,
  };
  const options: uPlot.Options = {
    width: size.width,
    height: size.height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [opened.columns[0] as number, endOf(opened)] }, y: { range: traceRange } },
    axes: [
      { ...axis, label: 'time from cue (s)', labelSize: 18, size: 26 },
      { ...axis, label: 'reward units', labelSize: 18, size: 58, space: 28 },
    ],
    series: [
      {},
      { stroke: ink, width: 1.5, ...stepped },
      { stroke: categories[0] as string, width: 1.5, dash: [5, 3], ...stepped },
    ],
    hooks: { drawAxes: [(plot) => zeroLine(plot, faint)] },
  };
  return new uPlot(options, [times(opened), [], []], place);
}

/** Each value from its own time to the next one's. */
const stepped: Pick<uPlot.Series, 'paths' | 'points'> = {
  paths: (uPlot.paths.stepped as uPlot.Series.SteppedPathBuilderFactory)({ align: 1 }),
  points: { show: false },
};

const endOf = ({ columns, stepSeconds }: TrialOpened): number => (columns.at(-1) as number) + stepSeconds;

/** Start of each step, and end of the last one. */
const times = (opened: TrialOpened): number[] => [...opened.columns, endOf(opened)];

const values = (_plot: uPlot, ticks: number[]): string[] => [...axisLabels(ticks)];

// Symmetric and round, so that the axis does not change with every trial.
function traceRange(_plot: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  const peak = niceCeiling(Math.max(experiment.trials?.peak ?? 0, Math.abs(low ?? 0), Math.abs(high ?? 0)));
  return [-peak, peak];
}

function zeroLine(plot: uPlot, colour: string): void {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(0, 'y', true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

function tracePainter(plot: uPlot, opened: TrialOpened): () => void {
  let drawn = '';
  return () => {
    const store = experiment.trials;
    const trialsDone = appState.get().status?.trialsDone ?? 0;
    if (store === undefined || store.session !== opened.session) return;
    const now = `${trialsDone} ${store.version}`;
    if (now === drawn) return;
    drawn = now;
    plot.setData([times(opened), ...lastTrial(store, trialsDone)]);
  };
}

/** Only for a single trial, never for a row with several. */
function lastTrial(store: TrialStore, trialsDone: number): [number[], number[]] {
  const trial = trialsDone === 0 ? undefined : store.trial(trialsDone - 1);
  if (trial === undefined) return [[], []];
  const held = (signal: Float32Array): number[] => [...signal, signal.at(-1) as number];
  return [held(trial.rpe), held(trial.value)];
}
