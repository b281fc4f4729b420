// Finds files, exports and packages that nothing uses.
import type { KnipConfig } from 'knip';

// The registry finds these by a glob, one thing per file, so nothing imports them by name.
const kinds = [
  'agents',
  'paradigms',
  'architectures',
  'objectives',
  'learning-rules',
  'policies',
  'manipulations',
  'recording',
];

const config: KnipConfig = {
  entry: [
    'scripts/*.mjs',
    'src/cli/main.ts',
    'src/host/worker.ts',
    'src/host/webgpu/thread.ts',
    'src/host/process.ts',
    'src/server/page-process.ts',
    'src/host/helpers/helper-process.ts',
    'src/main/main.ts',
    'src/preload/preload.ts',
    'renderer/index.html',
    'envs/*.ts',
    `src/{${kinds.join(',')}}/*.ts`,
    'tests/**/*.test.{ts,tsx}',
    // Built by tests, to run in threads and processes of their own.
    'tests/**/*-{thread,process}.ts',
  ],
  project: ['{bin,scripts,lint}/**/*.mjs', '{src,envs,renderer,tests}/**/*.{ts,tsx}'],
  // A folder of fonts, named by path.
  // `assembly:` is what scripts/assembly.mjs gives.
  // Node-API's headers are for a compiler.
  ignoreDependencies: ['dejavu-fonts-ttf', 'assembly', 'node-api-headers'],
  // ldd tells which libraries a Linux browser lacks; part of every Linux system with glibc. nvidia-smi comes with NVIDIA's driver.
  ignoreBinaries: ['ldd', 'nvidia-smi'],
  // A type exported beside the function that returns it is documentation.
  exclude: ['types'],
};

export default config;
