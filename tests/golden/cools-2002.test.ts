import { expect, test } from 'vitest';
import { failing } from './failing.ts';

test.each(['q-learning', 'sarsa', 'expected-sarsa', 'belief-q'])(
  '%s learns each rule, perseveres and shifts',
  (agent) => expect(failing('cools-2002', agent)).toEqual([]),
);
test('OpAL does not learn each rule', () => expect(failing('cools-2002', 'opal')).toContain('learns-each-rule'));
