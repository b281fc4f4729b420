import { expect, test } from 'vitest';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic } from './phasic.ts';

test('phasic watch reports a folder that is not a trained agent in one line', () => {
  const { code, out, err } = phasic(['watch', '/nowhere/at/all']);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(/the manifest of the run is missing/);
  const runs = temporaryFolder();
  const run = phasic(['run', 'schultz-1997', '--set', 'trainingTrials=20', '--save', '--runs', runs])
    .err.trim()
    .replace(/^saved /, '');
  expect(phasic(['watch', run])).toEqual({
    code: 2,
    out: '',
    err: `phasic: ${run}: this is a run of a paradigm, which cannot be continued; name a run that phasic train saved\n`,
  });
  expect(phasic(['watch']).err).toMatch(/missing argument RUN/);
});
