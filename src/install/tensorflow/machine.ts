import { spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { makeFolder } from '../../storage/make-folder.ts';
import { cacheError } from '../cache-folder.ts';
import { graphicsCard } from './graphics-card.ts';
import { bringsPackages, neededPackages, packageFolder } from './packages.ts';

/** The requirements of set-up that this machine has. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Its version; absent on a system with another C library. */
  readonly glibc: string | undefined;
  /** A C++ compiler. */
  readonly compiler: string | undefined;
  /** The command that runs pip. */
  readonly pip: readonly string[] | undefined;
  /** Why the required npm packages are not available. */
  readonly packages: Missing | undefined;
  /** NVIDIA graphics cards, as named by their driver. */
  readonly graphicsCard: string | undefined;
  /** Target folder of TensorFlow. */
  readonly freeBytes: number;
}

export interface Request {
  readonly cuda: boolean;
  /** An existing wheel. */
  readonly wheel?: string | undefined;
  /** A folder with libtensorflow_cc.so.2, libtensorflow_framework.so.2 and include/. */
  readonly lib?: string | undefined;
}

export interface Missing {
  readonly what: string;
  readonly remedy: string;
}

const gigabyte = 1e9;
// The wheel and its unpacked content exist at the same time for a while; with CUDA also the nvidia-* wheels.
const neededGigabytes = { cpu: 1.5, cuda: 9 };

/** Everything that is missing, reported at once. */
export function missingFor({ cuda, wheel, lib }: Request, machine: Machine): readonly Missing[] {
  if (machine.platform !== 'linux' || machine.arch !== 'x64' || machine.glibc === undefined) return [notHere(machine)];
  const missing: Missing[] = [];
  const needsPip = (wheel === undefined && lib === undefined) || (cuda && lib === undefined);
  const needed = neededGigabytes[cuda ? 'cuda' : 'cpu'];
  if (machine.compiler === undefined)
    missing.push({
      what: 'no C++ compiler',
      remedy: 'install g++ (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++)',
    });
  if (machine.packages !== undefined) missing.push(machine.packages);
  if (needsPip && machine.pip === undefined)
    missing.push({
      what: 'no pip for Python 3',
      remedy:
        'install it (Debian, Ubuntu: apt install python3-pip; Fedora: dnf install python3-pip), or download the wheel elsewhere and give it with --wheel FILE',
    });
  if (lib === undefined && machine.freeBytes < needed * gigabyte) {
    missing.push({
      what: `only ${(machine.freeBytes / gigabyte).toFixed(1)} GB of disk are free and ${needed} GB are needed meanwhile`,
      remedy: 'make room, or name another disk with PHASIC_CACHE',
    });
  }
  return missing;
}

function notHere({ platform, arch }: Machine): Missing {
  const system = `${platform} ${arch}`;
  if (platform === 'linux' && arch === 'x64')
    return {
      what: 'this Linux has no glibc, which the TensorFlow of Python is built for',
      remedy: 'use wasm, or a Linux with glibc',
    };
  if (platform === 'win32' || platform === 'darwin')
    return {
      what: `the TensorFlow of Python for ${system} has no library that C programs can be built against`,
      remedy: 'use webgpu or wasm',
    };
  return { what: `not for ${system}: only the wheels for Linux x64 were tried`, remedy: 'use webgpu or wasm' };
}

function roomIn(folder: string): { readonly bavail: number; readonly bsize: number } {
  try {
    makeFolder(folder);
    return statfsSync(folder);
  } catch (error) {
    throw cacheError(error, folder);
  }
}

/**
 * Inspects the machine.
 * @param folder target folder of TensorFlow; created if necessary
 * @throws InputError if it cannot be created
 */
export function lookAround(folder: string): Machine {
  const { bavail, bsize } = roomIn(folder);
  const report = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: report.header.glibcVersionRuntime,
    compiler: [process.env['CXX'] ?? 'g++', 'clang++'].find((name) => answers(name, ['--version'])),
    pip: [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3']].find(([command = '', ...rest]) =>
      answers(command, [...rest, '--version']),
    ),
    packages: missingPackages(folder),
    graphicsCard: graphicsCard(),
    freeBytes: bavail * bsize,
  };
}

function missingPackages(folder: string): Missing | undefined {
  if (bringsPackages)
    return answers('npm', ['--version']) ? undefined : { what: 'no npm', remedy: 'install Node with its npm' };
  const absent = neededPackages.filter((name) => packageFolder(name, folder) === undefined);
  return absent.length === 0
    ? undefined
    : {
        what: `not in node_modules: ${absent.join(', ')}`,
        remedy: 'run npm install, with neither --omit nor --production',
      };
}

const answers = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
