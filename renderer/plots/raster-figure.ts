import * as Plot from '@observablehq/plot';
import type { Averages } from '../../src/contracts/paradigm.ts';
import { timeDomain, timeMargins } from '../../src/figures/aligned-figure.ts';
import { compose, type Placed } from '../../src/figures/compose.ts';
import { eventLabels, eventLines, mergeMarks, placeEvents } from '../../src/figures/event-marks.ts';
import { niceDomain } from '../../src/figures/extent.ts';
import { drawPanel, panelScales, type Axis, type Margin } from '../../src/figures/panel.ts';
import { categoryStyle } from '../../src/figures/theme.ts';
import type { Raster } from '../../src/protocol/messages.ts';
import type { Shown } from '../store/app-state.ts';
import type { Theme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';
import { shortNumber } from '../ui/words.ts';
import { figureTheme } from './figure-theme.ts';


const rasterShare = 0.5;

/** Raster above, mean below, on one time axis; without spikes the mean alone. */
export function rasterFigure(raster: Raster, { opened, result }: Shown, size: Size, theme: Theme): SVGSVGElement | undefined {
  const averages = result.conditions[raster.condition];
  if (averages === undefined || averages.n === 0) return undefined;
  const upper = raster.spiking ? Math.round(size.height * rasterShare) : 0;
  const parts: Placed[] = [{ x: 0, y: upper, svg: meanPanel(averages, opened.rateUnit, { width: size.width, height: size.height - upper }, theme, !raster.spiking) }];
  if (raster.spiking) parts.unshift({ x: 0, y: 0, svg: tickPanel(raster, averages, { width: size.width, height: upper }, theme) });
  const title = opened.conditions.find(({ id }) => id === raster.condition)?.title ?? raster.condition;
  const label = raster.spiking ? 'Spikes of single trials and their mean' : 'Mean of the recording';
  return compose({ document, theme: figureTheme(theme), ...size, label: `${label}, ${title}`, description: describe(raster, averages, opened.rateUnit) }, parts);
}

const timeWindow = (averages: Averages): readonly [number, number] => timeDomain([{ id: '', title: '', averages }]);

function tickPanel(raster: Raster, averages: Averages, size: Size, theme: Theme): SVGSVGElement {
  const colours = figureTheme(theme);
  const [from, to] = timeWindow(averages);
  const spikes = raster.rows.flatMap(({ times }, row) => times.filter((time) => time >= from && time <= to).map((time) => ({ time, row })));
  const rows = raster.rows.length;
  const margin: Margin = { ...timeMargins, top: 18, bottom: 4 };
  const x: Axis = { domain: [from, to], show: 'none' };
  const y: Axis = { domain: [0, rows], reverse: true, label: 'trial', show: 'labelled', ticks: Math.max(2, Math.floor(size.height / 40)) };
  const events = mergeMarks(averages.marks);
  const placed = placeEvents(events, panelScales({ ...size, margin, x, y }).x, 0, size.width - margin.right);
  return drawPanel({
    document,
    theme: colours,
    ...size,
    margin,
    x,
    y,
    marks: [
      eventLines(events, colours),
      Plot.ruleX(spikes, { x: 'time', y1: ({ row }: { row: number }) => row + 0.1, y2: ({ row }: { row: number }) => row + 0.9, strokeWidth: 1 }),
      eventLabels(placed, colours),
    ],
  });
}

function meanPanel(averages: Averages, unit: string, size: Size, theme: Theme, isAlone: boolean): SVGSVGElement {
  const colours = figureTheme(theme);
  const { stroke } = categoryStyle(colours, 0);
  const { mean, sem } = averages.rate;
  const points = averages.t.map((t, i) => ({ t, mean: mean[i] as number, low: (mean[i] as number) - (sem[i] as number), high: (mean[i] as number) + (sem[i] as number) }));
  const margin: Margin = { ...timeMargins, top: isAlone ? 20 : 8, bottom: 38 };
  const x: Axis = { domain: timeWindow(averages), label: `time from ${averages.align} (s)`, show: 'labelled', spine: true };
  const y: Axis = { domain: niceDomain([0, ...points.flatMap(({ low, high }) => [low, high])]), label: unit, show: 'labelled', spine: true, ticks: Math.max(2, Math.floor(size.height / 40)) };
  const events = mergeMarks(averages.marks);
  const placed = placeEvents(events, panelScales({ ...size, margin, x, y }).x, 0, size.width - margin.right);
  return drawPanel({
    document,
    theme: colours,
    ...size,
    margin,
    x,
    y,
    marks: [
      Plot.ruleY([0], { stroke: colours.faint }),
      eventLines(events, colours),
      Plot.areaY(points, { x: 't', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.2 }),
      Plot.lineY(points, { x: 't', y: 'mean', stroke, strokeWidth: 1.5 }),
      ...(isAlone ? [eventLabels(placed, colours)] : []),
    ],
  });
}

function describe(raster: Raster, averages: Averages, unit: string): string {
  const spikes = raster.rows.reduce((sum, { times }) => sum + times.length, 0);
  const { mean } = averages.rate;
  const at = (value: number): string => `${shortNumber(value)} ${unit} at ${shortNumber(averages.t[mean.indexOf(value)] as number)} s`;
  const range = `the mean of ${averages.n} trials is highest with ${at(Math.max(...mean))} and lowest with ${at(Math.min(...mean))}`;
  return raster.spiking ? `${spikes} spikes in ${raster.rows.length} trials; ${range}` : range;
}
