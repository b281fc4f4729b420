import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { specJson } from '../../src/storage/export.ts';
import { readExperimentFile } from '../../src/session/experiment-file.ts';
import { isExperimentFile } from '../../src/session/experiment-name.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { schultz } from './spec.ts';

function fileWith(text: string | Uint8Array): string {
  const file = join(temporaryFolder(), 'my spec.json');
  writeFileSync(file, text);
  return file;
}

async function failureOf(file: string): Promise<InputError> {
  const error = await readExperimentFile(file).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).toContain(file);
  expect((error as InputError).message).not.toContain('\n');
  return error as InputError;
}

test('a saved spec is read, and saved again with the same bytes', async () => {
  const text = specJson(schultz(9, { trainingTrials: 77 }));
  const { spec: read } = await readExperimentFile(fileWith(text));
  expect(completeTrialSpec(read)).toEqual(schultz(9, { trainingTrials: 77 }));
  expect(specJson(completeTrialSpec(read))).toBe(text);
});

test.each([
  ['{"world": "schultz-1997",}', 'line 1, column 26'],
  ['{\n  "world": "schultz-1997"\n  "seed": 3\n}', 'line 3, column 3'],
  ['{\n\n  paradigm: 1}', 'line 3, column 3'],
  ['', 'line 1, column 1'],
  ['{"world": "schultz-1997"', 'line 1, column 25'],
])('invalid JSON %j is reported with its position', async (text, place) => {
  expect((await failureOf(fileWith(text))).where).toContain(place);
});

test('a line break inside a string is not JSON either, even if its position is unknown', async () => {
  expect((await failureOf(fileWith('{"world": "a\nb"}'))).what).toBe('this is not JSON');
});

test.each([
  ['{"world": "schultz-1997", "sed": 3}', 'sed'],
  ['{"world": "schultz-1997", "seed": 1.5}', 'must be a whole number'],
  [
    '{"phasic": 1, "world": "schultz-1997"}',
    'phasic = 1 is not the version of specs that this program reads, 3; write it again',
  ],
  ['{"phasic": 2, "paradigm": "schultz-1997"}', 'call its paradigm or env "world", and leave "phasic" out'],
  ['{"phasic": 4, "world": "schultz-1997"}', 'use the version of Phasic that wrote it'],
  ['[]', 'this is not a spec'],
  ['7', 'this is not a spec'],
])('%s names the field', async (text, line) => {
  expect((await failureOf(fileWith(text))).message).toContain(line);
});

test('binary, too large and missing files, and folders, each have their own message', async () => {
  expect((await failureOf(fileWith(new Uint8Array([0x7b, 0xff, 0xfe])))).what).toContain('not UTF-8');
  expect((await failureOf(fileWith(' '.repeat(1_000_001)))).what).toContain('larger than 1000000 bytes');
  expect((await failureOf(join(temporaryFolder(), 'none.json'))).what).toContain('is missing');
  const folder = join(temporaryFolder(), 'folder.json');
  mkdirSync(folder);
  expect((await failureOf(folder)).what).toContain('this is a folder');
});

test('a recording of any size is recognised from its first bytes', async () => {
  const file = join(temporaryFolder(), 'session');
  const recording = new Uint8Array(3_000_000);
  recording.set([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
  writeFileSync(file, recording);
  expect(await failureOf(file)).toMatchObject({
    what: 'this is an HDF5 file',
    remedy: expect.stringContaining('recordings are opened in Data or by phasic import'),
  });
});

test('a design is recognised by its content if its name does not determine the format, and is opened with its notes', async () => {
  const file = join(temporaryFolder(), 'design of mine');
  writeFileSync(file, '@num_trials=500\nG|10A+|5A\n');
  expect(isExperimentFile(file)).toBe(true);
  const { spec, notes } = await readExperimentFile(file);
  expect(completeTrialSpec(spec).design?.phases.map(({ mixture }) => mixture)).toEqual([{ 'A+': 10 }, { 'A-': 5 }]);
  expect(spec.agent).toEqual({ id: 'rescorla-wagner' });
  expect(notes.join()).toContain('num_trials');
});

test.each([
  ['schultz-1997', false],
  ['schulz', false],
  ['design.rw', true],
  ['nowhere/design', true],
])('%s is a file: %s', (name, expected) => expect(isExperimentFile(name)).toBe(expected));
