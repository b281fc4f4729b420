// Finds unused files, exports and packages.
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
    // The registry finds them by a glob, so nothing imports them by name.
    ...kindLayers.map((layer) => `${folderOf(layer)}/*.ts`),
    'src/paradigms/{dopamine,choice,conditioning}/*.ts',
    'src/readers/*.ts',
    'src/fitting/choices/models/*.ts',
    'tests/**/*.test.{ts,tsx}',
    // Built by tests, for separate threads and processes.
    'tests/**/*-{thread,process}.ts',
  ],
  project: ['{bin,scripts,lint}/**/*.mjs', '{src,envs,renderer,tests,bench}/**/*.{ts,tsx}'],
  // scripts/assembly.mjs resolves `assembly:`.
  // The headers of Node-API are for a compiler.
  ignoreDependencies: ['assembly', 'node-api-headers'],
  // ldd lists the libraries that a Linux browser lacks; it is part of glibc. nvidia-smi comes with NVIDIA's driver, pdftoppm with Poppler.
  ignoreBinaries: ['ldd', 'mkfifo', 'nvidia-smi', 'Rscript', 'pdftoppm', 'pdftotext'],
};

export default config;
