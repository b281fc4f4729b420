// Finds files, exports and packages that nothing uses.
import type { KnipConfig } from 'knip';
import { folderOf, kindLayers } from './lint/layers.mjs';

const config: KnipConfig = {
  entry: [
    'scripts/*.mjs',
    'bench/**/*.ts',
    'src/cli/main.ts',
    'src/jobs/worker.ts',
    'src/compute/webgpu/thread.ts',
    'src/session/process.ts',
    'src/web/page-process.ts',
    'src/session/helpers/helper-process.ts',
    'src/electron/main.ts',
    'src/electron/preload.ts',
    'renderer/main.tsx',
    // Found by the registry, one thing a file, so nothing imports them by name.
    ...kindLayers.map((layer) => `${folderOf(layer)}/*.ts`),
    'src/paradigms/{dopamine,choice,conditioning}/*.ts',
    'tests/**/*.test.{ts,tsx}',
    // Built by tests, to run in threads and processes of their own.
    'tests/**/*-{thread,process}.ts',
  ],
  project: ['{bin,scripts,lint}/**/*.mjs', '{src,envs,renderer,tests,bench}/**/*.{ts,tsx}'],
  // A folder of fonts, named by path.
  // `assembly:` is what scripts/assembly.mjs gives.
  // Node-API's headers are for a compiler.
  ignoreDependencies: ['dejavu-fonts-ttf', 'assembly', 'node-api-headers'],
  // ldd tells which libraries a Linux browser lacks; part of every Linux system with glibc. nvidia-smi comes with NVIDIA's driver.
  ignoreBinaries: ['ldd', 'nvidia-smi'],
};

export default config;
