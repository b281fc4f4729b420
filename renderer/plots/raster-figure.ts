import * as Plot from '@observablehq/plot';
import type { Averages } from '../../src/contracts/paradigm.ts';
import type { Raster } from '../../src/protocol/messages.ts';
import type { Shown } from '../store/app-state.ts';
import type { Theme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';
import { categories, frameOptions, zeroColour } from './plot-style.ts';

/** Raster above, mean below, on one time axis; without spikes the mean alone. */
export function rasterFigure(raster: Raster, { opened, result }: Shown, size: Size, theme: Theme): HTMLElement | undefined {
  const averages = result.conditions[raster.condition];
  if (averages === undefined || averages.n === 0) return undefined;
  const figure = document.createElement('div');
  const upper = raster.spiking ? Math.round(size.height * 0.52) : 0;
  if (raster.spiking) figure.append(ticks(raster, averages, { width: size.width, height: upper }, theme));
  figure.append(psth(averages, opened.rateUnit, { width: size.width, height: size.height - upper }, theme));
  return figure;
}

const windowOf = ({ t }: Averages): [number, number] => [t[0] as number, t.at(-1) as number];

function ticks(raster: Raster, averages: Averages, size: Size, theme: Theme): Element {
  const spikes = raster.rows.flatMap(({ times }, row) => times.map((time) => ({ time, row: row + 1 })));
  const rows = raster.rows.length;
  return Plot.plot({
    ...frameOptions(size, theme),
    marginBottom: 6,
    ariaLabel: `Raster of ${rows} trials`,
    ariaDescription: `${spikes.length} spikes of one unit in ${rows} trials, one row a trial, the first trial on top`,
    x: { domain: windowOf(averages), axis: null },
    y: { domain: [rows + 1, 0], label: 'trial', labelAnchor: 'center', labelArrow: 'none', ticks: Math.max(2, Math.floor(size.height / 28)) },
    marks: [
      markRules(averages, theme),
      Plot.ruleX(spikes, { x: 'time', y1: ({ row }: { row: number }) => row - 0.42, y2: ({ row }: { row: number }) => row + 0.42, strokeWidth: 1 }),
    ],
  });
}

function psth(averages: Averages, unit: string, size: Size, theme: Theme): Element {
  const points = averages.t.map((t, i) => ({ t, mean: averages.rate.mean[i] as number, sem: averages.rate.sem[i] as number }));
  const [blue] = categories(theme) as readonly [string];
  return Plot.plot({
    ...frameOptions(size, theme),
    marginTop: 16,
    ariaLabel: 'Mean of the recording',
    ariaDescription: `mean over ${averages.n} trials, from ${Math.min(...averages.rate.mean).toFixed(2)} to ${Math.max(...averages.rate.mean).toFixed(2)} ${unit}`,
    x: { domain: windowOf(averages), label: `time from ${averages.align} (s)`, labelAnchor: 'center', labelArrow: 'none' },
    y: { label: unit, labelAnchor: 'center', labelArrow: 'none', nice: true, zero: unit.includes('/s'), ticks: Math.max(2, Math.floor(size.height / 36)) },
    marks: [
      Plot.ruleY([0], { stroke: zeroColour(theme) }),
      markRules(averages, theme),
      Plot.areaY(points, { x: 't', y1: ({ mean, sem }: Point) => mean - sem, y2: ({ mean, sem }: Point) => mean + sem, fill: blue, fillOpacity: 0.18 }),
      Plot.lineY(points, { x: 't', y: 'mean', stroke: blue, strokeWidth: 1.5 }),
      Plot.text(averages.marks, { x: 'seconds', frameAnchor: 'top', text: 'label', textAnchor: 'start', dx: 4, dy: -12, fontSize: 11 }),
    ],
  });
}

interface Point {
  readonly mean: number;
  readonly sem: number;
}

const markRules = (averages: Averages, theme: Theme) =>
  Plot.ruleX(averages.marks, { x: 'seconds', stroke: theme === 'dark' ? '#a0a0a0' : '#6b6b6b', strokeDasharray: '3,3' });
