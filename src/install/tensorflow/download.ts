import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../../core/errors.ts';
import { makeFolder } from '../../storage/make-folder.ts';
import { runTool } from '../run-tool.ts';

/** The release of TensorFlow that was tried. Any that still has the C functions of 2.9 should do. */
export const tensorflowVersion = '2.21.0';

// The wheel's Python does not matter, since only its libraries are used: one is asked for by name, whatever Python pip runs on.
const python = ['--python-version', '311', '--implementation', 'cp', '--abi', 'cp311'];
const platforms = [
  'manylinux_2_27_x86_64',
  'manylinux_2_17_x86_64',
  'manylinux2014_x86_64',
  'manylinux1_x86_64',
].flatMap((name) => ['--platform', name]);

/** SHA-256 of the wheels that were tried. pip checks others against its index, and each file is checked against the wheel's own RECORD. */
const triedWheels: Readonly<Record<string, string>> = {
  'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
};

/**
 * Lets pip download wheels, without what they depend on.
 * @returns their paths
 * @throws InputError where pip has not got them
 */
export async function downloadWheels(
  pip: readonly string[],
  requirements: readonly string[],
  folder: string,
): Promise<readonly string[]> {
  makeFolder(folder);
  const [command = 'pip', ...first] = pip;
  await runTool(
    command,
    [
      ...first,
      'download',
      '--no-deps',
      '--only-binary=:all:',
      ...python,
      ...platforms,
      '--dest',
      folder,
      ...requirements,
    ],
    'pip cannot download it',
    requirements.join(' '),
  );
  return readdirSync(folder).map((name) => join(folder, name));
}

/**
 * @returns whether it is a wheel that was tried
 * @throws InputError where it bears the name of one and is another
 */
export async function checkWheel(
  file: string,
  tried: Readonly<Record<string, string>> = triedWheels,
): Promise<boolean> {
  const expected = tried[basename(file)];
  if (expected === undefined) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== expected)
    throw new InputError('its SHA-256 is not that of the wheel of this name', file, 'download it again');
  return true;
}
