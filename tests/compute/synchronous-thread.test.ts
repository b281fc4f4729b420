import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { startThread } from '../../src/compute/webgpu/synchronous-thread.ts';
import { buildEntries, type BuiltEntries } from '../built-entries.ts';

let built: BuiltEntries;
beforeAll(async () => {
  built = await buildEntries({
    odd: 'tests/compute/odd-thread.ts',
    caller: 'src/compute/webgpu/synchronous-thread.ts',
  });
}, 60_000);
afterAll(() => built.remove());

const start = (given = 'well', callSeconds = 30) =>
  startThread(join(built.folder, 'odd.js'), { name: 'the thread', startSeconds: 30, callSeconds, given });

test('a call returns the answer, whether it comes at once or later', () => {
  const { ready, call, end } = start();
  expect(ready).toBe('well');
  expect(call('add', [2, 3])).toBe(5);
  expect(call('later', [Float32Array.of(1, 2)])).toEqual(Float32Array.of(1, 2));
  expect(call('early', ['waited for'])).toBe('waited for');
  end();
});

test('errors are thrown as one line, and further calls work', () => {
  const { call, end } = start();
  expect(() => call('refuse', [])).toThrow(new InputError('it is too large', 'the input', 'make it smaller'));
  expect(() => call('fail', [])).toThrow(/^the thread: it broke; start again/);
  expect(call('add', [1, 1])).toBe(2);
  end();
});

test.each([
  ['die', 30, 'its thread has ended'],
  ['exit', 30, 'its thread has ended'],
  ['hang', 0.2, 'no answer in 0.2 s'],
])('a thread that does %s does not block this or later calls', (what, callSeconds, complaint) => {
  const { call } = start('well', callSeconds);
  expect(() => call(what, [])).toThrow(`the thread: ${complaint}`);
  expect(() => call('add', [1, 1])).toThrow(`the thread: ${complaint}`);
});

test.each([
  ['refuse', 'the input: it is too large; make it smaller'],
  ['exit', 'the thread: its thread has ended'],
])('a thread that begins with %s does not start', (what, complaint) => {
  expect(() => start(what)).toThrow(complaint);
});

test('a missing file does not start', () => {
  expect(() =>
    startThread('/nonexistent/thread.js', { name: 'the thread', startSeconds: 30, callSeconds: 30 }),
  ).toThrow('/nonexistent/thread.js: the thread is not built; run npm run build');
});

test('a thread that ends between calls does not end the program, and the next call reports it', async () => {
  const { call } = start('die');
  await expect
    .poll(() => {
      try {
        return call('add', [1, 1]);
      } catch (error) {
        return (error as Error).message;
      }
    })
    .toMatch(/^the thread: (nobody caught this|its thread has ended)/);
});

test('a thread does not keep the program alive, and can be started from a program given as text', () => {
  const program = `import { startThread } from ${JSON.stringify(pathToFileURL(join(built.folder, 'caller.js')).href)};
     const { call } = startThread(${JSON.stringify(join(built.folder, 'odd.js'))}, { name: 'the thread', startSeconds: 30, callSeconds: 30, given: 'well' });
     console.log(call('add', [2, 2]));`;
  const { status, stdout, signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stdout, signal }).toEqual({ status: 0, stdout: '4\n', signal: null });
});
