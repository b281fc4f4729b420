// What the page loads before its first figure. Its size is that of the build, the same on every machine.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { root } from '../../scripts/fresh.cjs';

const folder = join(root, 'dist/renderer');
const most = 200_000;

/** The scripts and styles of index.html, and the scripts that these import before they run. */
function firstFiles(): readonly string[] {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, name]) => name as string);
  const found = new Set(named);
  for (const name of found)
    for (const [, imported] of textOf(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      found.add(`assets/${imported}`);
  return [...found];
}

const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

test(`scripts and styles have less than ${most / 1000} kB compressed`, () => {
  const sizes = firstFiles().map((name) => [name, gzipSync(textOf(name), { level: 9 }).length] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  expect(sizes.some(([name]) => name.endsWith('.css'))).toBe(true);
  expect(total, sizes.map((one) => one.join(' ')).join(', ')).toBeLessThan(most);
});

test('they are in few requests, and compressed by the build', () => {
  const files = firstFiles();
  expect(files.length).toBeLessThanOrEqual(4);
  const large = files.filter((name) => textOf(name).length > 10_000);
  for (const name of large)
    expect(gunzipSync(readFileSync(join(folder, `${name}.gz`))).toString(), name).toBe(textOf(name));
  expect(existsSync(join(folder, 'index.html.gz'))).toBe(false);
});
