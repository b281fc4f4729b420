import { expect, test } from 'vitest';
import { eventAverages } from '../../src/analysis/event-averages.ts';
import { eventRaster } from '../../src/analysis/event-raster.ts';
import { EventWindows } from '../../src/analysis/event-windows.ts';
import type { CurveFigure, EventFigure } from '../../src/contracts/control-figures.ts';
import { learningCurveFigure } from '../../src/figures/curve-figure.ts';
import { eventFigure, eventPanels } from '../../src/figures/event-figure.ts';
import { placeEvents } from '../../src/figures/event-marks.ts';
import { svgText } from '../../src/figures/svg-text.ts';
import { svgDocument } from '../../src/export/svg.ts';

const clock = { stepSeconds: 0.5, before: 2 };

function figure(): EventFigure {
  const windows = new EventWindows({ events: 1, worlds: 1, before: 2, after: 1, kept: 10, recorded: true });
  for (let k = 0; k < 12; k++)
    windows.add(0, {
      rpe: k % 4 === 2 ? 3 : 0,
      value: k % 4,
      reward: 0,
      rate: k % 4 === 2 ? 40 : 6,
      unit: k % 4 === 2 ? 4 : 2,
      happened: k % 4 === 2 ? 1 : 0,
      ended: false,
    });
  const occurrences = windows.latest(0);
  const averages = eventAverages(occurrences, clock, 'Brick hit');
  return {
    title: 'Breakout · PPO',
    note: 'n = 3',
    event: 'brick hit',
    conditions: [{ id: 'late', title: 'all', averages }],
    heat: { t: [-1, -0.5, 0, 0.5], rows: 3, rpe: occurrences.signals.rpe, trialsPerRow: 1, trials: 3 },
    provenance: 'phasic · breakout · seed 1',
  };
}

test('the figure of an event has its axes, line labels, every occurrence, and the source', () => {
  const svg = svgText(eventFigure({ data: figure(), document: svgDocument(), width: 700 }));
  for (const words of [
    'RPE (reward units)',
    'value (reward units)',
    'time from brick hit (s)',
    'occurrence',
    'phasic · breakout · seed 1',
    '3 at Brick hit (0 s)',
  ])
    expect(svg).toContain(words);
  expect(svg).not.toContain('NaN');
});

/** The same with spikes: the first neuron fires at 2 a second, 4 at the event, so that a step of half a second holds 1, or 2. */
function spiking(): EventFigure {
  const windows = new EventWindows({ events: 1, worlds: 1, before: 2, after: 1, kept: 10, recorded: true });
  for (let k = 0; k < 12; k++)
    windows.add(0, {
      rpe: 0,
      value: 0,
      reward: 0,
      rate: k % 4 === 2 ? 40 : 6,
      unit: k % 4 === 2 ? 4 : 2,
      happened: k % 4 === 2 ? 1 : 0,
      ended: false,
    });
  return {
    ...figure(),
    recording: {
      title: 'Spikes',
      unit: 'spikes/s',
      units: 20,
      raster: eventRaster(windows.latest(0), clock, 5, 1, 'brick-hit'),
    },
  };
}

test('a raster has the number of spikes of each step, within the step, and labels the occurrence of a row', () => {
  const { raster = [] } = spiking().recording ?? {};
  expect(raster.map(({ trial }) => trial)).toEqual([5, 6, 7]);
  for (const { times } of raster) {
    const inStep = (from: number): number => times.filter((time) => time >= from && time < from + 0.5).length;
    expect([-1, -0.5, 0, 0.5].map(inStep)).toEqual([1, 1, 2, 1]);
  }
  // The last event is followed by a step, the others too.
  expect(new Set(raster.flatMap(({ times }) => times)).size).toBe(15);
});

test('the recording is drawn with its unit and its spikes, and described in words', () => {
  const svg = svgText(eventFigure({ data: spiking(), document: svgDocument(), width: 700 }));
  for (const words of ['spikes/s', 'Spikes: ', '15 spikes of one neuron in 3 occurrences.', '40 at Brick hit (0 s)'])
    expect(svg).toContain(words);
  expect(svg.match(/aria-description="spike"/gu)).toHaveLength(1);
  expect(svg).not.toContain('NaN');
});

test.each([
  [780, 262],
  [1180, 420],
  [700, 150],
  [400, 300],
  [780, 900],
])('in %s x %s px nothing is outside its frame, and every axis has a label', (width, height) => {
  for (const data of [figure(), spiking()]) {
    const svg = eventPanels({ data, document: svgDocument(), width, height });
    const [wide, high] = [Number(svg.getAttribute('width')), Number(svg.getAttribute('height'))];
    expect(wide).toBe(width);
    // If there is too little height, it scrolls.
    if (width > 560 && height >= 200) expect(high).toBeLessThanOrEqual(height);
    for (const part of svg.children) {
      expect(Number(part.getAttribute('x')) + Number(part.getAttribute('width'))).toBeLessThanOrEqual(wide);
      expect(Number(part.getAttribute('y')) + Number(part.getAttribute('height'))).toBeLessThanOrEqual(high);
    }
    const text = svgText(svg);
    for (const words of ['RPE (reward units)', '>value', 'time from brick hit (s)', 'occurrence'])
      expect(text).toContain(words);
  }
});

test('a learning curve has its axes and described ends; one without episodes says so', () => {
  const data: CurveFigure = {
    title: 'CartPole · PPO',
    note: '5 seeds',
    steps: 1000,
    points: [
      { steps: 100, mean: 20, sem: 2, n: 5 },
      { steps: 900, mean: 480, sem: 5, n: 5 },
    ],
    levels: [
      { label: 'random actions', value: 22.4 },
      { label: 'you', value: 31 },
    ],
    provenance: 'phasic · cartpole',
  };
  const svg = svgText(learningCurveFigure({ data, document: svgDocument(), width: 700 }));
  for (const words of [
    'return of an episode',
    'steps',
    'Mean return 20 at 100 steps, 480 at 900 steps.',
    'Compared with random actions: 22.4, you: 31.',
    '>you: 31<',
    'phasic · cartpole',
  ])
    expect(svg).toContain(words);
  // Another program's curve is named, and the axis reaches to it.
  const reference = { label: 'theirs', points: [{ steps: 900, mean: 780, sem: 5, n: 3 }] };
  const compared = svgText(
    learningCurveFigure({ data: { ...data, levels: [], reference }, document: svgDocument(), width: 700 }),
  );
  for (const words of ['Compared with theirs: 780.', '>theirs<', '>800<']) expect(compared).toContain(words);
  // Both axes begin at 0, even if no return is near it.
  const high = svgText(
    learningCurveFigure({
      data: { ...data, levels: [], points: [{ steps: 500, mean: 480, sem: 5, n: 5 }] },
      document: svgDocument(),
      width: 700,
    }),
  );
  expect(high.match(/>0<\/text>/gu)).toHaveLength(2);
  expect(
    svgText(learningCurveFigure({ data: { ...data, points: [] }, document: svgDocument(), width: 700 })),
  ).toContain('no episode has ended yet');
});

test.each([20, 200, 380])(
  'the name of an event at %s px, too long for either side, begins at its line instead of before the plot',
  (at) => {
    const [placed] = placeEvents(
      [{ seconds: 0, label: 'Came within a hair of upright and of the end of the whole track' }],
      () => at,
      { left: 10, right: 400, top: 0 },
    );
    expect(placed?.box.left).toBeGreaterThan(at);
  },
);
