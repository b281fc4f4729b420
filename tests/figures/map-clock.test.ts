import { expect, test } from 'vitest';
import { firstRewardStep } from '../../src/contracts/trial.ts';
import { catalogue as readCatalogue } from '../../src/engine/catalogue.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find, list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import { mapReward } from '../../src/engine/trial-map.ts';
import { worldOf } from '../../src/engine/world.ts';
import { figureData, type FigureData } from '../../src/figures/figure-data.ts';
import { mapClock } from '../../src/figures/map-clock.ts';
import { wholeFigure } from '../../src/figures/whole-figure.ts';
import { marksOf, textsOf } from './drawing.ts';
import { experimentData, newDocument } from './experiment-data.ts';

const catalogue = readCatalogue();

/** The drawing before the first trial, when the marks of most experiments are known. */
function beforeRun(id: string): {
  readonly session: TrialSession;
  readonly data: FigureData;
  readonly types: readonly string[];
} {
  const session = createTrialSession(completeTrialSpec({ world: id }));
  const world = worldOf(session.spec);
  const result = { ...observe(session).look(), hash: '' };
  const conditions = Object.entries(world.conditions).map(([name, { title }]) => ({ id: name, title }));
  const rateUnit = find('recordings', session.spec.recording.id).unit;
  const data = figureData({
    result,
    catalogue,
    conditions,
    shown: world.shown,
    rateUnit,
    version: '',
    mapReward: mapReward(session.design, world.heatMapTypes),
  });
  return { session, data, types: world.heatMapTypes ?? Object.keys(session.design.trialTypes) };
}

test.each(list('paradigms').map(({ id }) => id))(
  '%s: the map has the clock of the figure if its trials have that event at the same time',
  (id) => {
    const { session, data, types } = beforeRun(id);
    const { trials, design } = session;
    const shown = trials.filter(({ type }) => types.includes(type));
    const rewards = new Set(shown.flatMap((trial) => firstRewardStep(trial) ?? []));
    const aligns = new Set(data.conditions.map(({ averages }) => averages.align));
    const clock = mapClock(data, 'rpe');
    const canFollow = aligns.size === 1 && (aligns.has('cue') || rewards.size === 1);
    expect(clock.from).toBe(canFollow ? [...aligns][0] : 'cue');
    expect(clock.shared !== undefined).toBe(canFollow);
    // A trial's cue and reward are at their times on the clock.
    const [reward] = rewards;
    if (clock.from === 'reward') expect((reward as number) * design.stepSeconds).toBeCloseTo(clock.zero, 6);
    else expect(clock.zero).toBe(0);
  },
);

const axisLabels = (svg: Element): readonly string[] =>
  [...svg.querySelectorAll('g[aria-label="x-axis label"]')].map((label) => label.textContent ?? '');

test.each(['eshel-2015', 'dabney-2020'])(
  '%s, aligned on the reward: cue and reward are at the same position in all panels',
  (paradigm) => {
    const svg = wholeFigure(
      { ...experimentData({ world: paradigm }), summaries: [] },
      { document: newDocument(), signal: 'rpe' },
    );
    const events = marksOf(svg, 'event').map((mark) =>
      [...mark.querySelectorAll('line')].map((line) => line.getAttribute('x1')),
    );
    expect(events).toHaveLength(3);
    expect(events[0]?.length).toBeGreaterThan(0);
    for (const other of events.slice(1)) expect(other).toEqual(events[0]);
    expect(axisLabels(svg)).toEqual(['time from reward (s)']);
    // The reward's column of the map begins at its line.
    const image = svg.querySelector('g[aria-description="RPE"] image');
    expect(image).not.toBeNull();
  },
);

test('next to a recorded panel the map has a separate axis with the same clock and named events', () => {
  const svg = wholeFigure(
    { ...experimentData({ world: 'eshel-2015' }), summaries: [] },
    { document: newDocument(), signal: 'rate' },
  );
  expect(new Set(axisLabels(svg))).toEqual(new Set(['time from reward (s)']));
  const map = [...svg.querySelectorAll('svg')].find(
    (panel) => panel.querySelector('image') !== null && textsOf(panel, 'event label').length > 0,
  );
  expect(textsOf(map as Element, 'event label').map(({ text }) => text)).toEqual(['cue', 'reward']);
});
