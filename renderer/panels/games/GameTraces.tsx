import { useEffect, useRef, type JSX } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisLabels } from '../../../src/figures/axis-labels.ts';
import { frames, play } from '../../store/current.ts';
import { usePlay } from '../../store/play/play.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { niceCeiling } from '../../plots/nice.ts';
import { useTheme } from '../../theme/theme.ts';
import { useSize, type Size } from '../../ui/use-size.ts';

/** Seconds of the world's clock that are shown; of a world with long steps, so many steps. */
const shownSeconds = 12;
const fewestTicks = 60;
const rewardShare = 0.3;
/** Pixels of the plot of rewards, its axis included, below which its bars and its label are not to be seen. */
const leastRewardHeight = 92;

/** Value and RPE, and below them reward, on the world's clock, scrolling with it. */
export function GameTraces(): JSX.Element {
  const opened = usePlay(play, (state) => state.opened);
  const theme = useTheme();
  const [measure, size] = useSize();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (opened === undefined || size === undefined || size.height < 60 || place.current === null) return undefined;
    const traces = tracePlots(size, place.current, figureTheme(theme));
    const stop = frames.add(painter(traces, opened.stepSeconds));
    return () => {
      stop();
      for (const plot of traces) plot.destroy();
    };
  }, [opened, size, theme]);
  return (
    <figure className="game-traces">
      <figcaption className="trace-key">
        <span className="key-rpe">RPE</span>
        <span className="key-value">value</span>
        <span className="key-reward">reward</span>
      </figcaption>
      <div ref={measure} className="game-plots" role="img" aria-label="RPE, value and reward of the last steps, on the world's clock">
        <div ref={place} />
      </div>
    </figure>
  );
}

function tracePlots(size: Size, place: HTMLElement, { ink, faint, categories }: ReturnType<typeof figureTheme>): readonly [uPlot, uPlot] {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: ink, font, labelFont: font, grid: { show: false }, ticks: { stroke: ink, width: 1, size: 5 }, values: (_: uPlot, ticks: number[]) => [...axisLabels(ticks)] };
  const shared = { width: size.width, legend: { show: false }, cursor: { show: false } };
  const lower = Math.round(Math.max(Math.min(leastRewardHeight, size.height / 2), size.height * rewardShare));
  const signals = new uPlot(
    {
      ...shared,
      height: size.height - lower,
      scales: { x: { time: false }, y: { range: symmetric() } },
      axes: [{ ...axis, show: false }, { ...axis, label: 'reward units', labelSize: 18, size: 58, space: 26 }],
      series: [{}, { stroke: ink, width: 1.5, points: { show: false } }, { stroke: categories[0] as string, width: 1.5, dash: [5, 3], points: { show: false }, spanGaps: true }],
      hooks: { drawAxes: [(plot) => zeroLine(plot, faint)] },
    },
    [[], [], []],
    place,
  );
  const rewards = new uPlot(
    {
      ...shared,
      height: lower,
      scales: { x: { time: false }, y: { range: (_, low, high) => [Math.min(0, low ?? 0), Math.max(1, high ?? 1)] } },
      axes: [{ ...axis, label: "world's clock (s)", labelSize: 18, size: 26 }, { ...axis, label: 'reward', labelSize: 18, size: 58, space: 20 }],
      series: [{}, { stroke: categories[2] as string, fill: categories[2] as string, width: 1, points: { show: false }, paths: uPlot.paths.bars?.({ size: [0.8, 6, 2] }) as never }],
    },
    [[], []],
    place,
  );
  return [signals, rewards];
}

/** An axis that is symmetric and round, grows at once and falls slowly. */
function symmetric(): uPlot.Range.Function {
  let peak = 0;
  return (_, low, high) => {
    peak = Math.max(0.97 * peak, Math.abs(low ?? 0), Math.abs(high ?? 0), 1e-3);
    const nice = niceCeiling(peak);
    return [-nice, nice];
  };
}

function zeroLine(plot: uPlot, colour: string): void {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(0, 'y', true));
  ctx.save();
  ctx.fillStyle = colour;
  ctx.fillRect(bbox.left, y, bbox.width, 1);
  ctx.restore();
}

function painter([signals, rewards]: readonly [uPlot, uPlot], stepSeconds: number): () => void {
  const ticks = Math.max(fewestTicks, Math.round(shownSeconds / stepSeconds));
  let drawn = '';
  return () => {
    const { back } = play.state.get();
    const now = `${play.history.version} ${back}`;
    const news = play.history.frame(back);
    if (now === drawn || news === undefined) return;
    drawn = now;
    const { trace } = news;
    const end = trace.from + trace.rpe.length * trace.ticksPer;
    // At full speed a second of the screen is many of the world's: as much is shown as came lately.
    const shown = play.history.samples(end, ticks * Math.max(1, trace.ticksPer * 4));
    const seconds = Array.from(shown.ticks, (tick) => tick * stepSeconds);
    const value = Array.from(shown.value, (one) => (Number.isNaN(one) ? null : one));
    signals.setData([seconds, Array.from(shown.rpe), value]);
    rewards.setData([seconds, Array.from(shown.reward)]);
  };
}
