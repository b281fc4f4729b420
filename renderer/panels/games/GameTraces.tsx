import { useEffect, useRef, type JSX } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisLabels } from '../../../src/figures/axis-labels.ts';
import { frames, control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { niceCeiling } from '../../plots/nice.ts';
import { useTheme } from '../../theme/theme.ts';
import { useSize, type Size } from '../../ui/use-size.ts';
import { followingRange, followingSymmetricRange, rangeTicks } from './trace-range.ts';

/** Displayed seconds of the environment's clock; for an environment with long steps, the number of steps. */
const shownSeconds = 12;
const minTicks = 60;
/** Minimum number of frames displayed for an environment so fast that a frame is a large part of these seconds. */
const minFrames = 40;
/** Milliseconds after which a slower environment's axis is a third as long. */
const forgetMs = 1500;
type Signal = 'rpe' | 'rate' | 'value' | 'reward';
/** Fractions of the plots' height without the time axis; a rate only if something is recorded. */
const shares: Readonly<Record<'alone' | 'recorded', Readonly<Partial<Record<Signal, number>>>>> = {
  alone: { rpe: 0.46, value: 0.25, reward: 0.29 },
  recorded: { rpe: 0.32, rate: 0.28, value: 0.2, reward: 0.2 },
};
const timeAxisHeight = 40;
/**
 * The same left and right of all plots, so that their time axes match to the pixel: room for the numbers and their
 * label, and for half of the last time.
 */
const valueAxisWidth = 62;
const padding: uPlot.Padding = [7, 12, 7, 0];

/** RPE, recorded signal, value and reward, each on its own axis, scrolling with the environment's clock. */
export function GameTraces(): JSX.Element {
  const opened = useControl(control, (state) => state.opened);
  const theme = useTheme();
  const [measure, size] = useSize();
  const place = useRef<HTMLDivElement>(null);
  const note = useRef<HTMLElement>(null);
  useEffect(() => {
    if (opened === undefined || size === undefined || size.height < 120 || place.current === null) return undefined;
    const span = { seconds: shownSeconds };
    const traces = tracePlots(size, place.current, span, figureTheme(theme), opened.recording?.unit);
    const stop = frames.add(painter(traces, span, opened.stepSeconds, note));
    return () => {
      stop();
      for (const plot of Object.values(traces)) plot.destroy();
    };
  }, [opened, size, theme]);
  return (
    <figure className="game-traces">
      <div
        ref={measure}
        className="game-plots"
        role="img"
        aria-label={`RPE, ${opened?.recording === undefined ? '' : `${opened.recording.title} (${opened.recording.unit}), `}value and reward of the last steps, on the environment's clock`}
      >
        <div ref={place} />
      </div>
      <figcaption ref={note} className="soft trace-note" />
    </figure>
  );
}

type Span = { seconds: number };
type Traces = Readonly<Record<'rpe' | 'value' | 'reward', uPlot>> & { readonly rate?: uPlot };

/** @param rateUnit unit of the recording, if it is not the RPE itself */
function tracePlots(
  size: Size,
  place: HTMLElement,
  span: Span,
  { ink, faint, categories }: ReturnType<typeof figureTheme>,
  rateUnit: string | undefined,
): Traces {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = {
    stroke: ink,
    font,
    labelFont: font,
    labelSize: 16,
    grid: { show: false },
    ticks: { stroke: ink, width: 1, size: 5 },
    values: (_: uPlot, ticks: number[]) => [...axisLabels(ticks)],
  };
  const room = size.height - timeAxisHeight;
  const share = shares[rateUnit === undefined ? 'alone' : 'recorded'];
  const trace = (signal: Signal, label: string, range: uPlot.Range.Function, series: uPlot.Series): uPlot => {
    const isLast = signal === 'reward';
    return new uPlot(
      {
        width: size.width,
        height: Math.floor(room * (share[signal] ?? 0)) + (isLast ? timeAxisHeight : 0),
        padding,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false, range: () => [-span.seconds, 0] }, y: { range } },
        axes: [
          { ...axis, show: isLast, label: 'seconds from now', size: timeAxisHeight - 16, space: 44 },
          {
            ...axis,
            label,
            size: valueAxisWidth - 16,
            splits: (plot) => [...rangeTicks(plot.scales['y']?.min ?? 0, plot.scales['y']?.max ?? 1)],
          },
        ],
        series: [{}, { points: { show: false }, ...series }],
        hooks: { drawAxes: [(plot) => zeroLine(plot, faint)] },
      },
      [[], []],
      place,
    );
  };
  // In display order.
  return {
    rpe: trace('rpe', 'RPE', followingSymmetricRange(), { stroke: ink, width: 1.5, paths: stepped }),
    ...(rateUnit === undefined
      ? {}
      : {
          rate: trace('rate', rateUnit, followingRange(), {
            stroke: categories[1] as string,
            width: 1.5,
            paths: stepped,
          }),
        }),
    value: trace('value', 'value', followingRange(), {
      stroke: categories[0] as string,
      width: 1.5,
      spanGaps: true,
      paths: stepped,
    }),
    reward: trace('reward', 'reward', followingRange(), {
      stroke: categories[2] as string,
      fill: categories[2] as string,
      width: 1,
      paths: bars,
    }),
  };
}

/** A number is at the end of its steps: it is drawn over them, from the end of the previous number. */
const bars = (uPlot.paths.bars as uPlot.Series.BarsPathBuilderFactory)({ size: [0.8, 6, 2], align: -1 });
const stepped = (uPlot.paths.stepped as uPlot.Series.SteppedPathBuilderFactory)({ align: -1 });

function zeroLine(plot: uPlot, colour: string): void {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(0, 'y', true));
  ctx.save();
  ctx.fillStyle = colour;
  ctx.fillRect(bbox.left, y, bbox.width, 1);
  ctx.restore();
}

function painter(
  { rpe, rate, value, reward }: Traces,
  span: Span,
  stepSeconds: number,
  note: { readonly current: HTMLElement | null },
): () => void {
  const usual = Math.max(minTicks * stepSeconds, shownSeconds);
  let wanted = 0;
  let drawn = '';
  let drawnAt = 0;
  return () => {
    const { back } = control.state.get();
    const now = `${control.history.version} ${back}`;
    const news = control.history.frame(back);
    if (now === drawn || news === undefined) return;
    drawn = now;
    const { from, to, ticksPer } = news.trace;
    // At full speed one screen frame covers much of the environment's time, so a longer period is shown, if available.
    const passed = performance.now() - drawnAt;
    drawnAt += passed;
    wanted = Math.min(
      Math.max(Math.exp(-passed / forgetMs) * wanted, minFrames * (to - from) * stepSeconds),
      control.history.ticksUntil(back) * stepSeconds,
    );
    span.seconds = wanted <= usual ? usual : niceCeiling(wanted);
    const shown = control.history.samples(to, span.seconds / stepSeconds);
    const seconds = Array.from(shown.ticks, (tick) => (tick - to) * stepSeconds);
    rpe.setData([seconds, Array.from(shown.rpe)]);
    rate?.setData([seconds, Array.from(shown.rate, (one) => (Number.isNaN(one) ? null : one))]);
    value.setData([seconds, Array.from(shown.value, (one) => (Number.isNaN(one) ? null : one))]);
    reward.setData([seconds, Array.from(shown.reward)]);
    if (note.current !== null)
      note.current.textContent =
        ticksPer === 1
          ? ''
          : `A point is ${ticksPer} steps: the RPE farthest from 0, ${rate === undefined ? '' : 'the mean recorded signal, '}the last value, the mean reward.`;
  };
}
