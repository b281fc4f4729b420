// The whole build: what runs under Node and in Electron's main process, the preload script, and the page, which is the same for Electron's own scheme,
// the local server and a static host.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { assembly } from './scripts/assembly.mjs';
import { commitIn } from './scripts/commit.mjs';
import { hdf5 } from './scripts/hdf5.mjs';
import { nativeImport } from './scripts/native-import.mjs';
import { oneLanguage } from './scripts/one-language.mjs';
import { plotParts } from './scripts/plot-parts.mjs';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { dependencies, optionalDependencies } = JSON.parse(readFileSync(source('package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
};

// electron-vite would look into Electron's package for it.
process.env['ELECTRON_MAJOR_VER'] ??= /\d+/.exec(optionalDependencies['electron'] ?? '')?.[0];

// Packages that stay outside the bundle: tinypool starts files of its own by path, ws looks for optional native helpers, and tfjs-backend-wasm for
// the folder it is in. All others are bundled: one file with only the used parts loads faster than many whole ones.
const outside = new RegExp(`^(${Object.keys(dependencies).join('|')})(/|$)`);

const commit = commitIn(source('.'));

// A first start builds before its user's eyes, who can do nothing about either: parts can be loaded by themselves too, and a machine may be slow.
const checks = { ineffectiveDynamicImport: false, pluginTimings: false } as const;

const node = { outDir: source('dist/node'), emptyOutDir: false, target: 'node20', externalizeDeps: false } as const;

// Node takes about a third of a millisecond for a file: what is needed together is in one file, and parts, which are loaded when they are asked for, are in
// a few. Each file has what it imports, unless one above has it, so that none waits for one that waits for it.
const chunks = (
  [
    [
      'engine',
      /\/src\/((core|contracts|spec|engine)\/(?!every-part)|designs\/(conditions|choice-curves|design-format)|own-parts\/parts-variable)/,
    ],
    ['designs', /\/src\/designs\//],
    ['analysis', /\/src\/analysis\//],
    ['run', /\/src\/cli\/commands\/run\.ts$/],
    [
      'parts',
      /\/(envs\/[a-z]*-?chamber|src\/((agents|recordings|objectives|policies|manipulations|architectures|paradigms\/measures)\/|paradigms\/shared\/(?!written)|learning-rules\/(?!control\/|[a-z-]+-control|(recurrent-)?a2c|ppo|(qr-)?dqn|dyna-q)))/,
    ],
    ['rules-of-control', /\/src\/learning-rules\//],
    ['own-design', /\/src\/paradigms\/conditioning\/own-design\.ts$/],
    ['conditioning', /\/src\/paradigms\/(conditioning|shared)\//],
    ['choice', /\/src\/paradigms\/choice\//],
    ['dopamine-a-d', /\/src\/paradigms\/dopamine\/[a-d]/],
    ['dopamine-e-h', /\/src\/paradigms\/dopamine\/[e-h]/],
    ['dopamine-i-o', /\/src\/paradigms\/dopamine\/[i-o]/],
    ['dopamine-p-z', /\/src\/paradigms\/dopamine\/[p-z]/],
    ['ccnlab', /\/src\/paradigms\/ccnlab\//],
    ['environments', /\/envs\//],
  ] as const
).map(([name, test], i, all) => ({ name, test, priority: all.length - i }));

export default defineConfig({
  main: {
    root: source('.'),
    publicDir: false,
    plugins: [assembly(), hdf5(), nativeImport()],
    // Bundled code must never depend on the mode it was built in.
    define: {
      'process.env.NODE_ENV': '"production"',
      ...(commit === undefined ? {} : { phasicCommit: JSON.stringify(commit) }),
    },
    // Its build for Node declares a `require`, and so does electron-vite.
    resolve: { alias: { fflate: 'fflate/browser' } },
    build: {
      ...node,
      rolldownOptions: {
        external: [outside],
        checks,
        input: {
          cli: source('src/cli/main.ts'),
          worker: source('src/jobs/worker.ts'),
          parts: source('src/own-parts/parts.ts'),
          'webgpu-thread': source('src/compute/webgpu/thread.ts'),
          'host-process': source('src/session/process.ts'),
          'page-process': source('src/web/page-process.ts'),
          'helper-process': source('src/session/helpers/helper-process.ts'),
          'electron-main': source('src/electron/main.ts'),
        },
        output: {
          format: 'cjs',
          // bin/compiled-code.cjs keeps no code of files that import.
          dynamicImportInCjs: false,
          // Names stay, for traces of faults.
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
          codeSplitting: { groups: chunks },
        },
      },
    },
  },
  preload: {
    root: source('.'),
    publicDir: false,
    build: {
      ...node,
      // A sandboxed preload script must be one self-contained CommonJS file.
      rolldownOptions: {
        checks,
        input: { preload: source('src/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    base: './',
    plugins: [react(), oneLanguage(), plotParts()],
    // A worker loads the libraries of a file format when it meets one, and the parts of an agent that is fitted.
    worker: { format: 'es', plugins: () => [hdf5(), assembly()], rolldownOptions: { checks } },
    build: {
      outDir: source('dist/renderer'),
      emptyOutDir: true,
      target: 'es2023',
      minify: true,
      rolldownOptions: {
        checks,
        input: source('renderer/index.html'),
        output: {
          // What is loaded before the first figure, and what is loaded after it: a request each, instead of one for each
          // set of modules that several workspaces share.
          codeSplitting: {
            groups: [
              { name: 'first', test: /\/renderer\/main\.tsx$/, priority: 2 },
              { name: 'controls', test: /\/renderer\/panels\/experiment-controls\.ts$/, priority: 1 },
            ],
          },
        },
      },
      // A strict content security policy allows neither inline scripts nor data: URLs.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      // Chunks are for lazy loading; their size is no defect in a local app.
      chunkSizeWarningLimit: 4000,
    },
  },
});
