import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../storage/make-folder.ts';
import { downloadPackage, unpackPackage, type NpmPackage } from '../npm-package.ts';
import { packageRoot } from '../package-root.ts';
import { runTool } from '../run-tool.ts';
import { placesIn, standIns } from './folder.ts';

// tfjs-node is fetched as npm has it and not installed as a dependency: its install script would look for a TensorFlow of 2022, which
// no recent GPU runs, and npm 10 knows no way to install one package without its script. Of what it depends on, only protobuf is used.
const packages: readonly NpmPackage[] = [
  {
    name: '@tensorflow/tfjs-node',
    version: '4.22.0',
    sha512: 'uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==',
  },
  {
    name: 'google-protobuf',
    version: '3.21.4',
    sha512: 'MnG7N936zcKTco4Jd2PX2U96Kf9PxygAPKBug+74LHzmHXmceN16MmRcdgZv+DGef/S9YvQAfRsNCn4cjf9yyQ==',
  },
];

/**
 * Fetches the JavaScript of tfjs-node and the sources of its addon into a folder of TensorFlow.
 * @throws InputError where it cannot be fetched or is not what it was
 */
export async function fetchPackages(folder: string, temporary: string): Promise<void> {
  const { modules } = placesIn(folder);
  for (const wanted of packages) {
    await unpackPackage(
      wanted,
      await downloadPackage(wanted, join(temporary, wanted.name.replace('/', '-'))),
      join(modules, wanted.name),
    );
  }
  for (const name of standIns) writeStandIn(join(modules, name));
}

function writeStandIn(place: string): void {
  makeFolder(place);
  writeFileSync(join(place, 'index.js'), "throw new Error('this is loaded by Phasic alone');\n");
}

/**
 * Builds the addon against the libraries in the folder. It speaks only Node-API, so that one file serves every Node and Electron.
 * @param include the folder with TensorFlow's headers
 * @throws InputError with the compiler's first complaint
 */
export async function buildAddon(folder: string, include: string, compiler: string): Promise<void> {
  const places = placesIn(folder);
  makeFolder(dirname(places.addon));
  const sources = join(places.package, 'binding');
  const nodeApi = join(
    dirname(createRequire(join(packageRoot, 'package.json')).resolve('node-api-headers')),
    'include',
  );
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
      `-I${nodeApi}`,
      `-I${include}`,
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(sources, name)),
      ...['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) => join(places.libraries, name)),
      // TensorFlow opens NVIDIA's libraries by name alone, and finds those that are loaded already: with the addon, each from its own place.
      '-Wl,--no-as-needed',
      '-Wl,--allow-shlib-undefined',
      ...nvidia.map(({ path }) => path),
      `-Wl,-rpath,${libraryFolders.map((name) => `$ORIGIN/../${name}`).join(':')}`,
      '-o',
      places.addon,
    ],
    'the compiler refuses it',
    'addon',
  );
}

// These stand in for other libraries once they are loaded, or are for debuggers.
const neverLoaded = /nvblas|checkpoint|pcsampling|nvperf|builtins/;

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
