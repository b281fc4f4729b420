// The configuration of electron.vite.config.ts, completed by electron-vite, for scripts that build elsewhere than
// dist/.
import { resolveConfig } from 'electron-vite';
import { mergeConfig } from 'vite';
import { root } from './fresh.cjs';

/**
 * @param {'build' | 'serve'} command
 * @typedef {Record<'main' | 'preload' | 'renderer', import('vite').InlineConfig>} Parts options for Vite
 * @returns {Promise<{ parts: Parts, files: string[] }>} with the files that they were read from
 */
export async function completeConfig(command = 'build') {
  const before = process.env.NODE_ENV;
  try {
    const mode = command === 'build' ? 'production' : 'development';
    const { config, configFileDependencies } = await resolveConfig({ root, logLevel: 'warn' }, command, mode);
    return { parts: config, files: configFileDependencies };
  } finally {
    // electron-vite sets it for this whole process.
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

// Entries may await, and Node's loader of ES modules is told of some.
const asModules = { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' };

/**
 * How the program is built, with other entries, which are ES modules.
 * @param {string} outDir
 * @param {Readonly<Record<string, string>>} input files by the name of their entry
 * @param {import('vite').InlineConfig} more
 * @returns {Promise<import('vite').InlineConfig>}
 */
export async function configOfEntries(outDir, input, more = {}) {
  const { main } = (await completeConfig()).parts;
  const own = { ...main, build: { ...main.build, rolldownOptions: { ...main.build.rolldownOptions, input } } };
  const elsewhere = { configFile: false, build: { outDir, rolldownOptions: { output: asModules } } };
  return mergeConfig(mergeConfig(own, elsewhere), more);
}
