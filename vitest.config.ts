import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { pureLayers } from './lint/layers.mjs';
import { assembly } from './scripts/assembly.mjs';
import { assets } from './scripts/assets.mjs';
import { everyPart } from './scripts/every-part.mjs';
import { hdf5 } from './scripts/hdf5.mjs';
import { ClosingLine } from './tests/closing-line.ts';

// Tests that only compute and keep no state: they share a process, so every paradigm and agent is loaded only once.
const pure = [...pureLayers.filter((layer) => !layer.includes('/')), 'conformance', 'golden'];
const pureTests = `tests/{${pure.join(',')}}/**/*.test.ts`;
// They change what their whole process has: they replace a module of Node, load a library that is loaded only once, or
// register parts. Each has a process of its own.
const alone = ['compute/native', 'compute/tensorflow-thread', 'own-parts/consent', 'session/own-mistakes'].map(
  (file) => `tests/${file}.test.ts`,
);

// Milliseconds. Only to end tests that hang: a busy machine must not make a test fail.
const longest = 120_000;
// Maximum wait within a test, shorter than its time limit, so that the message names what is missing.
const longestWait = 60_000;

export default defineConfig(({ mode }) => {
  // Projects are configured separately, with their own mode; the processes that run the tests inherit the environment.
  if (mode === 'all') process.env['PHASIC_TEST_CASES'] = 'all';
  return {
    plugins: [react(), assembly(), assets(), hdf5(), everyPart()],
    test: {
      // The user's own settings in the app must not affect tests.
      env: { PHASIC_SETTINGS: join(tmpdir(), 'phasic-tests-without-settings') },
      setupFiles: ['tests/equal-numbers.ts'],
      reporters: ['default', new ClosingLine()],
      // All processors: by default one is left free, which is half of a small machine.
      maxWorkers: '100%',
      expect: { poll: { timeout: longestWait } },
      hookTimeout: longest,
      projects: [
        {
          extends: true,
          test: { name: 'pure', include: [pureTests], isolate: false, testTimeout: longest },
        },
        {
          extends: true,
          test: {
            name: 'unit',
            include: ['tests/**/*.test.{ts,tsx}'],
            exclude: [pureTests, ...alone, 'tests/browser/**'],
            // Loading the program's modules takes longer than most of these tests.
            isolate: false,
            testTimeout: longest,
          },
        },
        {
          extends: true,
          test: { name: 'alone', include: alone, testTimeout: longest },
        },
        {
          extends: true,
          test: {
            name: 'browser',
            include: ['tests/browser/**/*.test.ts'],
            globalSetup: ['tests/browser/build.ts'],
            // The files share a process, and so its browser and the program's modules.
            isolate: false,
            // Two browsers at a time, however many processors there are: each is several processes.
            maxWorkers: 2,
            // Many steps, each of which waits for processes that a busy machine runs in turn.
            testTimeout: 3 * longest,
            hookTimeout: 3 * longest,
            expect: { poll: { timeout: 2 * longestWait } },
            sequence: { groupOrder: 1 },
          },
        },
      ],
    },
  };
});
