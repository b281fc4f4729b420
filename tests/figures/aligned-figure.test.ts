import { expect, test } from 'vitest';
import type { Averages, RecordedTrace } from '../../src/contracts/paradigm.ts';
import { alignedFigure, hasOnePanel } from '../../src/figures/aligned-figure.ts';
import type { FigureCondition, FigureData } from '../../src/figures/figure-data.ts';
import { placeEvents } from '../../src/figures/event-marks.ts';
import { overlap } from '../../src/figures/text-box.ts';
import { darkTheme, lightTheme } from '../../src/figures/theme.ts';
import { heightOf, lineOf, marksOf, stepsOf, textsOf, ticksOf, verticesOf } from './drawing.ts';
import { experimentData, newDocument } from './experiment-data.ts';

const schultz = experimentData({ world: 'schultz-1997' });
const eshel = experimentData({ world: 'eshel-2015' });
const document = newDocument();
const draw = (data: FigureData, signal: 'rpe' | 'value' | 'rate', width = 900) =>
  alignedFigure({ data, signal, document, width });

const eventsOf = (svg: Element): readonly number[] =>
  [...(marksOf(svg, 'event')[0]?.querySelectorAll('line') ?? [])].map((line) => Number(line.getAttribute('x1')));

test('the omission dips below the zero line at the time of reward, for the duration of its step, and only there', () => {
  const svg = draw(schultz, 'rpe');
  const zero = heightOf(svg, 'baseline');
  const below = verticesOf(lineOf(svg, 'omitted')).filter(({ y }) => y > zero + 1);
  const [cue, reward] = eventsOf(svg) as [number, number];
  // The cue is 1 s before the reward, a step 0.1 s.
  expect(below).toHaveLength(2);
  expect(below[0]?.x).toBeCloseTo(reward, 1);
  expect(below[1]?.x).toBeCloseTo(reward + (reward - cue) / 10, 1);
  expect(Math.max(...verticesOf(lineOf(svg, 'unpredicted')).map(({ y }) => y))).toBeLessThanOrEqual(zero + 1);
});

test.each(['rpe', 'value', 'rate'] as const)('no part of a burst is drawn before its event: %s', (signal) => {
  const [t, burst] = [
    [-0.2, -0.1, 0, 0.1, 0.2],
    [0, 0, 1, 0, 0],
  ];
  const band = { mean: burst, sem: burst.map((mean) => mean / 4), n: 9 };
  const averages: Averages = {
    align: 'cue',
    t,
    n: 9,
    marks: [{ event: 'cue', label: 'cue', seconds: 0 }],
    rpe: band,
    value: band,
    rate: band,
  };
  const svg = draw({ ...schultz, conditions: [{ id: 'a', title: 'a', averages }] }, signal);
  const [cue] = eventsOf(svg) as [number];
  const corners = [lineOf(svg, 'a'), ...marksOf(svg, 'a, SEM')].map((mark) => verticesOf(mark));
  for (const vertices of corners) {
    const baseline = Math.max(...vertices.map(({ y }) => y));
    const burstX = vertices.filter(({ y }) => y < baseline - 1).map(({ x }) => x);
    expect(burstX.length).toBeGreaterThan(1);
    expect(Math.min(...burstX)).toBeCloseTo(cue, 1);
  }
  // The last value is held over its own step, which ends the axis.
  const frame = Number(svg.querySelector('svg')?.getAttribute('width')) - 100;
  expect(verticesOf(lineOf(svg, 'a')).at(-1)?.x).toBeCloseTo(frame, 1);
});

test('the curve is drawn at the positions of the ticks', () => {
  const svg = draw(schultz, 'rpe');
  const labels = ticksOf(svg, 'y').map((text) => Number(text.replace('−', '-')));
  const heights = [...svg.querySelectorAll('g[aria-label="y-axis tick"] path')].map((tick) =>
    Number(/,(-?[\d.]+)\)/u.exec(tick.getAttribute('transform') ?? '')?.[1]),
  );
  const perUnit =
    ((heights.at(-1) as number) - (heights[0] as number)) / ((labels.at(-1) as number) - (labels[0] as number));
  const read = stepsOf(lineOf(svg, 'omitted'))
    .slice(0, -1)
    .map(({ y }) => (labels[0] as number) + (y - (heights[0] as number)) / perUnit);
  const { averages } = schultz.conditions[1] as FigureCondition;
  expect(read).toHaveLength(averages.t.length);
  read.forEach((value, i) => expect(value).toBeCloseTo(averages.rpe.mean[i] as number, 2));
});

test('cue and reward are marked and named, axes carry units', () => {
  const svg = draw(schultz, 'rate');
  expect(textsOf(svg, 'event label').map(({ text }) => text)).toEqual(['cue', 'reward']);
  expect(svg.querySelector('g[aria-label="x-axis label"]')?.textContent).toBe('time from cue (s)');
  expect(svg.querySelector('g[aria-label="y-axis label"]')?.textContent).toBe('dopamine (spikes/s)');
});

test('a sensor is named on its axis, with its unit', () => {
  const sensed = experimentData({ world: 'schultz-1997', recording: 'dlight' });
  expect(draw(sensed, 'rate').querySelector('g[aria-label="y-axis label"]')?.textContent).toBe('dLight1 (% ΔF/F)');
});

test('names of events do not touch', () => {
  const marks = [0, 0.1, 0.2].map((seconds) => ({ event: 'reward', label: 'reward', seconds }) as const);
  for (const width of [600, 700, 800, 900, 1000, 1100]) {
    const places = placeEvents(marks, (seconds) => (seconds / 0.1) * (width / 20), { left: 0, right: width, top: 0 });
    for (const [i, { box }] of places.entries())
      for (const other of places.slice(i + 1))
        expect(overlap({ ...box, left: box.left - 3, right: box.right + 3 }, other.box)).toBe(false);
  }
});

test('a condition has the same colour and dash for every signal', () => {
  for (const { title } of schultz.conditions) {
    const looks = (['rpe', 'value', 'rate'] as const).map((signal) => {
      const line = lineOf(draw(schultz, signal), title);
      return `${line.getAttribute('stroke')} ${line.getAttribute('stroke-dasharray')}`;
    });
    expect(new Set(looks).size).toBe(1);
  }
});

test('conditions differ in colour and in dash', () => {
  const svg = draw(eshel, 'rpe');
  const lines = eshel.conditions.map(({ title }) => lineOf(svg, title));
  expect(new Set(lines.map((line) => line.getAttribute('stroke'))).size).toBe(6);
  expect(new Set(lines.map((line) => line.getAttribute('stroke-dasharray'))).size).toBe(6);
});

const others = ['fiorillo-2003', 'hollerman-schultz-1998', 'starkweather-2017'].map((paradigm) =>
  experimentData({ world: paradigm }),
);

test.each([640, 900, 1200])('every condition is named once, and names do not overlap, at %i px', (width) => {
  for (const data of [schultz, eshel, ...others]) {
    for (const signal of ['rpe', 'value', 'rate'] as const) {
      const svg = draw(data, signal, width);
      const names = textsOf(svg, 'line label');
      const listed = textsOf(svg, 'key label');
      expect([...names, ...listed].map(({ text }) => text).sort()).toEqual(
        data.conditions.map(({ title }) => title).sort(),
      );
      const all = [...names, ...textsOf(svg, 'event label')];
      for (const [i, one] of all.entries()) {
        expect(one.box.right).toBeLessThanOrEqual(Number(one.panel?.getAttribute('width')));
        for (const other of all.slice(i + 1))
          expect(one.panel === other.panel && overlap(one.box, other.box), `${one.text} on ${other.text}`).toBe(false);
      }
    }
  }
});

test('coinciding lines are named in a legend, because a label could name the wrong one', () => {
  const [first] = schultz.conditions;
  const twins = {
    ...schultz,
    conditions: ['a', 'b'].map((title) => ({ id: title, title, averages: first?.averages as Averages })),
  };
  const svg = draw(twins, 'rpe');
  expect(textsOf(svg, 'line label')).toEqual([]);
  expect(textsOf(svg, 'key label').map(({ text }) => text)).toEqual(['a', 'b']);
});

test('conditions aligned on the cue and on the reward are in adjacent panels with the same y axis', () => {
  const mixed = { ...eshel, recorded: [], conditions: [...schultz.conditions, ...eshel.conditions.slice(0, 2)] };
  const panels = [...draw(mixed, 'rpe').querySelectorAll('svg')];
  expect(panels).toHaveLength(2);
  expect(panels.map((panel) => panel.querySelector('g[aria-label="x-axis label"]')?.textContent)).toEqual([
    'time from cue (s)',
    'time from reward (s)',
  ]);
  const [left, right] = panels.map((panel) =>
    [...panel.querySelectorAll('g[aria-label="y-axis tick"] path')].map((tick) =>
      tick.getAttribute('transform')?.replace(/\([^,]*,/u, '('),
    ),
  );
  expect(left).toEqual(right);
  expect(hasOnePanel(mixed, 'rpe')).toBe(false);
  expect(hasOnePanel(schultz, 'rate')).toBe(true);
});

const trace: RecordedTrace = {
  condition: 'predicted',
  title: 'predicted',
  t: [-0.5, 0, 0.5],
  mean: [0, 4, 0],
  unit: 'spikes/s',
  n: '12 neurons',
  citation: { text: 'A paper' },
  sources: [],
};

test('recorded data are grey, named, above the model, and on the baseline', () => {
  const svg = draw({ ...schultz, recorded: [trace] }, 'rate');
  const recorded = lineOf(svg, 'recorded, 12 neurons');
  expect(recorded.getAttribute('stroke')).toBe(lightTheme.recorded);
  const lines = [...svg.querySelectorAll('g[aria-label="line"]')];
  expect(lines.at(-1)).toBe(recorded);
  expect(verticesOf(recorded)[0]?.y).toBeCloseTo(heightOf(svg, 'baseline'), 1);
  expect(textsOf(svg, 'line label').map(({ text }) => text)).toContain('recorded, 12 neurons');
  expect(svg.outerHTML).not.toBe(draw(schultz, 'rate').outerHTML);
});

test('many recorded traces, or traces in another unit, have a separate panel', () => {
  const [model, recorded] = [...draw(eshel, 'rate').querySelectorAll('svg')];
  expect(textsOf(model as Element, 'heading')[0]?.text).toBe('model');
  expect(textsOf(recorded as Element, 'heading')[0]?.text).toBe(
    'recorded: 40 neurons, Eshel et al. 2015, Nature 525:243',
  );
  const other = [...draw({ ...schultz, recorded: [{ ...trace, unit: 'dF/F' }] }, 'rate').querySelectorAll('svg')];
  expect(other[1]?.querySelector('g[aria-label="y-axis label"]')?.textContent).toBe('change (dF/F)');
});

test('rounding errors are not drawn as a signal', () => {
  const [one] = schultz.conditions;
  const noise = {
    ...(one?.averages as Averages),
    rpe: { mean: (one?.averages.t ?? []).map((_, i) => (i % 2) * 4e-16), sem: [], n: 5 },
  };
  const heights = verticesOf(
    lineOf(draw({ ...schultz, conditions: [{ id: 'x', title: 'x', averages: noise }] }, 'rpe'), 'x'),
  ).map(({ y }) => y);
  expect(new Set(heights).size).toBe(1);
});

test('has a description in words', () => {
  const svg = draw(schultz, 'rpe');
  expect(svg.getAttribute('role')).toBe('img');
  expect(svg.getAttribute('aria-label')).toMatch(
    /omitted, n = 20, in reward units: .* −1 at no reward \(1 s\), highest .* lowest −1 at 1 s\./u,
  );
  const none = {
    ...schultz,
    conditions: schultz.conditions.map((one) => ({
      ...one,
      averages: { ...one.averages, n: 0, rpe: { mean: [], sem: [], n: 0 } },
    })),
  };
  expect(draw(none, 'rpe').getAttribute('aria-label')).toContain('omitted: no trials yet.');
});

test('a theme changes every colour', () => {
  const colours = (svg: Element) => new Set(svg.outerHTML.match(/#[0-9a-f]{6}/gu));
  const light = colours(alignedFigure({ data: eshel, signal: 'rate', document, width: 900 }));
  const dark = colours(alignedFigure({ data: eshel, signal: 'rate', document, width: 900, theme: darkTheme }));
  expect([...light].filter((colour) => dark.has(colour))).toEqual([]);
});
