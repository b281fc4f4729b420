// What runs under Node and in Electron's processes. `--mode preload` builds the preload script alone: a sandboxed
// preload must be one self-contained CommonJS file.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { assembly } from './scripts/assembly.mjs';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const entries = {
  cli: source('src/cli/main.ts'),
  worker: source('src/jobs/worker.ts'),
  'webgpu-thread': source('src/compute/webgpu/thread.ts'),
  'host-process': source('src/session/process.ts'),
  'page-process': source('src/web/page-process.ts'),
  'helper-process': source('src/session/helpers/helper-process.ts'),
  'electron-main': source('src/electron/main.ts'),
};
const preload = { preload: source('src/electron/preload.ts') };

// Packages that stay outside the bundle: electron is given by its binary, vite has native parts, tinypool starts
// files of its own by path, ws looks for optional native helpers, and tfjs-backend-wasm for the folder it is in. All others are
// bundled: one file with only the used parts loads faster than many whole ones.
const external = ['electron', 'vite', 'tinypool', 'ws', '@tensorflow/tfjs-backend-wasm'];

export default defineConfig(({ mode }) => ({
  root: source('.'),
  publicDir: false,
  plugins: [assembly()],
  // Bundled code must never depend on the mode it was built in.
  define: { 'process.env.NODE_ENV': '"production"' },
  ssr: { target: 'node', noExternal: true, external },
  build: {
    ssr: true,
    outDir: 'dist/node',
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    rolldownOptions:
      mode === 'preload'
        ? { input: preload, output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false } }
        : {
            input: entries,
            output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
          },
  },
}));
