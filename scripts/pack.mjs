// `npm run pack [-- FOLDER]`: the program as one file for `npm install -g`, without the files that are only needed to
// build it.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve, sep } from 'node:path';
import { rebuild, root } from './fresh.cjs';
import { npm } from './npm.mjs';
import { noticesName } from './notices.mjs';
import { packagingTools } from './packaging-tools.mjs';
import { writePartTypes } from './part-types.mjs';

const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
// Benchmarks are built into dist/bench.
const built = ['dist/node', 'dist/renderer', `dist/${noticesName}`];
// README links to these. Results as JSON are in dist.
const pages = ['README', 'CHANGELOG', 'ARCHITECTURE', 'CONTRIBUTING', 'BENCHMARKS'].map((name) => `${name}.md`);
const parts = ['bin', ...built, ...pages, 'docs', 'python', 'CITATION.cff', 'LICENSE'];
const isLeftOut = (path) =>
  /^docs\/.*\.json$|^python\/(?:tests|build)\b|\/(?:__pycache__|\.[^/]*|[^/]*\.egg-info)(?:\/|$)/.test(path);

/**
 * Writes a package.json, and the part of our package-lock.json that it needs: the same versions with the same hashes.
 * @param {string} folder
 */
function writeLists(folder, content) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(content, undefined, 2)}\n`);
  cpSync(join(root, 'package-lock.json'), join(folder, 'package-lock.json'));
  npm([
    'install',
    '--prefix',
    folder,
    '--package-lock-only',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
}

/**
 * @param {string} folder an empty one, filled with what is packed
 * @param {Record<string, unknown>} more fields of its package.json
 */
export function fillPackage(folder, more = {}) {
  const filter = (source) => !isLeftOut(relative(root, source).split(sep).join('/'));
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true, filter });
  const { name, version, description, keywords, license, author, type, main, bin, dependencies } = own;
  // Building requires a newer version.
  const engines = { node: '>=20.19' };
  const exports = { './parts': { types: './dist/node/parts.d.ts', default: './dist/node/parts.cjs' } };
  const about = { name, version, description, keywords, license, author };
  writeLists(folder, { ...about, type, main, exports, engines, bin, dependencies, ...more });
  // npm includes it under this name, with the same content.
  npm(['shrinkwrap', '--prefix', folder, '--loglevel=error']);
  // Dependencies of the backend, dependencies missing from its package.json, and the build tools of its addon.
  const others = ['@tensorflow/tfjs-core', 'node-api-headers'].map((name) => [name, own.devDependencies[name]]);
  const tensorflow = { ...own.optionalDependencies, ...Object.fromEntries(others) };
  writeLists(join(folder, 'npm', 'tensorflow'), { private: true, dependencies: tensorflow, overrides: own.overrides });
}

/** @returns {string} path of the file */
export function pack(to) {
  // Rebuilt, so that it names the commit that is packed: a commit makes no source newer.
  if (!rebuild('to be packed')) throw new Error('it cannot be built: see above');
  const folder = mkdtempSync(join(tmpdir(), 'phasic-pack-'));
  try {
    fillPackage(folder);
    writePartTypes(join(folder, 'dist/node/parts.d.ts'), packagingTools());
    mkdirSync(to, { recursive: true });
    const [{ filename }] = JSON.parse(npm(['pack', folder, '--pack-destination', to, '--ignore-scripts', '--json']));
    return join(to, filename);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (basename(process.argv[1] ?? '') === basename(import.meta.filename ?? ''))
  process.stdout.write(`${pack(resolve(process.argv[2] ?? '.'))}\n`);
