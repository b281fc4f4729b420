import { expect, test } from 'vitest';
import { rowWords } from '../../src/analysis/row-words.ts';

test('a row with a pass and a fail needs no explanation', () => {
  expect(rowWords(['pass', 'fail', 'partly'], {})).toEqual([]);
});

test('a row without a pass, or without a fail, has an explanation', () => {
  expect(rowWords(['partly', 'fail'], { nonePasses: 'no agent mixes both.' })).toEqual([
    'none passes with default parameters: no agent mixes both.',
  ]);
  expect(rowWords(['partly', 'controls-failed'], {})).toEqual([
    'none passes with default parameters: the paradigm gives no explanation',
    'none fails: the paradigm gives no explanation',
  ]);
});

test('outdated explanations are reported', () => {
  expect(rowWords(['pass', 'fail'], { noneFails: 'all do.' })).toEqual([
    'the paradigm explains why none fails, but one does',
  ]);
});
