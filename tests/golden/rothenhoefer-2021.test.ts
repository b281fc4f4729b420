import { expect, test } from 'vitest';
import rothenhoefer from '../../src/paradigms/recorded/rothenhoefer-2021.json' with { type: 'json' };
import { failing } from './failing.ts';

test.each(['td-csc', 'td-lambda-csc', 'td-belief', 'td-multi-timescale'])(
  '%s responds equally to rare and common rewards',
  (agent) => {
    expect(failing('rothenhoefer-2021', agent)).toEqual(['rare-amplified']);
  },
);

test('the digitised responses are larger for rare rewards', () => {
  const response = (name: 'uniform' | 'normal', i: number): number => rothenhoefer[name][i]?.response as number;
  expect([response('normal', 0), response('uniform', 0), response('normal', 2), response('uniform', 2)]).toEqual([
    -2.56, -1.52, 2.91, 1.29,
  ]);
});

test('errors relative to their spread are larger for rare rewards', () =>
  expect(failing('rothenhoefer-2021', 'td-range-normalised')).toEqual([]));
