// The sources of a build, so that an edit of any of them makes the build outdated: recorded by the build itself, not
// listed by hand.
import { readdirSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';

/** Files that affect the bundler without being modules: packages, compiler options, and the scripts that run it. */
export function sourcesAround(root) {
  const options = readdirSync(root).filter((name) => /^(package.*\.json|tsconfig.*)$/.test(name));
  const scripts = ['build.mjs', 'config.mjs', 'fresh.cjs', 'notices.mjs', 'sources.mjs'].map(
    (name) => `scripts/${name}`,
  );
  return [...options, ...scripts, 'scripts/licences'];
}

const fromRoot = (root, path) => relative(root, path).split(sep);
const isOwn = ([first]) => first !== '' && first !== '..' && first !== 'node_modules';

/**
 * Adds the configuration and its imports to `sources`.
 * @param {string} root
 * @param {Set<string>} sources paths relative to the root
 * @param {readonly string[]} files absolute paths
 */
export function noteConfig(root, sources, files) {
  for (const path of files.map((file) => fromRoot(root, file)).filter(isOwn)) sources.add(path.join('/'));
}

/**
 * Vite plugin that adds the outermost folder of every module to `sources`: the whole folder, because glob imports find
 * new files, and a page has files that are not modules. Of docs, of which little is built, only the module's own folder.
 * @param {string} root
 * @param {Set<string>} sources paths relative to the root
 * @returns {import('vite').Plugin}
 */
export function noteSources(root, sources) {
  return {
    name: 'phasic-sources',
    buildEnd() {
      // An id without an absolute path is not a file. A query specifies how a file is read.
      const files = [...this.getModuleIds()].filter(isAbsolute).map((id) => id.replace(/\?.*$/, ''));
      for (const path of files.map((file) => fromRoot(root, file)).filter(isOwn))
        sources.add(path[0] === 'docs' ? path.slice(0, -1).join('/') : path[0]);
    },
  };
}
