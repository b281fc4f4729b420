import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../../core/errors.ts';
import { makeFolder } from '../../storage/make-folder.ts';
import { runTool } from '../run-tool.ts';

/** The tested release of TensorFlow. Any release with the C functions of 2.9 should work. */
export const tensorflowVersion = '2.21.0';

// The wheel's Python version does not matter, since only its libraries are used: one is requested by name, whatever
// Python runs pip.
const python = ['--python-version', '311', '--implementation', 'cp', '--abi', 'cp311'];
const platforms = [
  'manylinux_2_27_x86_64',
  'manylinux_2_17_x86_64',
  'manylinux2014_x86_64',
  'manylinux1_x86_64',
].flatMap((name) => ['--platform', name]);

/**
 * SHA-256 of the tested wheels. pip checks others against its index, and each file is checked against the wheel's own
 * RECORD.
 */
const triedWheels: Readonly<Record<string, string>> = {
  'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
    '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  'nvidia_cublas_cu12-12.9.3.13-py3-none-manylinux_2_27_x86_64.whl':
    'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
  'nvidia_cuda_cupti_cu12-12.8.90-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl':
    'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
  'nvidia_cuda_nvrtc_cu12-12.9.86-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl':
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
  'nvidia_cuda_runtime_cu12-12.9.79-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl':
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
  'nvidia_cudnn_cu12-9.28.0.42-py3-none-manylinux_2_27_x86_64.whl':
    '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
  'nvidia_cufft_cu12-11.4.1.4-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl':
    'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
  'nvidia_curand_cu12-10.3.10.19-py3-none-manylinux_2_27_x86_64.whl':
    '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
  'nvidia_cusolver_cu12-11.7.5.82-py3-none-manylinux_2_27_x86_64.whl':
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
  'nvidia_cusparse_cu12-12.5.10.65-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl':
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
  'nvidia_nccl_cu12-2.32.3-py3-none-manylinux_2_27_x86_64.whl':
    'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
  'nvidia_nvjitlink_cu12-12.9.86-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl':
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
};

/**
 * @returns the requirements of a tested wheel (`nvidia-nccl-cu12<3.0,>=2.27.7`) in the versions that were tested with
 * it (`nvidia-nccl-cu12==2.32.3`)
 */
export function asTried(requirement: string): string {
  const name = /^[\w-]+/.exec(requirement)?.[0] ?? requirement;
  const wheel = Object.keys(triedWheels).find((one) => one.startsWith(`${name.replaceAll('-', '_')}-`));
  return wheel === undefined ? requirement : `${name}==${wheel.split('-')[1]}`;
}

/**
 * Downloads wheels with pip, without their dependencies.
 * @returns their paths
 * @throws InputError if pip fails
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
 * @returns whether it is a tested wheel
 * @throws InputError if it has the name of one but different content
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
