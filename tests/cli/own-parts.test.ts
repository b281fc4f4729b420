import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic } from './phasic.ts';

/** The files of the tutorial, as a reader would write them. */
function partsOfThePage(): string {
  const page = readFileSync(new URL('../../docs/your-own-model.md', import.meta.url), 'utf8');
  const folder = temporaryFolder();
  for (const [, name = '', code = ''] of page.matchAll(/```js\n\/\/ (\S+)\n([^]*?)```/g)) write(folder, name, code);
  return folder;
}

function write(folder: string, name: string, code: string): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
}

const json = (args: readonly string[]) => {
  const { code, out, err } = phasic([...args, '--json']);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as {
    readonly conditions?: unknown;
    readonly checked?: readonly { readonly flaws: readonly string[] }[];
  };
};

const agent = (id: string, more = ''): string =>
  `import { defineAgent } from 'phasic/parts';
   export default defineAgent({ id: '${id}', version: 1, title: 'T', summary: 'S', citation: { text: 'me' },
     architecture: { id: 'complete-serial-compound', parameters: {} }, objective: { id: 'discounted-return', parameters: {} },
     learningRule: { id: 'td-zero', parameters: {} }, ${more} });`;

describe('a folder of the user’s own parts', () => {
  test('the model of docs/your-own-model.md passes the checks', () => {
    const { checked = [] } = json(['check', partsOfThePage()]);
    expect(checked.length).toBeGreaterThan(1);
    expect(checked.filter(({ flaws }) => flaws.length > 0)).toEqual([]);
  });

  test('with equal rates it is TD(0), in this process and in worker threads', () => {
    const folder = partsOfThePage();
    const equal = ['--set', 'positiveRate=0.1', '--set', 'negativeRate=0.1', '--parts', folder];
    for (const seeds of [[], ['--seeds', '2', '--workers', '2']]) {
      const mine = json(['run', 'schultz-1997', '--agent', 'two-rates', ...equal, ...seeds]);
      const theirs = json([
        'run',
        'schultz-1997',
        '--agent',
        'td-csc',
        '--set',
        'learningRate=0.1',
        '--set',
        'discount=0.9',
        ...seeds,
      ]);
      expect(mine.conditions).toEqual(theirs.conditions);
    }
  });

  test('is listed with the option or the environment variable, and not without them', () => {
    const folder = partsOfThePage();
    expect(phasic(['list', 'agents', `--parts=${folder}`]).out).toContain('two-rates');
    expect(phasic(['list', 'agents'], { env: { PHASIC_PARTS: folder } }).out).toContain('two-rates');
    expect(phasic(['list', 'agents']).out).not.toContain('two-rates');
  });
});

describe('an error is one line, and the rest of the program works', () => {
  test.each([
    ['code that does not parse', 'agents/a.js', 'export default {', /a\.js: Unexpected/],
    [
      'another id than the file’s name',
      'agents/a.js',
      agent('b'),
      /a\.js: it declares the id 'b'; let the id be the file's name, 'a'/,
    ],
    ['an existing id', 'agents/td-csc.js', agent('td-csc'), /td-csc\.js: there is already another agent 'td-csc'/],
    ['no default export', 'agents/a.js', 'export const a = 1;', /a\.js: it has no default export/],
    [
      'an object without define',
      'agents/a.js',
      "export default { id: 'a', version: 1, title: 't', summary: 's', citation: { text: 'c' } };",
      /was not made by a define/,
    ],
    [
      'an agent with an unknown rule',
      'agents/a.js',
      agent('a', "learningRule: { id: 'td-zer', parameters: {} }"),
      /a\.js: unknown learning rule 'td-zer'; did you mean 'td-zero'/,
    ],
    [
      'recorded numbers without a source',
      'agents/a.js',
      agent('a', "recorded: [{ citation: { text: 'me' } }]"),
      /a\.js: it has recorded numbers without sources; add sources/,
    ],
    ['no summary', 'agents/a.js', agent('a', "summary: ''"), /a\.js: it has no summary/],
  ])('%s', (_, name, code, line) => {
    const folder = temporaryFolder();
    write(folder, name, code);
    write(folder, 'agents/fine.js', agent('fine'));
    const { code: exit, out, err } = phasic(['list', 'agents', '--parts', folder]);
    expect(exit).toBe(0);
    expect(
      err
        .trim()
        .split('\n')
        .filter((text) => !text.includes('building')),
    ).toHaveLength(1);
    expect(err).toMatch(line);
    expect(out).toContain('fine');
    expect(phasic(['check', folder]).code).toBe(1);
  });

  test('a folder that is not a folder of parts', () => {
    for (const [args, line] of [
      [['list', '--parts'], /--parts needs a value/],
      [['list', '--parts', join(temporaryFolder(), 'none')], /there is no such folder/],
      [['list', '--parts', temporaryFolder()], /there are no parts in it/],
      [['check'], /missing argument FOLDER/],
    ] as const) {
      const { code, err } = phasic(args);
      expect(code).toBe(2);
      expect(err).toMatch(line);
    }
  });

  test('a rule with an incomplete state, and an agent that gives NaN, fail', () => {
    const folder = partsOfThePage();
    const rule = readFileSync(join(folder, 'learning-rules/two-rates.js'), 'utf8');
    writeFileSync(
      join(folder, 'learning-rules/two-rates.js'),
      rule.replace('weights.set(state.subarray(0, size));', ''),
    );
    expect(phasic(['check', folder]).out).toContain('taken on from a saved state it goes another way');
    writeFileSync(
      join(folder, 'learning-rules/two-rates.js'),
      rule.replace('value[offset + row] = next', 'value[offset + row] = NaN'),
    );
    expect(phasic(['check', folder]).out).toContain('NaN or infinite');
  });
});
