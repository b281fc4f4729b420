import { expect, test } from 'vitest';
import { parseSpecText, readSpec } from '../../renderer/store/spec-file.ts';
import { completeSpec } from '../../src/engine/experiment.ts';
import { specJson } from '../../src/storage/export.ts';

test('a saved spec is read as it was saved', () => {
  const spec = completeSpec({ paradigm: 'schultz-1997', seed: 3 });
  expect(parseSpecText(specJson(spec), 'mine.json')).toEqual(spec);
  expect(specJson(completeSpec(parseSpecText(specJson(spec), 'mine.json')))).toBe(specJson(spec));
});

test('damage is named with file, place and remedy', () => {
  expect(() => parseSpecText('', 'empty.json')).toThrow(/empty\.json.*empty/);
  expect(() => parseSpecText('{\n "paradigm": }', 'broken.json')).toThrow(/broken\.json: this is not JSON.*choose a spec/);
  expect(() => parseSpecText('{"paradigm": 3}', 'odd.json')).toThrow(/odd\.json: paradigm/);
  expect(() => parseSpecText('{"paradigm": "schultz-1997", "speed": 3}', 'odd.json')).toThrow(/speed/);
});

test('a file far too large for a spec is not read', async () => {
  await expect(readSpec(new File([new Uint8Array(2_000_000)], 'film.mp4'))).rejects.toThrow(/film\.mp4: the file has 2000000 bytes/);
});
