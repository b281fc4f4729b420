// Vite plugin: any plot of Observable Plot brings the maps and all colour schemes of d3 with it, a tenth of what is loaded
// before the page's first figure. Its figures have no map and one scheme: the others are left out, and say so where one
// is used.
import { pathToFileURL } from 'node:url';

const unused = /\/(d3-geo|d3-scale-chromatic)\/dist\/[\w-]+\.mjs$/;

const used = {
  interpolateViridis: tableOf,
  // Called when Plot is loaded, for a map that no figure draws.
  geoTransform: () => '() => ({})',
};

/** A scheme of d3 is a table of 256 colours. */
function tableOf(interpolate) {
  const colours = Array.from({ length: 256 }, (_, i) => interpolate((i + 0.5) / 256).slice(1));
  return `(t) => '#' + ${JSON.stringify(colours.join(''))}.substr(6 * Math.max(0, Math.min(255, Math.floor(256 * t))), 6)`;
}

export function plotParts() {
  return {
    name: 'phasic-plot-parts',
    enforce: 'pre',
    async load(id) {
      if (!unused.test(id)) return undefined;
      const whole = Object.entries(await import(pathToFileURL(id).href));
      const words = `${id.split('/node_modules/').at(-1)} is left out of the page: see scripts/plot-parts.mjs`;
      return [
        `function absent() { throw new Error(${JSON.stringify(words)}); }`,
        ...whole.map(([name, value]) => `export const ${name} = ${used[name]?.(value) ?? 'absent'};`),
      ].join('\n');
    },
  };
}
