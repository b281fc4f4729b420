import type { H5Module } from 'h5wasm/dist/esm/hdf5_util.js';

/**
 * A new WebAssembly instance of HDF5 (about 50 ms), with a file system of its own. Errors of HDF5 always throw: otherwise
 * a failed read gives uninitialised memory as data.
 */
export async function startModule(): Promise<H5Module> {
  const { default: makeModule } = await import('h5wasm/dist/esm/hdf5_util.js');
  const nothing = (): void => undefined;
  const module = await makeModule({ noInitialRun: true, print: nothing, printErr: nothing, stdin: () => null });
  module.activate_throwing_error_handler();
  return module;
}
