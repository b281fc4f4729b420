import { existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { bytesIn } from '../bytes-in.ts';
import { runOwnCommand } from '../own-command.ts';
import { putInPlace } from '../put-in-place.ts';
import { buildAddon } from './addon.ts';
import { asTried, checkWheel, downloadWheels, tensorflowVersion } from './download.ts';
import { placesIn, tensorflowFolder, type Installed } from './folder.ts';
import { lookAround, missingFor, type Machine, type Request } from './machine.ts';
import { backendPackage, bringPackages, bringsPackages } from './packages.ts';
import { extraRequirements } from './record.ts';
import { openWheel, reachedHeaders, type Wheel } from './wheel.ts';

export interface SetUpOptions {
  /** Called with one line for each step. */
  readonly note: (line: string) => void;
  readonly folder?: string;
  readonly machine?: Machine;
}

export interface SetUp extends Installed {
  /** The device of the test. */
  readonly triedOn: 'GPU' | 'processor';
}

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
// TensorFlow headers that the addon includes.
const headers = ['c_api.h', 'eager/c_api.h', 'tf_datatype.h', 'tf_status.h', 'tf_tensor.h']
  .map((name) => `tensorflow/c/${name}`)
  .concat('tensorflow/core/platform/ctstring_internal.h');

/**
 * Makes the C library of TensorFlow usable from Node. It is built next to its target and moved there when it works, so
 * that an interruption leaves the old content.
 * @throws InputError naming all that is missing, or the step that failed
 */
export async function setUpTensorflow(
  request: Request,
  { note, folder = tensorflowFolder(), machine }: SetUpOptions,
): Promise<SetUp> {
  const there = machine ?? lookAround(dirname(folder));
  const missing = missingFor(request, there);
  if (missing.length > 0)
    throw new InputError(
      missing.map(({ what, remedy }) => `${what}: ${remedy}`).join('; '),
      'TensorFlow cannot be set up here',
      'nothing was changed',
    );
  return putInPlace(folder, async (building) => {
    const temporary = join(building, 'temporary');
    mkdirSync(temporary);
    const source =
      request.lib === undefined ? await fromWheel(request, there, building, note) : fromFolder(request.lib, building);
    if (bringsPackages) {
      note(`installing ${backendPackage} with npm`);
      await bringPackages(building);
    }
    note(`building the addon with ${there.compiler}`);
    await buildAddon(building, join(temporary, 'include'), there.compiler as string);
    const onCard = request.cuda && there.graphicsCard !== undefined;
    if (request.cuda && !onCard) note('no NVIDIA device found (nvidia-smi shows none): tested on the CPU');
    note('testing it in a separate process');
    const tensorflow = tryOut(building, onCard);
    rmSync(temporary, { recursive: true });
    const installed: Installed = { tensorflow, cuda: request.cuda, source, bytes: bytesIn(building) };
    writeFileSync(placesIn(building).installed, JSON.stringify(installed));
    return { ...installed, triedOn: onCard ? 'GPU' : 'processor' };
  });
}

async function fromWheel(
  { cuda, wheel: given }: Request,
  { pip = [] }: Machine,
  building: string,
  note: (line: string) => void,
): Promise<string> {
  const temporary = join(building, 'temporary');
  if (given === undefined) note(`downloading TensorFlow ${tensorflowVersion} with pip`);
  const name = cuda ? 'tensorflow' : 'tensorflow-cpu';
  const [file] =
    given === undefined
      ? await downloadWheels(pip, [`${name}==${tensorflowVersion}`], join(temporary, 'wheel'))
      : [given];
  if (file === undefined || statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new InputError('there is no such file', file ?? name, 'give the path of a wheel');
  const tried = await checkWheel(file);
  note(
    `unpacking ${basename(file)} (${tried ? 'its SHA-256 is that of the wheel that was tested' : 'not the wheel that was tested; its files are checked against its own RECORD'})`,
  );
  const wheel = await openWheel(file);
  try {
    for (const library of libraries)
      await wheel.extract(`tensorflow/${library}`, join(placesIn(building).libraries, library));
    for (const header of await reachedHeaders(wheel, 'tensorflow/include', headers))
      await wheel.extract(`tensorflow/include/${header}`, join(temporary, 'include', header));
    if (cuda) {
      const requirements = await cudaRequirements(wheel, file);
      await unpackNvidia(tried ? requirements.map(asTried) : requirements, pip, building, note);
    }
  } finally {
    wheel.close();
  }
  return basename(file);
}

async function cudaRequirements(wheel: Wheel, file: string): Promise<readonly string[]> {
  const metadata = wheel.names.find((name) => name.endsWith('.dist-info/METADATA')) ?? 'METADATA';
  const required = extraRequirements(await wheel.text(metadata), 'and-cuda');
  // This one is a compiler.
  const requirements = required.filter((name) => !name.startsWith('nvidia-cuda-nvcc'));
  if (requirements.length === 0)
    throw new InputError(
      'it names no libraries of NVIDIA',
      basename(file),
      'use the wheel tensorflow for Linux x86_64, not tensorflow-cpu',
    );
  return requirements;
}

async function unpackNvidia(
  requirements: readonly string[],
  pip: readonly string[],
  building: string,
  note: (line: string) => void,
): Promise<void> {
  note(`downloading ${requirements.length} packages of NVIDIA's libraries with pip`);
  for (const file of await downloadWheels(pip, requirements, join(building, 'temporary', 'nvidia'))) {
    await checkWheel(file);
    const wheel = await openWheel(file);
    for (const name of wheel.names.filter((one) => /^nvidia\/[^/]+\/lib\/[^/]+\.so/.test(one)))
      await wheel.extract(name, join(building, name));
    wheel.close();
    rmSync(file);
  }
}

/**
 * Uses libraries in place: a folder like `tensorflow` in Python's site-packages, with NVIDIA's next to it if needed.
 */
function fromFolder(given: string, building: string): string {
  const lib = resolve(given);
  const places = placesIn(building);
  mkdirSync(places.libraries);
  for (const name of libraries) {
    // Its name in the archive of the C library.
    const found = [name, name.replace('_cc', '')].map((one) => join(lib, one)).find((path) => existsSync(path));
    if (found === undefined)
      throw new InputError(
        `there is no ${name}`,
        lib,
        'give the folder tensorflow of Python’s site-packages, or lib of the C library',
      );
    symlinkSync(found, join(places.libraries, name));
  }
  const include = [join(lib, 'include'), join(lib, '..', 'include')].find((path) =>
    existsSync(join(path, 'tensorflow', 'c', 'c_api.h')),
  );
  if (include === undefined)
    throw new InputError(
      'there is no include/tensorflow/c/c_api.h in it or next to it',
      lib,
      'give a folder with the headers of TensorFlow',
    );
  symlinkSync(include, join(building, 'temporary', 'include'));
  const nvidia = join(lib, '..', 'nvidia');
  if (existsSync(nvidia)) symlinkSync(nvidia, places.nvidia);
  return lib;
}

/** @returns the version of the library */
function tryOut(folder: string, cuda: boolean): string {
  const { status, stdout, stderr } = runOwnCommand([
    'setup-tensorflow',
    '--check',
    folder,
    ...(cuda ? ['--cuda'] : []),
  ]);
  if (status === 0) return stdout.trim();
  throw new InputError(
    `it does not work (${stderr.split('\n').find((line) => /^phasic:|Error:/.test(line)) || `its process ended with ${status}`})`,
    'self-test',
    'nothing was changed',
  );
}
