import { expect, test } from 'vitest';
import { actionValues } from './choice-paradigms.ts';
import { failing } from './failing.ts';

test('Q-learning with perseveration switches like mice', () =>
  expect(failing('beron-2022', actionValues('q-learning', 0.3, 8))).toEqual([]));

test('with default parameters it switches too often', () =>
  expect(failing('beron-2022', 'q-learning')).toEqual(['stays-after-reward', 'switches-after-omission']));

test.each(['actor-critic', 'opal'])('%s rarely follows the change of ports', (agent) =>
  expect(failing('beron-2022', agent)).toContain('better-port'),
);
