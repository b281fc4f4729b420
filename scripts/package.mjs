// `npm run package`: the desktop app of this system (AppImage, dmg or Windows installer), into release/.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, root } from './fresh.mjs';
import { makeIcons } from './package-icons.mjs';
import { npm } from './npm.mjs';
import { fillPackage } from './pack.mjs';
import { packaging, packagingTools } from './packaging-tools.mjs';

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The app as electron-builder takes it: what `npm run pack` packs, with the packages that stay outside the bundle. */
function fillApp(folder) {
  const { dependencies, devDependencies } = json(join(root, 'package.json'));
  const core = '@tensorflow/tfjs-core';
  // npm installs what a dependency has as its peer; electron-builder takes it only where it is asked for by name.
  const asked = { ...dependencies, [core]: devDependencies[core] };
  fillPackage(folder, { productName: 'Phasic', author: 'Phasic contributors', dependencies: asked });
  npm(['ci', '--prefix', folder, '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Icons, and what the Windows installer does besides. */
async function fillResources(folder, tools) {
  mkdirSync(folder);
  copyFileSync(join(packaging, 'installer.nsh'), join(folder, 'installer.nsh'));
  await makeIcons(join(packaging, 'icon.svg'), folder, tools);
}

/**
 * @param {object} options
 * @param {boolean} [options.dir] a folder instead of an installer
 * @param {string} [options.electronDist] a folder with Electron, fetched when absent
 * @param {string} [options.output] folder of what is made
 * @param {string} [options.system] linux, mac or win; this one's when absent
 * @returns {Promise<readonly string[]>} the installers
 */
export async function packageApp({ dir = false, electronDist, output = join(root, 'release'), system }) {
  if (!ensureBuilt()) throw new Error('it cannot be built: see above');
  const tools = packagingTools();
  const { build, Platform } = tools('electron-builder');
  const folder = mkdtempSync(join(tmpdir(), 'phasic-package-'));
  const [app, buildResources] = [join(folder, 'app'), join(folder, 'resources')];
  try {
    fillApp(app);
    await fillResources(buildResources, tools);
    const platform = system === undefined ? Platform.current() : Platform.fromString(system);
    const config = {
      ...json(join(packaging, 'electron-builder.json')),
      directories: { app, buildResources, output },
      electronVersion: json(join(root, 'package-lock.json')).packages['node_modules/electron'].version,
      ...(electronDist === undefined ? {} : { electronDist }),
    };
    return await build({
      projectDir: folder,
      config,
      targets: platform.createTarget(dir ? ['dir'] : null),
      publish: 'never',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (basename(process.argv[1] ?? '') === basename(import.meta.filename ?? '')) {
  const { values } = parseArgs({
    options: { dir: { type: 'boolean' }, 'electron-dist': { type: 'string' }, output: { type: 'string' } },
  });
  const made = await packageApp({
    dir: values.dir ?? false,
    electronDist: values['electron-dist'],
    output: values.output === undefined ? undefined : resolve(values.output),
  });
  for (const file of made) process.stdout.write(`${file}\n`);
}
