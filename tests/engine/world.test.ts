import { describe, expect, test } from 'vitest';
import { parsePartialSpec } from '../../src/spec/parse-spec.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { InputError } from '../../src/core/errors.ts';
import { readDesign } from '../../src/designs/read.ts';
import { find, list, trialAgents } from '../../src/engine/registry.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { worldOf } from '../../src/engine/world.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';

const text = `
Experimental | 30A+ | rand/30AX-/30A+ | 5#X / 5#A
Control      | 30A+ | rand/30X-/30A+/5#A | 5#X`;
const design = readDesign('txt', text, 'text');
const own = (more: Partial<PartialSpec> = {}): PartialSpec => ({ world: 'own-design', design, ...more });

describe('a custom design', () => {
  test('is part of the spec, which is unchanged by JSON', () => {
    const spec = completeTrialSpec(own());
    expect(spec.design).toEqual(design);
    expect(completeTrialSpec(parsePartialSpec(JSON.parse(JSON.stringify(spec)), 'spec'))).toEqual(spec);
  });

  test('is part of the hash', () => {
    const other = readDesign('txt', text.replace('5#A', '6#A'), 'text');
    expect(runToEnd(completeTrialSpec(own())).result.hash).toBe(runToEnd(completeTrialSpec(own())).result.hash);
    expect(runToEnd(completeTrialSpec(own())).result.hash).not.toBe(
      runToEnd(completeTrialSpec(own({ design: other }))).result.hash,
    );
  });

  test('is checked, and errors have their position', () => {
    const broken = { world: 'own-design', design: { ...design, trialSeconds: -1 } };
    expect(() => parsePartialSpec(broken, 'a.json')).toThrow(
      'a.json, design, trialSeconds: trialSeconds = -1 is not allowed; it must be a number from 0.001 to 86400 s',
    );
  });

  test('belongs to one paradigm only', () => {
    expect(() => completeTrialSpec({ world: 'schultz-1997', design })).toThrow(InputError);
    expect(completeTrialSpec({ world: 'own-design' }).design).toBeUndefined();
  });

  test('gives every agent the same trials, whatever its grid', () => {
    const trials = (agent: string) =>
      createTrialSession(setParameter(completeTrialSpec(own({ agent, seed: 4 })), 'resolutionSeconds', 0.1)).trials;
    const times = (agent: string) =>
      createTrialSession(completeTrialSpec(own({ agent, seed: 4 }))).trials.map(
        ({ type, startSeconds, zeroSeconds, outcomes }) => ({
          type,
          startSeconds,
          zeroSeconds,
          outcomes: outcomes.map(({ magnitude, delivered }) => ({ magnitude, delivered })),
        }),
      );
    const predicting = trialAgents().filter(
      ({ learningRule }) => find('learning-rules', learningRule.id).timescale !== 'choice',
    );
    const first = trials('td-csc');
    for (const { id } of predicting) expect(trials(id)).toEqual(first);
    for (const { id } of predicting) expect(times(id)).toEqual(times('td-csc'));
  });

  test('nothing is learned in probes, within a phase or after it', () => {
    const session = createTrialSession(completeTrialSpec(own({ agent: 'rescorla-wagner' })));
    for (const trial of session.trials) {
      const before = [...session.weights];
      session.advance(1);
      if (trial.type.startsWith('#'))
        expect([...session.weights]).toEqual(
          trial.index > 0 && session.trials[trial.index - 1]?.group !== trial.group ? [0, 0] : before,
        );
    }
  });

  test('Rescorla-Wagner learns what the theory predicts: X becomes an inhibitor, and its control gets no value', () => {
    const many = readDesign('txt', text.replaceAll('30', '900'), 'text');
    const { result } = runToEnd(completeTrialSpec(own({ design: many, agent: 'rescorla-wagner' })));
    const value = (condition: string): number =>
      result.conditions[condition]?.value.mean[result.conditions[condition]?.t.indexOf(0) ?? -1] as number;
    expect(value('Experimental/3/#X')).toBeCloseTo(-1, 3);
    expect(value('Experimental/3/#A')).toBeCloseTo(1, 3);
    expect(value('Control/3/#X')).toBeCloseTo(0, 3);
  });

  test('has a condition for each trial type of each phase, displays the probes, and has curves for each group', () => {
    const { conditions, shown, signatures, summaries } = worldOf(completeTrialSpec(own()));
    expect(Object.keys(conditions)).toEqual([
      'Experimental/1/A+',
      'Experimental/2/AX-',
      'Experimental/2/A+',
      'Experimental/3/#X',
      'Experimental/3/#A',
      'Control/1/A+',
      'Control/2/X-',
      'Control/2/A+',
      'Control/2/#A',
      'Control/3/#X',
    ]);
    expect(shown).toEqual(['Experimental/3/#X', 'Experimental/3/#A', 'Control/2/#A', 'Control/3/#X']);
    expect(signatures).toEqual([]);
    expect(summaries?.map(({ id }) => id)).toEqual(['value-1', 'response-1', 'value-2', 'response-2']);
  });

  test('without probes the last phase of each group is displayed, at most six trial types', () => {
    const shown = (lines: string) =>
      worldOf(completeTrialSpec(own({ design: readDesign('txt', lines, 'text') }))).shown;
    expect(shown('G | A+ | A- / B-\nH | A+')).toEqual(['G/2/A-', 'G/2/B-', 'H/1/A+']);
    expect(shown('G | A+/B+/C+/D+/E+/F+/G+')).toHaveLength(6);
  });

  test('learning curves are the values, by trial within the group', () => {
    const { result } = runToEnd(
      completeTrialSpec(own({ design: readDesign('txt', 'G | 8A+\nH | 8A+ | 4A-', 'text'), agent: 'rescorla-wagner' })),
    );
    const curve = result.summaries.find(({ id }) => id === 'value-2');
    // V before trial n is 1 - 0.9^(n - 1), and decreases by a tenth per trial without reward.
    const expected = [
      ...Array.from({ length: 8 }, (_, i) => 1 - 0.9 ** i),
      ...Array.from({ length: 4 }, (_, i) => (1 - 0.9 ** 8) * 0.9 ** i),
    ];
    const points = curve?.series.flatMap((series) => series.points) ?? [];
    expect(points.map(({ x }) => x)).toEqual(expected.map((_, i) => i + 1));
    points.forEach(({ y }, i) => expect(y).toBeCloseTo(expected[i] as number, 10));
  });
});

test('the world of every paradigm is the one that it declares', () => {
  for (const paradigm of list('paradigms')) {
    const spec = completeTrialSpec({ world: paradigm.id });
    const { design: shown, conditions, signatures } = worldOf(spec);
    expect(shown).toEqual({
      ...paradigm.design(spec.world.parameters),
      stepSeconds: spec.agent.architecture.parameters['resolutionSeconds'],
    });
    expect(Object.keys(conditions)).toEqual(Object.keys(paradigm.conditions(spec.world.parameters)));
    expect(signatures).toBe(paradigm.signatures);
  }
});

test('a session of more steps fits where the agent predicts once a trial', () => {
  // 26 trials of 86,402 s in steps of 0.1 s.
  const long = own({ design: readDesign('txt', 'G | 26A+\niti = 86400', 'text') });
  const stepsOf = (agent: string): number =>
    createTrialSession(completeTrialSpec({ ...long, agent })).offsets.at(-1) as number;
  expect(stepsOf('rescorla-wagner')).toBe(26 * 864_020);
  expect(() => stepsOf('td-csc')).toThrow('more than 20000000 steps');
});
