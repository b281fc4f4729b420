import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../storage/make-folder.ts';
import { runTool } from '../run-tool.ts';
import { placesIn } from './folder.ts';
import { neededPackages, packageFolder } from './packages.ts';

/**
 * Builds the addon against the libraries in the folder. It uses only Node-API, so one file works with every Node and
 * Electron.
 * @param include the folder with TensorFlow's headers
 * @throws InputError with the compiler's first error
 */
export async function buildAddon(folder: string, include: string, compiler: string): Promise<void> {
  const places = placesIn(folder);
  makeFolder(dirname(places.addon));
  const [sources, nodeApi] = neededPackages.map((name) => packageFolder(name, folder));
  const nvidia = nvidiaLibraries(places.nvidia);
  const libraryFolders = ['tensorflow', ...new Set(nvidia.map(({ package: name }) => `nvidia/${name}/lib`))];
  await runTool(
    compiler,
    [
      '-std=c++17',
      '-O2',
      '-shared',
      '-fPIC',
      '-DNAPI_VERSION=8',
      `-I${nodeApi}/include`,
      `-I${include}`,
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => `${sources}/binding/${name}`),
      ...['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) => join(places.libraries, name)),
      // TensorFlow opens NVIDIA's libraries by name only, and finds those that are already loaded: the addon loads each
      // from its own folder.
      '-Wl,--no-as-needed',
      '-Wl,--allow-shlib-undefined',
      ...nvidia.map(({ path }) => path),
      `-Wl,-rpath,${libraryFolders.map((name) => `$ORIGIN/../${name}`).join(':')}`,
      '-o',
      places.addon,
    ],
    'it does not compile',
    'addon',
  );
}

// These replace other libraries once loaded, are for debuggers, or are parts of cuDNN, which opens them itself: one
// needs the driver.
const neverLoaded = /nvblas|checkpoint|pcsampling|nvperf|builtins|cudnn_|\.alt\./;

function nvidiaLibraries(folder: string): readonly { readonly package: string; readonly path: string }[] {
  return subfolders(folder).flatMap((name) => {
    const lib = join(folder, name, 'lib');
    return filesIn(lib)
      .filter((file) => /\.so\.\d/.test(file) && !neverLoaded.test(file))
      .map((file) => ({ package: name, path: join(lib, file) }));
  });
}

const filesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
const subfolders = filesIn;
