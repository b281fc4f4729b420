// Vite plugin: what a user wrote is imported by Node itself. In CommonJS the bundler makes a require of every import(), which a user's ES module refuses.

/** @returns {import('vite').Plugin} */
export const nativeImport = () => ({
  name: 'native-import',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/src/own-parts/load.ts')
      ? { code: code.replace('import(pathToFileURL(', 'nativeImport(pathToFileURL('), map: null }
      : undefined,
  renderChunk: (code) =>
    code.includes('nativeImport(') ? { code: code.replaceAll('nativeImport(', 'import('), map: null } : undefined,
});
