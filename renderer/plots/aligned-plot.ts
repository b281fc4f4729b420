import * as Plot from '@observablehq/plot';
import type { SignalName } from '../../src/contracts/paradigm.ts';
import type { Shown } from '../store/app-state.ts';
import type { ParadigmEntry } from '../store/catalogue.ts';
import type { Theme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';
import { categories, frameOptions, markColour, zeroColour } from './plot-style.ts';
import { timeMargins } from './time-axis.ts';

interface Parts { shown: Shown; paradigm: ParadigmEntry; signal: SignalName; size: Size; theme: Theme }
export function alignedPlot({ shown, paradigm, signal, size, theme }: Parts): SVGElement | HTMLElement {
  const rows = paradigm.shown.flatMap((id) => {
    const a = shown.result.conditions[id];
    return a === undefined ? [] : a[signal].mean.map((mean, i) => ({ id, t: a.t[i] as number, mean, sem: a[signal].sem[i] as number }));
  });
  const marks = shown.result.conditions[paradigm.shown[0] ?? '']?.marks ?? [];
  return Plot.plot({
    ...frameOptions(size, theme), marginLeft: timeMargins.left, marginRight: timeMargins.right,
    y: { label: signal, nice: true, labelAnchor: 'center' }, x: { label: null },
    color: { domain: [...paradigm.shown], range: [...categories(theme)] },
    marks: [Plot.ruleY([0], { stroke: zeroColour(theme) }), Plot.ruleX(marks, { x: 'seconds', stroke: markColour(theme), strokeDasharray: '3,3' }), Plot.lineY(rows, { x: 't', y: 'mean', stroke: 'id' })],
  });
}
