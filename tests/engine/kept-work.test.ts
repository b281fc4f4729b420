import { expect, test } from 'vitest';
import { withDrawsNoted } from '../../src/core/random.ts';
import { readDesign } from '../../src/designs/read.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { KeptWork } from '../../src/engine/kept-work.ts';
import { find, trialAgents } from '../../src/engine/registry.ts';
import { createTrialSession, type CommonWork } from '../../src/engine/trial-session.ts';
import { shortest } from '../conformance/variants.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';

/** Random intervals, orders and rewards; a naive subject in the middle. */
const design = readDesign(
  'txt',
  'G1 | 3A+/3AB-\nG2 | rand/4AB+/2A-\niti = uniform 2 9\nreward probability = 0.8\n',
  'test',
);

/** One of each architecture, and some that share theirs. */
const agents = [
  'td-csc',
  'td-quantile',
  ...new Map(
    trialAgents()
      .filter(({ learningRule: { id } }) => {
        const rule = find('learning-rules', id);
        return rule.timescale !== 'choice' && !('slow' in rule && rule.slow);
      })
      .map(({ id, architecture }) => [architecture.id, id]),
  ).values(),
];

function signalsOf(spec: TrialSpec, common?: CommonWork) {
  const session = createTrialSession(spec, { common });
  session.advance(Infinity);
  return Buffer.concat([session.signals.rpe, session.signals.value].map(({ buffer }) => Buffer.from(buffer)));
}

test('agents with trials and encoders in common learn as alone, to the bit', () => {
  const common = new KeptWork();
  const specs = agents.flatMap((agent) =>
    [1, 2, 1].map((seed) => completeTrialSpec({ world: 'own-design', design, agent, seed })),
  );
  for (const spec of specs) expect(signalsOf(spec, common).equals(signalsOf(spec))).toBe(true);
});

test('what follows from draws of an earlier session counts as drawn', () => {
  const common = new KeptWork();
  const spec = completeTrialSpec({ world: 'own-design', design, agent: 'td-csc', seed: 1 });
  const noted = [1, 2].map(() => withDrawsNoted(() => common.scheduled(spec)));
  expect(noted[1]?.made).toBe(noted[0]?.made);
  expect(noted.map(({ isDrawn }) => isDrawn)).toEqual([true, true]);
});

test('trials that choices or manipulations change are in common to none', () => {
  const common = new KeptWork();
  const world = { id: 'morris-2006', parameters: shortest(find('paradigms', 'morris-2006').parameters) };
  const acting = completeTrialSpec({ world, agent: 'q-learning', seed: 1 });
  expect(common.scheduled(acting).trials).not.toBe(common.scheduled(acting).trials);
  const changed = completeTrialSpec({
    world: 'own-design',
    design,
    agent: 'td-csc',
    seed: 1,
    manipulations: [{ id: 'rpe-gains', parameters: {} }],
  });
  expect(common.scheduled(changed).trials).not.toBe(common.scheduled(changed).trials);
});
