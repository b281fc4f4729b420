// `npm run try:package`: builds the desktop app around a substitute for Electron, and checks that it contains the whole
// program. Checking Electron itself requires its binary.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from './fresh.cjs';
import { noticesName } from './notices.mjs';
import { packageApp } from './package.mjs';
import { packagingTools } from './packaging-tools.mjs';
import { bytesIn, phasicIn, see } from './trying.mjs';

// Electron's own size is several times this. HDF5 with its filters is in it twice, for the program and for the page.
const maxMegabytes = 45;

const folder = mkdtempSync(join(tmpdir(), 'phasic-try-package-'));
const [electronDist, output, unpacked, elsewhere] = ['electron', 'release', 'unpacked', 'elsewhere'].map((name) =>
  join(folder, name),
);
for (const made of [electronDist, elsewhere]) mkdirSync(made);

const phasic = (program, ...args) => phasicIn(program, elsewhere, args);

/** Files of the build that are missing from a folder or differ there. Source maps are not included. */
function otherThanBuilt(program) {
  const built = ['dist/node', 'dist/renderer'].flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(?:map|d\.ts)$/.test(entry.name))
      .map(({ parentPath, name }) => relative(root, join(parentPath, name))),
  );
  const isSame = (file) =>
    existsSync(join(program, file)) && readFileSync(join(program, file)).equals(readFileSync(join(root, file)));
  return [...built, `dist/${noticesName}`, 'bin/phasic.cjs', 'LICENSE'].filter((file) => !isSame(file));
}

function checkArchive(archive, asar) {
  asar.extractAll(archive, unpacked);
  const { main, type, version, dependencies } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  see(main === own.main && type === 'module' && version === own.version, 'its package.json names the main process');
  const entries = [main, 'dist/node/preload.cjs', 'dist/node/host-process.cjs', 'dist/renderer/index.html'];
  see(
    entries.every((file) => existsSync(join(unpacked, file))),
    'main process, preload script, host and page are there',
  );
  const other = otherThanBuilt(unpacked);
  see(other.length === 0, `everything is as it was built ${other.join(', ')}`.trim());
  const absent = Object.keys(dependencies).filter((name) => !existsSync(join(unpacked, 'node_modules', name)));
  see(absent.length === 0, `the packages outside the bundle are there ${absent.join(', ')}`.trim());
}

/** Files that run in separate processes and threads are outside the archive: any Node can run them there. */
function checkProgram(program) {
  const run = ['run', 'schultz-1997', '--json', '--figure', join(elsewhere, 'figure.svg')];
  const hashOf = (program) => JSON.parse(phasic(program, ...run)).hash;
  see(hashOf(program) === hashOf(root), 'phasic run gives the hash that it gives in the source tree');
  const seeds = phasic(program, 'run', 'schultz-1997', '--seeds', '2', '--workers', '2', '--json');
  see(JSON.parse(seeds).conditions !== undefined, 'threads work');
  const { backends } = JSON.parse(phasic(program, 'doctor', '--json'));
  const works = backends.filter((one) => one.works).map(({ name }) => name);
  see(
    ['typed-arrays', 'fused', 'wasm'].every((name) => works.includes(name)),
    `phasic doctor: ${works.join(', ')} work`,
  );
}

try {
  // As in Electron for Linux; the configuration is checked for every system.
  writeFileSync(join(electronDist, 'electron'), '#!/bin/sh\n', { mode: 0o755 });
  await packageApp({ dir: true, electronDist, output, system: 'linux' });
  const resources = join(output, 'linux-unpacked/resources');
  const megabytes = bytesIn(resources) / 1e6;
  see(megabytes < maxMegabytes, `without Electron it has ${megabytes.toFixed(1)} MB, and may have ${maxMegabytes}`);
  checkArchive(join(resources, 'app.asar'), packagingTools()('@electron/asar'));
  checkProgram(join(resources, 'app.asar.unpacked'));
  checkProgram(unpacked);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
