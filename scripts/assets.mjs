// Vite plugin for tests, where electron-vite does not build: `import path from 'FILE?asset'` gives the file's path.
const query = /\?asset$/;

/** @returns {import('vite').Plugin} */
export const assets = () => ({
  name: 'phasic-assets',
  // Before Vite, which gives an address for a page.
  enforce: 'pre',
  load: (id) => (query.test(id) ? `export default ${JSON.stringify(id.replace(query, ''))};` : undefined),
  // Otherwise Node itself would load what is in a package.
  config: () => ({ test: { server: { deps: { inline: [query] } } } }),
});
