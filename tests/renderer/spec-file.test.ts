import { expect, test } from 'vitest';
import { parseSpecText, readSpec } from '../../renderer/store/spec-file.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { specJson } from '../../src/storage/export.ts';

test('a saved spec is read unchanged', () => {
  const spec = completeTrialSpec({ world: 'schultz-1997', seed: 3 });
  expect(parseSpecText(specJson(spec), 'mine.json')).toEqual(spec);
  expect(specJson(completeTrialSpec(parseSpecText(specJson(spec), 'mine.json')))).toBe(specJson(spec));
});

test('damage is reported with file, place and remedy', () => {
  expect(() => parseSpecText('', 'empty.json')).toThrow(/empty\.json.*empty/);
  expect(() => parseSpecText('{\n "world": }', 'broken.json')).toThrow(/broken\.json: this is not JSON.*choose a spec/);
  expect(() => parseSpecText('{"world": 3}', 'odd.json')).toThrow(/odd\.json: world/);
  expect(() => parseSpecText('{"world": "schultz-1997", "speed": 3}', 'odd.json')).toThrow(/speed/);
});

test('a file far too large for a spec is not read', async () => {
  await expect(readSpec(new File([' '.repeat(2_000_000)], 'long.json'))).rejects.toThrow(
    'long.json: the file is larger than 1000000 bytes',
  );
});

test('another kind of file, or a design, is reported as such', async () => {
  await expect(readSpec(new File(['\u0000\u0001'], 'film.mp4'))).rejects.toThrow('film.mp4: this is not text');
  await expect(readSpec(new File(['{"groups": {"G": ["20A+"]}}'], 'design.json'))).rejects.toThrow(
    'design.json: this is a design, not a spec; open it under Design',
  );
});
