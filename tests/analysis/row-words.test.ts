import { expect, test } from 'vitest';
import { rowWords } from '../../src/analysis/row-words.ts';

test('a row with a pass and a fail needs no words', () => {
  expect(rowWords(['pass', 'fail', 'partly'], {})).toEqual([]);
});

test('a row without a pass, or without a fail, says why', () => {
  expect(rowWords(['partly', 'fail'], { nonePasses: 'no agent mixes both.' })).toEqual([
    'none passes: no agent mixes both.',
  ]);
  expect(rowWords(['partly', 'controls-failed'], {})).toEqual([
    'none passes: the paradigm does not say why',
    'none fails: the paradigm does not say why',
  ]);
});

test('outdated explanations are reported', () => {
  expect(rowWords(['pass', 'fail'], { noneFails: 'all do.' })).toEqual([
    'the paradigm says that none fails, and one does',
  ]);
});
