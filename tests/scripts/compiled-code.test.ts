import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/fresh.cjs';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const long = new Date('2026-01-01T12:00:00Z');
/** Has a name with the hash of its bytes, as the program's files do. */
const name = 'greeting-a1B2c3D4.cjs';

interface Program {
  readonly kept: string;
  run(): string;
}

/** A file that greets, and what loads it, keeping compiled code in the folder `kept`. */
function program(source: string): Program {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'word.cjs'), "module.exports = 'good evening';");
  writeFileSync(join(folder, 'late.mjs'), "export const late = 'good night';");
  writeFileSync(join(folder, name), source);
  const kept = join(folder, 'kept');
  const main = `
    const keep = require(${JSON.stringify(join(root, 'bin/compiled-code.cjs'))}).compileOnce(${JSON.stringify(kept)});
    Promise.resolve(require('./${name}').greet()).then((text) => { process.stdout.write(text); keep(); });`;
  writeFileSync(join(folder, 'main.cjs'), main);
  const run = (): string => {
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'main.cjs')], { encoding: 'utf8' });
    return stderr === '' ? stdout : stderr;
  };
  return { kept, run };
}

const source = "exports.greet = () => require('./word.cjs');";

test('compiled code is kept by the first run, and the next ones use it as it is', () => {
  const { kept, run } = program(source);
  expect(run()).toBe('good evening');
  expect(readdirSync(kept)).toEqual([name]);
  utimesSync(join(kept, name), long, long);
  expect(run()).toBe('good evening');
  expect(statSync(join(kept, name)).mtime).toEqual(long);
});

test.each([
  ['empty', ''],
  ['of something else', 'not compiled code'],
  ['cut off', undefined],
])('a kept file that is %s is written again', (_, text) => {
  const { kept, run } = program(source);
  run();
  const whole = readFileSync(join(kept, name));
  writeFileSync(join(kept, name), text ?? whole.subarray(0, whole.length / 2));
  expect(run()).toBe('good evening');
  expect(readFileSync(join(kept, name)).length).toBe(whole.length);
});

test('a file that imports a module is loaded as ever', () => {
  const { kept, run } = program("exports.greet = async () => (await import('./late.mjs')).late;");
  expect(run()).toBe('good night');
  expect(existsSync(kept)).toBe(false);
});

test('where nothing can be written it runs all the same', () => {
  const { kept, run } = program(source);
  writeFileSync(kept, 'a file in place of the folder');
  expect(run()).toBe('good evening');
  expect(readFileSync(kept, 'utf8')).toBe('a file in place of the folder');
});
