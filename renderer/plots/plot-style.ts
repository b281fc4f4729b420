import type { PlotOptions } from '@observablehq/plot';
import type { Theme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';

/** Okabe & Ito's colours for categories; on a dark page the dark ones are made lighter. */
const palettes: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'],
  dark: ['#56b4e9', '#f08a4b', '#35c79b', '#dd9cc0', '#e69f00', '#a6d8f5'],
};
export const categories = (theme: Theme): readonly string[] => palettes[theme];
export const zeroColour = (theme: Theme): string => (theme === 'dark' ? '#4a4d53' : '#c4c4c0');

/** Options that all of the page's own figures share: its font, no box, ticks outward, room for labels. */
export function frameOptions({ width, height }: Size, theme: Theme): PlotOptions {
  return {
    width,
    height,
    marginTop: 12,
    marginBottom: 38,
    marginLeft: 58,
    style: { fontSize: '11.5px', fontVariant: 'tabular-nums', background: 'none', color: theme === 'dark' ? '#e9e9e6' : '#1b1c1e' },
  };
}
export const markColour = (theme: Theme): string => (theme === 'dark' ? '#a0a0a0' : '#6b6b6b');
