import { expect, test } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { agentName, resultJson, specJson } from '../../src/storage/export.ts';
import { schultz } from '../session/spec.ts';

const { result } = runToEnd(schultz());

test('the JSON has the requested content, and parses to the same numbers', () => {
  const parsed = JSON.parse(resultJson(result, 0.25, { rate: true })) as Record<string, unknown>;
  expect(parsed).toEqual({ ...result, seconds: 0.25 });
  expect(Object.keys(parsed)).toEqual(
    expect.arrayContaining(['spec', 'hash', 'backend', 'seconds', 'conditions', 'signatures']),
  );
  expect(parsed['conditions']).toHaveProperty('predicted.rpe.sem');
  expect(parsed['signatures']).toContainEqual(
    expect.objectContaining({
      id: expect.any(String),
      claim: expect.any(String),
      source: expect.any(String),
      measured: expect.any(Number),
      pass: true,
    }),
  );
});

test('without the recording the JSON has all else', () => {
  const text = resultJson(result, 0.25, { rate: false });
  expect(text).not.toContain('"rate":{');
  const { conditions } = JSON.parse(text) as Pick<typeof result, 'conditions'>;
  expect(conditions['predicted']?.value).toEqual(result.conditions['predicted']?.value);
});

test('a spec has one text, regardless of the order of its fields', () => {
  const { phasic, world, agent, recording, seed, backend } = result.spec;
  expect(specJson({ backend, seed, recording, agent, world, phasic })).toBe(specJson(result.spec));
});

test('an agent without a name is named by its parts, including its policy', () => {
  expect(agentName(completeTrialSpec({ world: 'daw-2011' }))).toBe('sarsa');
  expect(agentName(completeTrialSpec({ world: 'daw-2011', agent: { id: 'sarsa', policy: 'epsilon-greedy' } }))).toBe(
    'sarsa+tabular+epsilon-greedy',
  );
  expect(
    agentName(completeTrialSpec({ world: 'schultz-1997', agent: { id: 'td-csc', architecture: 'microstimuli' } })),
  ).toBe('td-zero+microstimuli');
});
