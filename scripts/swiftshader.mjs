// A Vulkan driver that computes on the CPU, for tests of WebGPU without a graphics card: SwiftShader, which is part of
// the Chromium of the browser tests. As a program it runs the given command with it: node scripts/swiftshader.mjs
// COMMAND ...
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { root } from './fresh.cjs';

const folder = join(root, 'node_modules', '.cache', 'phasic-swiftshader');

function unpack() {
  // Unpacked under a temporary name and renamed: several tests may do it at the same time.
  const unpacking = `${folder}.${process.pid}`;
  mkdirSync(unpacking, { recursive: true });
  const archive = join(
    dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
    '..',
    '..',
    'bin',
    'swiftshader.tar.br',
  );
  execFileSync('tar', ['-xf', '-', '-C', unpacking], { input: brotliDecompressSync(readFileSync(archive)) });
  try {
    renameSync(unpacking, folder);
  } catch (error) {
    rmSync(unpacking, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Environment variables with which a program finds it; empty if it does not run here. */
export function swiftshader() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  if (!existsSync(folder)) unpack();
  // The archive also contains the Vulkan loader, so that it need not be installed.
  return {
    VK_DRIVER_FILES: join(folder, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: folder,
    PHASIC_WEBGPU_SOFTWARE: '1',
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command = '', ...given] = process.argv.slice(2);
  const { status } = spawnSync(command, given, { stdio: 'inherit', env: { ...process.env, ...swiftshader() } });
  process.exitCode = status ?? 1;
}
