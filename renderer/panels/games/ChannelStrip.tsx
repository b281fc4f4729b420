import { useEffect, useRef, type JSX } from 'react';
import { frames, control } from '../../store/current.ts';
import { useTheme } from '../../theme/theme.ts';
import { figureTheme } from '../../plots/figure-theme.ts';

const height = 84;
const edge = 6;

/** The RPE of each channel, the most pessimistic (low τ) on the left: the population of Dabney et al. 2020. */
export function ChannelStrip({ channels }: { readonly channels: number }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = figureTheme(useTheme());
  useEffect(() => {
    let drawn = '';
    let peak = 0.1;
    return frames.add(() => {
      const { back } = control.state.get();
      const now = `${control.history.version} ${back}`;
      const rpe = control.history.frame(back)?.frame.channelRpe;
      if (now === drawn || rpe === undefined || canvas.current === null) return;
      drawn = now;
      // Grows at once and shrinks slowly, so that the axis does not jump with each step.
      peak = Math.max(0.1, 0.98 * peak, ...rpe.map(Math.abs));
      paint(canvas.current, rpe, peak, theme);
    });
  }, [theme]);
  return (
    <figure className="channel-strip">
      <canvas
        ref={canvas}
        height={height}
        role="img"
        aria-label={`RPE of ${channels} channels, one for each quantile of the return`}
      />
      <figcaption className="soft">RPE of {channels} channels, low to high τ</figcaption>
    </figure>
  );
}

function paint(
  canvas: HTMLCanvasElement,
  rpe: readonly number[],
  peak: number,
  { faint, categories }: ReturnType<typeof figureTheme>,
): void {
  const ratio = window.devicePixelRatio;
  const width = canvas.clientWidth;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  const y = (value: number): number => height / 2 - (value / peak) * (height / 2 - edge);
  context.fillStyle = faint;
  context.fillRect(0, Math.round(height / 2), width, 1);
  rpe.forEach((value, i) => {
    context.fillStyle = (value >= 0 ? categories[1] : categories[0]) as string;
    context.beginPath();
    context.arc(edge + ((i + 0.5) / rpe.length) * (width - 2 * edge), y(value), 2.5, 0, 2 * Math.PI);
    context.fill();
  });
}
