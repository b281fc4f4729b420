import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { pureLayers } from './lint/layers.mjs';
import { assembly } from './scripts/assembly.mjs';
import { ClosingLine } from './tests/closing-line.ts';

// What computes alone and keeps nothing: its files can share a process, which spares each of them the loading of every paradigm and agent.
const pure = [...pureLayers.filter((layer) => !layer.includes('/')), 'conformance', 'golden'];
const pureTests = `tests/{${pure.join(',')}}/**/*.test.ts`;

// Milliseconds. Against what hangs, and nothing else: a machine that has other things to do is no failure.
const longest = 120_000;
// What is waited for within a test, so that what never came is told before the test is ended.
const longestWait = 60_000;

export default defineConfig(({ mode }) => {
  // A project is configured anew, under a mode of its own; what runs the tests inherits the environment.
  if (mode === 'all') process.env['PHASIC_TEST_CASES'] = 'all';
  return {
    plugins: [react(), assembly()],
    test: {
      // What the person who runs them has agreed to in the app is none of theirs.
      env: { PHASIC_SETTINGS: join(tmpdir(), 'phasic-tests-without-settings') },
      reporters: ['default', new ClosingLine()],
      // All processors: the one that is left free by default is half of a small machine.
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
            exclude: [pureTests, 'tests/browser/**'],
            testTimeout: longest,
          },
        },
        {
          extends: true,
          test: {
            name: 'browser',
            include: ['tests/browser/**/*.test.ts'],
            globalSetup: ['tests/browser/build.ts'],
            // One browser at a time: two would compete for the processor and make timings flaky.
            fileParallelism: false,
            testTimeout: longest,
            sequence: { groupOrder: 1 },
          },
        },
      ],
    },
  };
});
