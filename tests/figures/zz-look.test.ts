import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { launchChromium } from '../browser/chromium.ts';
import { experimentData, newDocument } from './experiment-data.ts';
import { wholeFigure } from '../../src/figures/whole-figure.ts';
import { alignedFigure } from '../../src/figures/aligned-figure.ts';
import { rasterFigure } from '../../src/figures/raster-figure.ts';
import { svgText } from '../../src/figures/svg-text.ts';
import { darkTheme, lightTheme } from '../../src/figures/theme.ts';
import type { FigureData } from '../../src/figures/figure-data.ts';

test('look', { timeout: 300_000 }, async () => {
  mkdirSync('/tmp/fig', { recursive: true });
  const ids = ['schultz-1997', 'fiorillo-2003', 'hollerman-schultz-1998', 'eshel-2015', 'starkweather-2017'];
  const pages: [string, string, string][] = [];
  const all: Record<string, FigureData> = {};
  for (const id of ids) all[id] = experimentData({ paradigm: id });
  const document = newDocument();
  for (const [id, data] of Object.entries(all)) {
    for (const width of [640, 900, 1200]) pages.push([`${id}-${width}`, svgText(wholeFigure(data, { document, width })), '#fff']);
  }
  const s = all['schultz-1997'] as FigureData;
  const f = all['fiorillo-2003'] as FigureData;
  const base = f.conditions;
  const seven = { ...f, conditions: [...base, ...(all['fiorillo-2003'] as FigureData).conditions.slice(1, 3).map((c, i) => ({ ...c, id: `x${i}`, title: `another ${i}`, averages: { ...c.averages, rpe: { ...c.averages.rpe, mean: c.averages.rpe.mean.map((v) => 0.6 * v - 0.02) } } }))] };
  const stack = (parts: string[]) => parts.join('<br>');
  for (const [name, theme, ground] of [['light', lightTheme, '#fff'], ['dark', darkTheme, darkTheme.paper]] as const) {
    pages.push([`dark-whole-${name}`, svgText(wholeFigure(s, { document, theme, signal: 'rpe' })).replace(/<\?xml.*\?>/, ''), ground]);
    for (const width of [640, 1200]) {
      const parts = [
        alignedFigure({ data: s, signal: 'rpe', document, width, theme }),
        alignedFigure({ data: f, signal: 'rate', document, width, theme }),
        alignedFigure({ data: seven, signal: 'rpe', document, width, theme, height: 220 }),
        alignedFigure({ data: { ...s, recorded: [{ condition: 'predicted', title: 'predicted', t: s.conditions[0]!.averages.t, mean: s.conditions[0]!.averages.t.map((t) => 8 * Math.exp(-((t - 0.15) ** 2) / 0.02)), unit: s.rateUnit, n: '12 units', citation: { text: 'X 1999' } }] }, signal: 'rate', document, width, theme }),
        rasterFigure({ title: s.conditions[0]!.title, averages: s.conditions[0]!.averages, rateUnit: s.rateUnit, document, width, theme, rows: Array.from({ length: 15 }, (_, trial) => ({ trial, times: Array.from({ length: 14 }, (_, k) => -1 + ((k * 7919 + trial * 104729) % 1000) / 300) })) }),
      ];
      pages.push([`aligned-${name}-${width}`, stack(parts.map((p) => p.outerHTML)), ground]);
    }
  }
  const t0: number[] = [];
  for (let i = 0; i < 30; i++) { const a = performance.now(); alignedFigure({ data: s, signal: 'rpe', document: newDocument(), width: 900 }); t0.push(performance.now() - a); }
  const t1: number[] = [];
  for (let i = 0; i < 30; i++) { const a = performance.now(); alignedFigure({ data: all['eshel-2015']!, signal: 'rate', document: newDocument(), width: 900 }); t1.push(performance.now() - a); }
  const t2: number[] = [];
  for (let i = 0; i < 10; i++) { const a = performance.now(); svgText(wholeFigure(s, { document: newDocument() })); t2.push(performance.now() - a); }
  console.log(s.conditions[0]!.averages.t.length, 'aligned 3', t0.map((x) => x.toFixed(1)).join(' '), '\neshel', t1.map((x) => x.toFixed(1)).join(' '), '\nwhole', t2.map((x) => x.toFixed(1)).join(' '), svgText(wholeFigure(s, { document })).length);
  console.log(wholeFigure(all['eshel-2015']!, { document }).getAttribute('aria-label'));
  const { list } = await import('../../src/engine/registry.ts');
  for (const agent of list('agents')) for (const id of ids) for (const seed of [1, 2]) {
    let d: FigureData;
    try { d = experimentData({ paradigm: id, agent: agent.id, seed, recording: seed === 1 ? 'identity' : 'spikes' }); } catch (e) { console.log(String(e).slice(0, 120)); continue; }
    for (const width of [480, 640, 1100]) pages.push([`stress-${id}-${agent.id}-${seed}-${width}`, [140, 200, 300].flatMap((height) => (['rpe', 'rate', 'value'] as const).map((signal) => alignedFigure({ data: d, signal, document, width, height, timeAxis: height === 200 ? 'bare' : 'labelled' }).outerHTML)).join('<br>'), '#fff']);
    if (seed === 1) pages.push([`stress-whole-${id}-${agent.id}-760`, svgText(wholeFigure(d, { document, width: 760, signal: 'rpe' })), '#fff']);
  }
  const none = { ...s, note: 'no trials yet', conditions: s.conditions.map((c) => ({ ...c, averages: { ...c.averages, n: 0, rpe: { mean: [], sem: [], n: 0 }, value: { mean: [], sem: [], n: 0 }, rate: { mean: [], sem: [], n: 0 } } })) };
  pages.push(['none-900', svgText(wholeFigure({ ...none, heat: { ...s.heat!, rows: 0, trials: 0, rpe: new Float32Array(0) } }, { document })), '#fff']);
  const mixed = { ...all['eshel-2015']!, recorded: [], conditions: [...all['eshel-2015']!.conditions.slice(0, 3), ...s.conditions] };
  pages.push(['mixed-900', svgText(wholeFigure(mixed, { document })), '#fff']);
  pages.push(['otherunit-900', svgText(wholeFigure({ ...all['eshel-2015']!, rateUnit: 'dF/F' }, { document })), '#fff']);
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1240, height: 400 } });
  for (const [name, svg, ground] of pages) {
    writeFileSync(`/tmp/fig/${name}.svg`, svg);
    await page.setContent(`<body style="margin:0;background:${ground}">${svg.replace(/<\?xml.*\?>/, '')}`);
    await page.setViewportSize({ width: Number(/-(\d+)$/.exec(name)?.[1] ?? 900), height: 400 });
    const trouble = await page.evaluate(() => {
      const out: string[] = [];
      for (const root of document.querySelectorAll('body > svg')) {
        const frame = root.getBoundingClientRect();
        const texts = [...root.querySelectorAll('text')].filter((t) => t.textContent).map((t) => ({ t: t.textContent!, r: t.getBoundingClientRect() }));
        for (const [i, a] of texts.entries()) {
          if (a.r.left < frame.left - 0.5 || a.r.right > frame.right + 0.5 || a.r.top < frame.top - 0.5 || a.r.bottom > frame.bottom + 0.5) out.push(`outside: ${a.t}`);
          for (const b of texts.slice(i + 1)) if (a.r.left + 1 < b.r.right - 1 && b.r.left + 1 < a.r.right - 1 && a.r.top + 2.5 < b.r.bottom - 2.5 && b.r.top + 2.5 < a.r.bottom - 2.5) out.push(`overlap: ${a.t} | ${b.t}`);
        }
      }
      return out;
    });
    if (trouble.length) console.log(name, trouble);
    await page.screenshot({ path: `/tmp/fig/${name}.png`, fullPage: true });
  }
  await browser.close();
});
