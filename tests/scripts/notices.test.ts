import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { ensureBuilt, root } from '../../scripts/fresh.cjs';
import { noticesName, noticesOf, notePackages } from '../../scripts/notices.mjs';
import { temporaryFolder } from '../storage/temporary-folder.ts';

/** What a build of these files would say of others' work. */
async function noticesFor(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const packages = new Set<string>();
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    plugins: [notePackages(packages)],
    build: { write: false, lib: { entry: join(folder, 'main.js'), formats: ['es'] } },
  });
  return noticesOf(packages);
}

const packaged = (name: string, more: object = {}): Readonly<Record<string, string>> => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.2.3', main: 'index.js', ...more }),
  [`node_modules/${name}/index.js`]: `export const ${name} = globalThis.${name};`,
});
const main = (...names: readonly string[]): Readonly<Record<string, string>> => ({
  'main.js': `${names.map((name) => `import { ${name} } from '${name}';`).join('\n')}\nconsole.log(${names.join()});`,
});

test('the notices have the licence and the notice of each bundled package, and of no other', async () => {
  const notices = await noticesFor({
    ...main('used', 'bare'),
    ...packaged('used', { license: 'ISC' }),
    'node_modules/used/license.md': 'Do as you please.',
    'node_modules/used/NOTICE.txt': 'It was made by many.',
    ...packaged('bare', { license: 'MIT', author: { name: 'A. Person' } }),
    ...packaged('unused', { license: 'ISC' }),
    'node_modules/unused/LICENSE': 'Do nothing.',
  });
  expect(notices).toMatch(/used 1\.2\.3 \(ISC\)\n-+\n[^=]*It was made by many\.[^=]*Do as you please\./);
  expect(notices).toMatch(
    /bare 1\.2\.3 \(MIT\)\n-+\nMIT License\n\nCopyright \(c\) A\. Person\n\nPermission is hereby/,
  );
  expect(notices).not.toContain('unused');
});

test('of a package under the MPL, which requires it, the source code is named', async () => {
  const notices = await noticesFor({
    ...main('drawn'),
    ...packaged('drawn', { license: 'MPL-2.0', repository: { url: 'https://example.org/drawn.git' } }),
  });
  expect(notices).toMatch(
    /drawn 1\.2\.3 \(MPL-2\.0\)\n-+\nSource code: https:\/\/example\.org\/drawn\.git\n\nMozilla Public License Version 2\.0\n/,
  );
  await expect(noticesFor({ ...main('drawn'), ...packaged('drawn', { license: 'MPL-2.0' }) })).rejects.toThrow(
    'its licence is in none of its files',
  );
});

test('packages under the same text share it', async () => {
  const files = ['one', 'two'].map((name) => ({
    ...packaged(name, { license: 'ISC' }),
    [`node_modules/${name}/LICENSE`]: 'Shared.\r\n',
  }));
  const notices = await noticesFor({ ...main('one', 'two'), ...files[0], ...files[1] });
  expect(notices).toMatch(/one 1\.2\.3 \(ISC\)\ntwo 1\.2\.3 \(ISC\)\n-+\nShared\.\n$/);
});

test('our own folder under another licence is named', async () => {
  const notices = await noticesFor({
    'main.js': "import data from './theirs/data.json';\nconsole.log(data);",
    'theirs/data.json': '{}',
    'theirs/LICENSE': 'Their licence.',
  });
  expect(notices).toMatch(/theirs\n-+\nTheir licence\./);
});

test('a bundled package whose licence is not known stops the build', async () => {
  for (const license of [undefined, 'ISC', 'MIT', 'UNLICENSED'])
    await expect(noticesFor({ ...main('bare'), ...packaged('bare', { license }) })).rejects.toThrow(
      /node_modules.bare is bundled, and its licence is in none of its files/,
    );
});

/** Packages that the sources in a folder import by value. */
function importedBy(folder: string): readonly string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => [
      ...readFileSync(join(root, folder, name), 'utf8').matchAll(
        /(?:^(?:import|export) (?!type )[^;]*?from |\bimport\()'((?:@[a-z-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/gm,
      ),
    ])
    .map(([, name = '']) => name);
}

test('the built program names every package that its sources import, and no tool', () => {
  expect(ensureBuilt()).toBe(true);
  const notices = readFileSync(join(root, 'dist', noticesName), 'utf8');
  const named = [...notices.matchAll(/^((?:@[a-z-]+\/)?[a-z][\w.-]*) \d[\w.-]* \(/gm)].map(([, name]) => name);
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const outside = new Set([...Object.keys(dependencies), ...builtinModules, 'electron']);
  const imported = ['src', 'envs', 'renderer'].flatMap(importedBy).filter((name) => !outside.has(name));
  expect(imported).toContain('apache-arrow');
  expect(named).toEqual(expect.arrayContaining([...new Set(imported)]));
  expect(named).toEqual(expect.arrayContaining(['assemblyscript', 'uplot', 'pixi.js', 'dejavu-fonts-ttf', 'fontkit']));
  expect(named).not.toContain('vitest');
  expect(notices).toContain('src/paradigms/ccnlab\n');
});
