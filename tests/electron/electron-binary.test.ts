import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findElectron, provideElectron, withoutPackage } from '../../src/electron/binary.ts';
import { windowHindrance } from '../../src/electron/window.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const executable = { linux: 'electron', darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[
  process.platform as 'linux'
];

function write(file: string, text = ''): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

/** A package with electron next to it, whose installer is the given script. */
function project(installer = 'process.exit(1)'): string {
  const root = temporaryFolder();
  write(join(root, 'package.json'), '{}');
  write(join(root, 'node_modules/electron/package.json'), '{"name": "electron", "version": "45.0.0"}');
  write(join(root, 'node_modules/electron/install.js'), installer);
  return root;
}

const distOf = (root: string): string => join(root, 'node_modules/electron/dist', executable);

test('the binary is found in Electron’s own folder', () => {
  const root = project();
  const path = write(distOf(root));
  expect(findElectron(root, {})).toEqual({ path });
});

test('a custom binary takes precedence', () => {
  const root = project();
  write(distOf(root));
  const own = temporaryFolder();
  const path = write(join(own, executable));
  expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: own })).toEqual({ path });
});

test('a custom folder without a binary is reported, and nothing is downloaded instead', async () => {
  const root = project(`require('node:fs').writeFileSync(__dirname + '/ran', '')`);
  write(distOf(root));
  const notes: string[] = [];
  const found = await provideElectron((line) => notes.push(line), root, {
    ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent',
  });
  expect(found).toMatchObject({ reason: expect.stringContaining('/nonexistent') });
  expect(notes).toEqual([]);
});

test('a missing binary is downloaded once by Electron’s installer, with a message', async () => {
  const root = project(
    `const { mkdirSync, writeFileSync } = require('node:fs'); const file = __dirname + '/dist/${executable}'; mkdirSync(require('node:path').dirname(file), { recursive: true }); writeFileSync(file, '');`,
  );
  const notes: string[] = [];
  expect(await provideElectron((line) => notes.push(line), root, process.env)).toEqual({ path: distOf(root) });
  expect(notes).toHaveLength(1);
  expect(await provideElectron((line) => notes.push(line), root, process.env)).toEqual({ path: distOf(root) });
  expect(notes).toHaveLength(1);
});

test('a failing installer is reported with its reason, in one line', async () => {
  const root = project(`console.error('TypeError: fetch failed\\n  at somewhere'); process.exit(1)`);
  const found = await provideElectron(() => undefined, root, process.env);
  expect(found).toMatchObject({
    reason: "Electron's binary could not be fetched (TypeError: fetch failed)",
    remedy: expect.stringContaining('npx install-electron'),
  });
});

test('without the electron package nothing is tried', async () => {
  const root = temporaryFolder();
  write(join(root, 'package.json'), '{}');
  const notes: string[] = [];
  expect(await provideElectron((line) => notes.push(line), root, {})).toHaveProperty('reason');
  expect(notes).toEqual([]);
});

test('if npm has left the package out, its requirement is reported', () => {
  for (const node of ['20.20.2', '22.11.0'])
    expect(withoutPackage(node).reason).toBe(
      `Electron's package is not installed: it asks for Node 22.12 or newer, and this is ${node}`,
    );
  for (const node of ['22.12.0', '24.1.0'])
    expect(withoutPackage(node).reason).toBe("Electron's package is not installed");
});

test('a window needs a display, and a user that Electron’s sandbox accepts', () => {
  expect(windowHindrance({}, 'linux', 1000)).toContain('no display');
  expect(windowHindrance({ DISPLAY: ':0' }, 'linux', 0)).toContain('root');
  expect(windowHindrance({ DISPLAY: ':0' }, 'linux', 1000)).toBeUndefined();
  expect(windowHindrance({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 1000)).toBeUndefined();
  expect(windowHindrance({}, 'darwin', 0)).toBeUndefined();
});
