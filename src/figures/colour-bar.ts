import { heatPixels, type ColourScale } from './heat-pixels.ts';
import { drawPanel } from './panel.ts';
import { pixelImage } from './pixel-image.ts';
import type { Theme } from './theme.ts';

export const colourBarWidth = 80;
const barWidth = 13;
const levels = 128;

/** The legend of a map's colours. */
export function colourBar({
  document,
  theme,
  scale,
  label,
  height,
  top,
}: {
  readonly document: Document;
  readonly theme: Theme;
  readonly scale: ColourScale;
  readonly label: string;
  readonly height: number;
  readonly top: number;
}): SVGSVGElement {
  const margin = { top, right: colourBarWidth - barWidth - 1, bottom: 8, left: 1 };
  const [low, high] = scale.range;
  const values = Array.from({ length: levels + 1 }, (_, i) => high - ((high - low) * i) / levels);
  const bar = { x: margin.left, y: top, width: barWidth, height: height - top - margin.bottom };
  return drawPanel({
    document,
    theme,
    width: colourBarWidth,
    height,
    margin,
    x: { domain: [0, 1], show: 'none' },
    y: { domain: scale.range, label, show: 'labelled', side: 'right', ticks: 5 },
    marks: [pixelImage(heatPixels(values, scale), 1, values.length, bar, 'colour bar')],
  });
}
