// What the documents say can be done: their links lead somewhere, and their command lines are ones that the program takes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { allCommands } from '../../src/cli/all-commands.ts';
import { parseCommandLine } from '../../src/cli/command.ts';
import { completeSpec } from '../../src/engine/complete-spec.ts';
import { list } from '../../src/engine/registry.ts';
import { exampleChoices } from '../../src/fitting/choices/example-choices.ts';
import { exampleOf, examplePrefix } from '../../src/recorded/examples.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pagesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const pages = [...pagesIn('.'), ...pagesIn('docs'), ...pagesIn('docs/matrix')];
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** The anchors of a page: its headings, as hosts of Markdown name them, and those given by hand. */
const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set([
    ...[...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .replaceAll(/<[^>]*>|[`*]/g, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
    ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id),
  ]);

test.each(pages)('the links of %s lead to files and headings that exist', (page) => {
  const missing = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^(https?|mailto):/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(root, file))) return [link];
    return anchor === undefined || anchorsOf(textOf(file)).has(anchor) ? [] : [link];
  });
  expect(missing).toEqual([]);
});

const commands = await allCommands();

/** Command lines of a page that can be typed as they are: no placeholder in capitals, no alternatives. */
const linesOf = (page: string): readonly string[] =>
  [...textOf(page).matchAll(/(?:^ {4}|`)(?:npx )?phasic ([a-z][^`#\n]*)/gm)]
    .map(([, line = '']) => line.trim())
    .filter((line) => !/\b[A-Z]{2,}\b|\.\.\.$|[[\]|]|[*$]/.test(line));

describe.each(pages.filter((page) => page !== 'CHANGELOG.md' && linesOf(page).length > 0))('%s', (page) => {
  test.each(linesOf(page))('phasic %s', (line) => {
    const [name = '', ...words] = line.split(/\s+/);
    if (name === 'help' || name === 'version') return;
    const command = commands.find((one) => one.name === name);
    expect(command, 'a command').toBeDefined();
    if (command === undefined || words.some((word) => word.startsWith('--parts'))) return;
    // An option may be named alone, to speak of it.
    if (words.length === 1 && words[0]?.startsWith('--')) {
      expect(Object.keys(command.options)).toContain(words[0].slice(2));
      return;
    }
    const args = parseCommandLine(command, words);
    const [what] = args.positionals;
    if (what === undefined || /[./]/.test(what)) return;
    if (what.startsWith(examplePrefix)) {
      if (what !== exampleChoices.name) exampleOf(what.slice(examplePrefix.length));
      return;
    }
    const ids = (command.ids ?? []).flatMap((kind) => list(kind).map(({ id }) => id));
    if (ids.length > 0) expect(ids).toContain(what);
    for (const agent of [...args.texts('agent'), ...args.texts('agents').flatMap((text) => text.split(','))])
      if (name !== 'bench') expect(() => completeSpec({ world: what, agent }), agent).not.toThrow();
  });
});
