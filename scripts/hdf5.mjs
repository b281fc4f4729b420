// Vite plugin: `h5wasm/dist/esm/hdf5_util.js` makes a new WebAssembly instance each time, but h5wasm's list of exports
// leaves it out: its main file makes one instance, which all files would share.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const name = 'h5wasm/dist/esm/hdf5_util.js';

export function hdf5() {
  return {
    name: 'phasic-hdf5',
    enforce: 'pre',
    resolveId: (id) =>
      id === name ? join(dirname(fileURLToPath(import.meta.resolve('h5wasm'))), 'hdf5_util.js') : undefined,
  };
}
