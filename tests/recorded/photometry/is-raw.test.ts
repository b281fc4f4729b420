import { expect, test } from 'vitest';
import { isRaw } from '../../../src/recorded/photometry/read-photometry.ts';

test.each([
  ['F', undefined, true],
  ['dFF', undefined, false],
  ['Photometry: dff', undefined, false],
  ['dF/F of signal', undefined, false],
  ['ΔF/F', undefined, false],
  ['z_score_NAc', undefined, false],
  ['Region0G', undefined, true],
  ['diff', undefined, true],
  // What the file states counts before a name.
  ['dff', 'V', true],
  ['F', 'dF/F', false],
  ['F', '%', false],
])('%s in %s is raw fluorescence: %s', (id, unit, expected) => {
  expect(isRaw({ id, unit })).toBe(expected);
});
