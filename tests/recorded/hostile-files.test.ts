// Files that do harm to programs that trust them, opened as `phasic import` and the app open a person's own.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import type { Found } from '../../src/contracts/reader.ts';
import { combined } from '../../src/recorded/combine.ts';
import { proposedMapping } from '../../src/recorded/propose.ts';
import { openWatched } from '../../src/recorded/watch.ts';
import { fileSource } from '../../src/storage/file-source.ts';
import type { Contents } from '../readers/open-one.ts';
import { hostileFiles, readableFiles } from './hostile-made.ts';

const base = mkdtempSync(join(tmpdir(), 'phasic-hostile-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let made = 0;
/** @returns the folder in which they are */
function written(files: Contents): string {
  const folder = join(base, String(made++));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A file alone is opened itself, several by their folder. */
const placeOf = (files: Contents, folder: string): string =>
  join(folder, Object.keys(files).length === 1 ? (Object.keys(files)[0] as string) : '.');

const silent = { begins: () => undefined, ends: () => undefined, isFurther: () => undefined };

/** What was found, after the start of each signal was read. @throws InputError */
async function opened(path: string): Promise<Found> {
  const source = fileSource(path);
  try {
    const session = combined(await openWatched(source, {}, path, silent));
    proposedMapping(session.found);
    for (const { id, samples } of session.found.signals) {
      await session.values(id, 0, Math.min(samples, 1000));
      await session.times(id, 0, Math.min(samples, 1000));
    }
    session.close();
    return session.found;
  } finally {
    source.close();
  }
}

/** The refusal, or the warnings of what opens, without the folder. @throws what is no InputError */
async function said(path: string, folder: string): Promise<string> {
  try {
    return (await opened(path)).warnings.join('\n');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).not.toContain('\n');
    expect(error.remedy).not.toBe('');
    return error.message.replace(`${folder}/`, '').replace(folder, '.');
  }
}

/** Every file of a folder with its size and when it was written. */
const contentsOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = lstatSync(path);
    return `${relative(folder, path)} ${size} ${mtimeMs}`;
  });

const hostile = Object.entries(await hostileFiles()).map(([what, [files, says]]) => ({ what, files, says }));
const folders = hostile.map(({ files }) => written(files));
const before = contentsOf(base);
const largestBefore = process.resourceUsage().maxRSS;

test('there are many of them', () => {
  expect(hostile.length).toBeGreaterThanOrEqual(40);
});

test.each(hostile.map((one, i) => ({ ...one, folder: folders[i] as string })))(
  '$what',
  async ({ files, says, folder }) => {
    const text = await said(placeOf(files, folder), folder);
    if (says === undefined) expect(text).toBe('');
    else expect(text).toMatch(says);
  },
);

test('nothing was written or run, and little memory used', () => {
  expect(contentsOf(base)).toEqual(before);
  expect(existsSync('ran')).toBe(false);
  // Kilobytes. The largest of the files has 20 MB.
  expect(process.resourceUsage().maxRSS - largestBefore).toBeLessThan(300_000);
});

test('names are kept as they are, as text', async () => {
  const of = (what: string): Promise<Found> => {
    const i = hostile.findIndex((one) => one.what === what);
    return opened(join(folders[i] as string, 'a.csv'));
  };
  const formulas = await of('CSV of formulas');
  expect([formulas.signals[0]?.id, formulas.events[0]?.id]).toEqual(['=1+1', "=cmd|' /C touch ran'!A0"]);
  const names = await of('CSV with names of JavaScript');
  expect(names.signals.map(({ id }) => id)).toEqual(['constructor', 'hasOwnProperty', 'toString']);
});

const readable = await readableFiles();
test.each(Object.keys(readable))(
  '%s opens, and cut off at each tenth it opens or is refused by its name',
  async (name) => {
    const content = Buffer.from(readable[name] as Uint8Array);
    expect((await opened(join(written({ [name]: content }), name))).warnings).toEqual([]);
    for (let tenth = 1; tenth < 10; tenth++) {
      const folder = written({ [name]: content.subarray(0, Math.floor((content.length * tenth) / 10)) });
      const text = await said(join(folder, name), folder);
      if (text !== '') expect(text, `${tenth}/10`).toContain(name.replace(/\.csv$/, ''));
    }
  },
);

test('places that are no files of a recording', async () => {
  const folder = written({ 'in/a.csv': readable['a.csv'] as string, 'secret.csv': 'secret,of,others\n' });
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('session.nwb'));
  symlinkSync('loop.csv', at('loop.csv'));
  symlinkSync('gone.csv', at('dangling.csv'));
  symlinkSync('..', at('in/up'));
  symlinkSync('../secret.csv', at('in/b.csv'));
  symlinkSync('b.csv', at('in/c.csv'));
  const refusals: Record<string, string> = {
    'session.nwb': 'session.nwb: there is no file in it; copy it again from where it was recorded',
    'loop.csv': 'loop.csv: there is no such file or folder; check the name',
    'dangling.csv': 'dangling.csv: there is no such file or folder; check the name',
    'a\0.csv': String.raw`a\u0000.csv: there is no such file or folder; check the name`,
  };
  if (process.platform !== 'win32') {
    execFileSync('mkfifo', [at('pipe.csv')]);
    symlinkSync('/dev/zero', at('zero.csv'));
    for (const name of ['pipe.csv', 'zero.csv'])
      refusals[name] = `${name}: it is neither a file nor a folder; save what comes from it, and open that file`;
    execFileSync('mkfifo', [at('in/pipe.csv')]);
  }
  for (const [name, refusal] of Object.entries(refusals)) expect(await said(at(name), folder)).toBe(refusal);
  // Links out of the folder and in circles, and pipes, are left out.
  const source = fileSource(at('in'));
  expect(source.files.map(({ name }) => name)).toEqual(['a.csv']);
  source.close();
});
