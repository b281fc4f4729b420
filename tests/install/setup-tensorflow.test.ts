import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { asTried, checkWheel } from '../../src/install/tensorflow/download.ts';
import { missingFor, type Machine } from '../../src/install/tensorflow/machine.ts';
import { extraRequirements, readRecord } from '../../src/install/tensorflow/record.ts';
import { setUpTensorflow } from '../../src/install/tensorflow/setup.ts';
import { openWheel, reachedHeaders } from '../../src/install/tensorflow/wheel.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const machine: Machine = {
  platform: 'linux',
  arch: 'x64',
  glibc: '2.36',
  compiler: 'g++',
  pip: ['python3', '-m', 'pip'],
  packages: undefined,
  graphicsCard: 'NVIDIA X, 8192 MiB, driver 560',
  freeBytes: 1e12,
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** A wheel as created by Python. @param tampered files that are added after RECORD was written */
function wheelOf(files: Readonly<Record<string, string>>, tampered: Readonly<Record<string, string>> = {}): string {
  const record = Object.entries(files)
    .map(([name, text]) => `${name},sha256=${sha256(text)},${text.length}\n`)
    .join('');
  const all = { ...files, ...tampered, 'tensorflow-1.dist-info/RECORD': `${record}tensorflow-1.dist-info/RECORD,,\n` };
  const file = join(temporaryFolder(), 'tensorflow-1-cp311-cp311-manylinux_2_27_x86_64.whl');
  writeFileSync(file, zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [name, strToU8(text)]))));
  return file;
}

describe('missing requirements', () => {
  const whats = (request: Parameters<typeof missingFor>[0], change: Partial<Machine> = {}): readonly string[] =>
    missingFor(request, { ...machine, ...change }).map(({ what }) => what);

  test('none if all are met', () => {
    expect(whats({ cuda: false })).toEqual([]);
    expect(whats({ cuda: true })).toEqual([]);
  });

  test('all at once, each with its remedy', () => {
    const bare = {
      ...machine,
      compiler: undefined,
      pip: undefined,
      packages: { what: 'no npm', remedy: 'install Node with its npm' },
      freeBytes: 1e8,
    };
    const missing = missingFor({ cuda: true }, bare);
    expect(missing.map(({ what }) => what)).toEqual([
      'no C++ compiler',
      'no npm',
      'no pip for Python 3',
      expect.stringMatching(/^only 0\.1 GB of disk are free and 9 GB are needed/),
    ]);
    for (const { remedy } of missing) expect(remedy).not.toBe('');
  });

  test('pip is not required if a wheel or libraries are given, and a graphics card never', () => {
    const bare = { pip: undefined, graphicsCard: undefined };
    expect(whats({ cuda: false, wheel: 'a.whl' }, bare)).toEqual([]);
    expect(whats({ cuda: false, lib: 'lib' }, bare)).toEqual([]);
    expect(whats({ cuda: true, wheel: 'a.whl' }, { pip: undefined })).toEqual(['no pip for Python 3']);
  });

  test.each([
    [{ platform: 'darwin', arch: 'arm64', glibc: undefined }, /for darwin arm64 has no library/],
    [{ platform: 'win32', glibc: undefined }, /for win32 x64 has no library/],
    [{ arch: 'arm64' }, /not for linux arm64/],
    [{ glibc: undefined }, /no glibc/],
  ] as const)('%o: not supported, with the reason', (change, why) => {
    expect(whats({ cuda: false }, change)).toEqual([expect.stringMatching(why)]);
  });
});

test('RECORD and METADATA are read as written by Python', () => {
  expect(readRecord('a/b.h,sha256=Zm9v-_,12\r\n"a,c.h",sha256=YmFy,3\na/RECORD,,\n')).toEqual(
    new Map([
      ['a/b.h', 'Zm9v-_'],
      ['a,c.h', 'YmFy'],
    ]),
  );
  const metadata =
    'Name: tensorflow\nRequires-Dist: numpy>=1.26.0\nRequires-Dist: nvidia-nccl-cu12<3.0,>=2.27.7; extra == "and-cuda"\nRequires-Dist: other>=1; extra == "other"\n';
  expect(extraRequirements(metadata, 'and-cuda')).toEqual(['nvidia-nccl-cu12<3.0,>=2.27.7']);
});

test('requirements of the tested wheel are pinned to the tested versions, and others are unchanged', () => {
  expect(asTried('nvidia-nccl-cu12<3.0,>=2.27.7')).toMatch(/^nvidia-nccl-cu12==2\.\d+\.\d+$/);
  expect(asTried('nvidia-nccl<3.0')).toBe('nvidia-nccl<3.0');
});

describe('a wheel', () => {
  const files = {
    'tensorflow/libtensorflow_cc.so.2': 'library',
    'tensorflow/include/tensorflow/c/c_api.h':
      '#include <stdint.h>\n#include "tensorflow/c/tf_status.h"\n  # include "not/there.h"\n',
    'tensorflow/include/tensorflow/c/tf_status.h': '#include "tensorflow/c/c_api.h"\n',
    'tensorflow/include/tensorflow/c/other.h': '',
  };

  test('gives its files, and all headers that a header includes', async () => {
    const wheel = await openWheel(wheelOf(files));
    const to = join(temporaryFolder(), 'lib', 'copy');
    await wheel.extract('tensorflow/libtensorflow_cc.so.2', to);
    expect(readFileSync(to, 'utf8')).toBe('library');
    expect([...(await reachedHeaders(wheel, 'tensorflow/include', ['tensorflow/c/c_api.h']))].sort()).toEqual([
      'tensorflow/c/c_api.h',
      'tensorflow/c/tf_status.h',
    ]);
    await expect(wheel.text('tensorflow/absent')).rejects.toThrow('it has no tensorflow/absent');
    wheel.close();
  });

  test('is refused if a file differs from its RECORD, or is missing from it', async () => {
    const wheel = await openWheel(
      wheelOf(files, { 'tensorflow/libtensorflow_cc.so.2': 'librarz', 'tensorflow/more': '' }),
    );
    const to = join(temporaryFolder(), 'copy');
    await expect(wheel.extract('tensorflow/libtensorflow_cc.so.2', to)).rejects.toThrow(
      "tensorflow/libtensorflow_cc.so.2 does not match the wheel's RECORD",
    );
    await expect(wheel.text('tensorflow/more')).rejects.toThrow('RECORD');
    wheel.close();
  });

  test('is refused if it is not a wheel, or differs from the tested one with its name', async () => {
    const file = join(temporaryFolder(), 'a.whl');
    writeFileSync(file, 'text');
    await expect(openWheel(file)).rejects.toThrow('this is not a wheel');
    expect(await checkWheel(file, {})).toBe(false);
    expect(await checkWheel(file, { 'a.whl': createHash('sha256').update('text').digest('hex') })).toBe(true);
    await expect(checkWheel(file, { 'a.whl': '00' })).rejects.toThrow(
      'its SHA-256 is not that of the wheel of this name',
    );
  });
});

test('a failed set-up leaves the previous state, and no temporary files', async () => {
  const cache = temporaryFolder();
  const folder = join(cache, 'tensorflow');
  mkdirSync(folder);
  writeFileSync(join(folder, 'installed.json'), '{}');
  const wheel = wheelOf(
    { 'tensorflow/libtensorflow_cc.so.2': 'library', 'tensorflow/libtensorflow_framework.so.2': 'library' },
    { 'tensorflow/libtensorflow_framework.so.2': 'librarz' },
  );
  const notes: string[] = [];
  const setUp = (wheel: string) =>
    setUpTensorflow({ cuda: false, wheel }, { note: (line) => notes.push(line), folder, machine });
  await expect(setUp(wheel)).rejects.toThrow("libtensorflow_framework.so.2 does not match the wheel's RECORD");
  expect(notes).toEqual([expect.stringMatching(/^unpacking .*checked against its own RECORD/)]);
  await expect(setUp(join(cache, 'absent.whl'))).rejects.toThrow('absent.whl: there is no such file');
  expect(readdirSync(cache)).toEqual(['tensorflow']);
  expect(readdirSync(folder)).toEqual(['installed.json']);
  await expect(
    setUpTensorflow(
      { cuda: false },
      {
        note: () => undefined,
        folder: join(cache, 'new'),
        machine: { ...machine, compiler: undefined, packages: { what: 'no npm', remedy: 'install Node with its npm' } },
      },
    ),
  ).rejects.toThrow(/no C\+\+ compiler: install g\+\+.*; no npm: install/);
  expect(existsSync(join(cache, 'new'))).toBe(false);
});
