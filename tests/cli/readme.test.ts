import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { phasic } from './phasic.ts';

test('README’s table of commands agrees with their declarations; `npm run docs` writes it', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const table = /<!-- commands: npm run docs -->\n([^]*?)\n<!-- \/commands -->/.exec(readme)?.[1];
  expect(table).toBe(phasic(['help', '--markdown']).out.trimEnd());
});

test('docs/environments.md agrees with the declarations of the environments; `npm run docs` writes it', () => {
  const page = readFileSync(new URL('../../docs/environments.md', import.meta.url), 'utf8');
  expect(page).toBe(phasic(['list', 'envs', '--markdown']).out);
});
