// The licences of everything by others that a build contains, read from the modules that the bundler included, so that
// the list cannot be older than the bundle.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { root } from './fresh.cjs';

export const noticesName = 'THIRD_PARTY_NOTICES.txt';

/** Code that build tools add under names of their own. */
const tools = [
  [/^\0vite\//, 'vite'],
  [/^\0rolldown\//, 'rolldown'],
  [/\?assembly$/, 'assemblyscript'],
];

const folderOfPackage = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;
const licenceFile = /^(?:licen[cs]e|copying|notice|copyrightnotice)/i;

/**
 * Vite plugin that adds the folder of every package with included modules to `folders`, and every folder of our own
 * whose content is under another licence, which is next to it.
 * @param {Set<string>} folders
 * @returns {import('vite').Plugin}
 */
export function notePackages(folders) {
  const own = join(root, 'LICENSE');
  const note = (id) => {
    const [, tool] = tools.find(([pattern]) => pattern.test(id)) ?? [];
    const [folder] = folderOfPackage.exec(id) ?? [];
    const licence = join(dirname(id), 'LICENSE');
    if (tool !== undefined) folders.add(join(root, 'node_modules', tool));
    else if (folder !== undefined) folders.add(folder);
    else if (isAbsolute(id) && licence !== own && existsSync(licence)) folders.add(dirname(id));
  };
  return {
    name: 'phasic-notices',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') for (const id of chunk.moduleIds) note(id);
    },
  };
}

/** @param {string} file */
const textIn = (file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim();

/**
 * The text of the licence that a package states without including it.
 * @throws {Error} if it is neither Apache-2.0, MIT with an author nor MPL-2.0 with a repository, which that licence
 * requires to be named
 */
function standardText({ license, author, repository }, folder) {
  const by = typeof author === 'object' ? author.name : author;
  const standard = (name) => textIn(join(root, `scripts/licences/${name}.txt`));
  if (license === 'Apache-2.0') return standard('Apache-2.0');
  if (license === 'MIT' && by !== undefined) return `MIT License\n\nCopyright (c) ${by}\n\n${standard('MIT')}`;
  const source = typeof repository === 'object' ? repository.url : repository;
  if (license === 'MPL-2.0' && source !== undefined) return `Source code: ${source}\n\n${standard('MPL-2.0')}`;
  throw new Error(`${folder} is bundled, and its licence is in none of its files: add it to scripts/notices.mjs`);
}

function textOf(folder, stated) {
  const files = readdirSync(folder).filter((name) => licenceFile.test(name));
  if (files.length === 0) return standardText(stated, folder);
  // Vite's continues with the licences of what its own package bundles, none of which is in a build.
  const texts = files.sort().map((name) => textIn(join(folder, name)).split('\n# Licenses of bundled dependencies')[0]);
  return texts.join('\n\n').trim();
}

function noticeOf(folder) {
  const list = join(folder, 'package.json');
  if (!existsSync(list)) return { name: relative(root, folder).split(sep).join('/'), text: textOf(folder, {}) };
  const stated = JSON.parse(readFileSync(list, 'utf8'));
  const { name, version, license } = stated;
  return { name: `${name} ${version}${license ? ` (${license})` : ''}`, text: textOf(folder, stated) };
}

/**
 * The file: each licence once, below the names of all that are under it.
 * @param {Iterable<string>} folders
 * @throws {Error} naming a package whose licence is not known
 */
export function noticesOf(folders) {
  const byName = [...folders].map(noticeOf).sort((a, b) => (a.name < b.name ? -1 : 1));
  const texts = new Map();
  for (const { name, text } of byName) texts.set(text, (texts.get(text) ?? new Set()).add(name));
  const sections = [...texts].map(([text, names]) => ['='.repeat(80), ...names, '-'.repeat(80), text, ''].join('\n'));
  return ['Phasic includes code and data by others. Their names, versions and licences:\n', ...sections].join('\n');
}
