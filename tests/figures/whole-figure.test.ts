import { expect, test } from 'vitest';
import { alignedFigure } from '../../src/figures/aligned-figure.ts';
import { rasterFigure } from '../../src/figures/raster-figure.ts';
import { wholeFigure, wholeFigureSvg } from '../../src/figures/whole-figure.ts';
import type { FigureCondition } from '../../src/figures/figure-data.ts';
import { marksOf } from './drawing.ts';
import { experimentData, newDocument } from './experiment-data.ts';

const schultz = experimentData({ world: 'schultz-1997' });

test('the same run gives the same bytes', () => {
  const again = experimentData({ world: 'schultz-1997' });
  expect(wholeFigureSvg(again, newDocument())).toBe(wholeFigureSvg(schultz, newDocument()));
  expect(wholeFigureSvg(experimentData({ world: 'schultz-1997', seed: 2 }), newDocument())).not.toBe(
    wholeFigureSvg(schultz, newDocument()),
  );
});

test('the file is portable XML: balanced, escaped, with its namespace and no style sheet', () => {
  for (const paradigm of ['schultz-1997', 'eshel-2015']) {
    const text = wholeFigureSvg(experimentData({ world: paradigm }), newDocument());
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/u,
    );
    expect(unclosed(text)).toEqual([]);
    expect(text.match(/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/gu)).toBeNull();
    expect(text).not.toContain('<style');
    expect(text).not.toMatch(/NaN|undefined|Infinity/u);
  }
  const odd = wholeFigureSvg({ ...schultz, title: 'a < b & "c"\u00a0d' }, newDocument());
  expect(odd).toContain('>a &lt; b &amp;');
  expect(odd).toContain('aria-label="a &lt; b &amp; &quot;c&quot;');
});

/** Tags that remain open. */
function unclosed(text: string): readonly string[] {
  const open: string[] = [];
  for (const [, close, name = '', empty] of text.matchAll(/<(\/?)([a-zA-Z]+)[^<>]*?(\/?)>/gu)) {
    if (close === '/') expect(open.pop()).toBe(name);
    else if (empty === '') open.push(name);
  }
  return open;
}

test('names its source', () => {
  const text = wholeFigureSvg(schultz, newDocument());
  expect(schultz.provenance).toMatch(
    /^phasic 0\.1\.0 · schultz-1997 · td-csc Δt \.1 γ \.9\/s α \.1 · spikes · seed 1 · hash [0-9a-f]{8}$/u,
  );
  expect(text).toContain(schultz.provenance);
  expect(text).toContain('n = 20 trials each, mean ± SEM');
  const changed = experimentData({ world: { id: 'schultz-1997', parameters: { magnitude: 2, probeTrials: 5 } } });
  expect(changed.provenance).toContain('schultz-1997 probeTrials 5 r 2');
});

test('panels above each other share the time axis', () => {
  const svg = wholeFigure(schultz, { document: newDocument() });
  const cues = marksOf(svg, 'event').map((mark) => mark.querySelector('line')?.getAttribute('x1'));
  expect(cues).toHaveLength(3);
  expect(new Set(cues).size).toBe(1);
});

test('a raster has every spike within the window, above the mean of the same condition', () => {
  const { title, averages } = schultz.conditions[0] as FigureCondition;
  const rows = [0, 1].map((trial) => ({ trial, times: [-0.5, 0.1 + trial / 10, 99] }));
  const svg = rasterFigure({ rows, title, averages, rateUnit: 'spikes/s', document: newDocument(), width: 700 });
  expect(marksOf(svg, 'spike')[0]?.querySelectorAll('line')).toHaveLength(4);
  expect(marksOf(svg, title)).not.toHaveLength(0);
});

test('is redrawn within a tenth of a second', () => {
  // CPU time, which does not depend on other load.
  const times = Array.from({ length: 15 }, () => {
    const start = process.cpuUsage();
    alignedFigure({ data: schultz, signal: 'rpe', document: newDocument(), width: 900 });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  expect(times.sort((a, b) => a - b)[7]).toBeLessThan(50);
});
