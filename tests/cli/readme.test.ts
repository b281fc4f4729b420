import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { phasic } from './phasic.ts';

const textOf = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test('README’s table of commands agrees with their declarations; `npm run docs` writes it', () => {
  const readme = textOf('README.md');
  const table = /<!-- commands: npm run docs -->\n([^]*?)\n<!-- \/commands -->/.exec(readme)?.[1];
  expect(table).toBe(phasic(['help', '--markdown']).out.trimEnd());
});

test('docs/environments.md agrees with the declarations of the environments; `npm run docs` writes it', () => {
  const page = textOf('docs/environments.md');
  expect(page).toBe(phasic(['list', 'envs', '--markdown']).out);
});

test('docs/data-sources.md agrees with the declarations of the paradigms; `npm run docs` writes it', () =>
  expect(textOf('docs/data-sources.md')).toBe(phasic(['cite', '--markdown']).out));

test('every licence names the author of package.json', () => {
  const { author } = JSON.parse(textOf('package.json')) as { author: string };
  for (const file of ['LICENSE', 'python/LICENSE', 'packaging/electron-builder.json'])
    expect(textOf(file), file).toMatch(new RegExp(`Copyright \\(c\\) 2026 ${author}\\b`));
});

test('CITATION.cff names the version, the licence and the authors of package.json', () => {
  const { version, license, author } = JSON.parse(textOf('package.json')) as Record<string, string>;
  const citation = textOf('CITATION.cff');
  expect(/^version: (.*)$/m.exec(citation)?.[1]).toBe(version);
  expect(/^license: (.*)$/m.exec(citation)?.[1]).toBe(license);
  expect(/^authors:\n {2}- name: (.*)$/m.exec(citation)?.[1]).toBe(author);
});
