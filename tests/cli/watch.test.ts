import { expect, test } from 'vitest';
import { phasic } from './phasic.ts';

test('phasic watch tells what is not a trained agent in one line', () => {
  const { code, out, err } = phasic(['watch', '/nowhere/at/all']);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(/the manifest of the run is missing/);
  expect(phasic(['watch']).err).toMatch(/which run is missing/);
});
