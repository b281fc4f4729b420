import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { setUpWebgpu } from '../../src/install/webgpu/setup.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

afterEach(() => vi.unstubAllEnvs());

test('a file that is not the package is refused, and nothing is installed', async () => {
  const cache = temporaryFolder();
  vi.stubEnv('PHASIC_CACHE', cache);
  const file = join(temporaryFolder(), 'webgpu-0.6.2.tgz');
  await expect(setUpWebgpu({ note: () => undefined, package: file })).rejects.toThrow(`${file}: there is no such file`);
  writeFileSync(file, 'something else');
  await expect(setUpWebgpu({ note: () => undefined, package: file })).rejects.toThrow(
    `${file}: it is not the package webgpu 0.6.2 that was tried (its SHA-512 differs)`,
  );
  expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
});
