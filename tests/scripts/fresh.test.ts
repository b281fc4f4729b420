import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, mergeConfig } from 'vite';
import { expect, test } from 'vitest';
import { completeConfig } from '../../scripts/config.mjs';
import { isStale, root, stampName } from '../../scripts/fresh.cjs';
import { noteConfig, noteSources, sourcesAround } from '../../scripts/sources.mjs';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const built = new Date('2026-01-01T12:00:00Z');
const before = new Date('2026-01-01T11:00:00Z');
const after = new Date('2026-01-01T13:00:00Z');

const files = ['package.json', 'scripts/assembly.mjs', 'assembly/networks.ts', 'src/deep/down.ts', 'tests/one.test.ts'];
const sources = ['package.json', 'scripts/assembly.mjs', 'assembly', 'src'];

/** A source tree that was built from `sources` at `built`. */
function tree(): string {
  const folder = temporaryFolder();
  for (const path of [...files, `dist/${stampName}`]) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify({ sources }));
  }
  for (const path of [...files, 'scripts', 'assembly', 'src/deep', 'src', 'tests'])
    utimesSync(join(folder, path), before, before);
  utimesSync(join(folder, 'dist', stampName), built, built);
  return folder;
}

/** By the system's find, and where there is none. */
const ways: readonly [way: string, isStale: (folder: string) => boolean][] = [
  ['find', (folder) => isStale(folder)],
  ['Node', (folder) => isStale(folder, { newer: () => undefined })],
];

test.each(ways)('by %s a build is fresh until one of its sources changes', (_, isStale) => {
  const folder = tree();
  expect(isStale(folder)).toBe(false);
  utimesSync(join(folder, 'tests/one.test.ts'), after, after);
  expect(isStale(folder)).toBe(false);
});

test.each<[string, (folder: string) => void]>([
  ['an edited kernel', (folder) => utimesSync(join(folder, 'assembly/networks.ts'), after, after)],
  ['an edited plugin', (folder) => utimesSync(join(folder, 'scripts/assembly.mjs'), after, after)],
  ['an edited file deep down', (folder) => utimesSync(join(folder, 'src/deep/down.ts'), after, after)],
  ['a new file', (folder) => writeFileSync(join(folder, 'src/deep/new.ts'), '')],
  ['a renamed file', (folder) => renameSync(join(folder, 'src/deep/down.ts'), join(folder, 'src/deep/up.ts'))],
  ['a deleted file in a folder', (folder) => rmSync(join(folder, 'src/deep/down.ts'))],
  ['a deleted source', (folder) => rmSync(join(folder, 'scripts/assembly.mjs'))],
  ['no build', (folder) => rmSync(join(folder, 'dist'), { recursive: true })],
  [
    'a stamp without the sources of the build',
    (folder) => (
      writeFileSync(join(folder, 'dist', stampName), ''),
      utimesSync(join(folder, 'dist', stampName), built, built)
    ),
  ],
])('%s makes it outdated', (_, change) => {
  for (const [, isStale] of ways) {
    const folder = tree();
    change(folder);
    expect(isStale(folder)).toBe(true);
  }
});

test('a build of the program records its kernels, the plugin that compiles them, and all other sources', async () => {
  const noted = new Set<string>(sourcesAround(root));
  const { parts, files } = await completeConfig();
  noteConfig(root, noted, files);
  await build(
    mergeConfig(parts.main, {
      logLevel: 'error',
      plugins: [noteSources(root, noted)],
      build: { write: false },
    }),
  );
  expect([...noted]).toEqual(
    expect.arrayContaining([
      'assembly',
      'src',
      'envs',
      'scripts/assembly.mjs',
      'electron.vite.config.ts',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'tsconfig.base.json',
      'tsconfig',
      'scripts/build.mjs',
      'scripts/config.mjs',
    ]),
  );
  expect([...noted].filter((path) => path.startsWith('node_modules') || path.startsWith('..'))).toEqual([]);
});
