// `npm run package`: the desktop app for this system (AppImage, dmg or Windows installer), in release/.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { rebuild, root } from './fresh.cjs';
import { makeIcons } from './package-icons.mjs';
import { npm } from './npm.mjs';
import { fillPackage } from './pack.mjs';
import { packaging, packagingTools } from './packaging-tools.mjs';

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The input of electron-builder: the contents of `npm run pack`, with the packages that are not bundled. */
function fillApp(folder) {
  const { dependencies, devDependencies } = json(join(root, 'package.json'));
  const core = '@tensorflow/tfjs-core';
  // npm installs peer dependencies; electron-builder includes them only if they are named.
  const asked = { ...dependencies, [core]: devDependencies[core] };
  fillPackage(folder, { productName: 'Phasic', dependencies: asked });
  npm(['ci', '--prefix', folder, '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Icons, and additional files of the Windows installer. */
async function fillResources(folder, tools) {
  mkdirSync(folder);
  copyFileSync(join(packaging, 'installer.nsh'), join(folder, 'installer.nsh'));
  await makeIcons(join(packaging, 'icon.svg'), folder, tools);
}

/**
 * @param {object} options
 * @param {boolean} [options.dir] a folder instead of an installer
 * @param {string} [options.electronDist] a folder with Electron; downloaded if absent
 * @param {string} [options.output] output folder
 * @param {string} [options.system] linux, mac or win; this system if absent
 * @returns {Promise<readonly string[]>} paths of the installers
 */
export async function packageApp({ dir = false, electronDist, output = join(root, 'release'), system }) {
  // As for the tarball.
  if (!rebuild('to be packed')) throw new Error('it cannot be built: see above');
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
