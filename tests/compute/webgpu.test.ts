import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { swiftshader } from '../../scripts/swiftshader.mjs';
import { networksFor } from '../../src/compute/backends.ts';
import { dawnVersion } from '../../src/install/webgpu/dawn.ts';
import { buildEntries, type BuiltEntries } from '../built-entries.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { computers, learningRate, type Computed } from './webgpu-cases.ts';

let built: BuiltEntries;
beforeAll(async () => {
  built = await buildEntries({ process: 'tests/compute/webgpu-process.ts', thread: 'src/compute/webgpu/thread.ts' });
}, 60_000);
afterAll(() => built.remove());

/** @param variables in addition to those of this process */
function run(variables: NodeJS.ProcessEnv) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [join(built.folder, 'process.js')], {
    encoding: 'utf8',
    timeout: 240_000,
    env: { ...process.env, ...variables },
  });
  return { status, signal, stdout, stderr };
}

test('without Dawn, one line says so', () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  expect(run({ PHASIC_CACHE: folder }).stderr).toContain('webgpu: it is not set up; run phasic setup-webgpu');
});

const driver = swiftshader();
const hindrance =
  driver === undefined
    ? 'SwiftShader is for Linux x64'
    : dawnVersion() === undefined
      ? 'not set up: node scripts/swiftshader.mjs npm run setup:webgpu'
      : undefined;

describe.skipIf(hindrance !== undefined)(
  `WebGPU in software${hindrance === undefined ? '' : ` (${hindrance})`}`,
  () => {
    interface Result {
      readonly computed: Computed;
      readonly held: readonly number[];
    }
    interface Printed {
      readonly adapter: { readonly name: string; readonly software: boolean };
      readonly refusal: string;
      readonly results: Readonly<Record<string, Result>>;
      readonly left: number;
    }
    let ended: ReturnType<typeof run>;
    let printed: Printed;
    beforeAll(() => {
      ended = run(driver as NodeJS.ProcessEnv);
      printed = JSON.parse(ended.stdout) as Printed;
    }, 250_000);

    test('is reported as software, and its process ends cleanly', () => {
      expect(printed.adapter).toEqual({ name: expect.stringContaining('SwiftShader') as unknown, software: true });
      expect([ended.status, ended.signal]).toEqual([0, null]);
    });

    test('is refused if a graphics card is required', () => {
      expect(printed.refusal).toMatch(
        /^webgpu: there is no graphics card, only .*SwiftShader .*, which is software; use --backend auto/,
      );
    });

    test('without an adapter, one line says so', () => {
      const { status, stderr } = run({ ...driver, VK_DRIVER_FILES: '/nonexistent.json' });
      expect(stderr).toContain('webgpu: no graphics card was found; install libvulkan1');
      expect(status).toBe(1);
    });

    test.each(Object.entries(computers))('%s: as on the cpu backend', async (name, compute) => {
      const cpu = await networksFor('cpu');
      const { weights: expectedWeights = [], ...expected } = compute(cpu, () => undefined);
      const { weights = [], ...computed } = (printed.results[name] as Result).computed;
      for (const [what, values] of Object.entries(expected)) {
        expect(computed[what], what).toHaveLength(values.length);
        // Singles, and sums of some ten terms of the order of one.
        for (const [i, value] of values.entries())
          expect(Math.abs((computed[what]?.[i] as number) - value), `${what} ${i}`).toBeLessThan(
            2e-5 * Math.max(1, Math.abs(value)),
          );
      }
      // An optimiser turns the rounding of a gradient near 0 into an update of the size of the learning rate, so that
      // is the tolerance.
      expect(weights).toHaveLength(expectedWeights.length);
      for (const [i, weight] of expectedWeights.entries())
        expect(Math.abs((weights[i] as number) - weight), `weight ${i}`).toBeLessThan(0.01 * learningRate);
    });

    test('the number of tensors is constant, and dispose frees all', () => {
      for (const { held } of Object.values(printed.results)) expect(new Set(held).size).toBe(1);
      expect(printed.left).toBe(0);
    });
  },
);
