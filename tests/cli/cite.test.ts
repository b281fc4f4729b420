import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { version } from '../../src/install/version.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic } from './phasic.ts';

const program = new RegExp(
  String.raw`^The Phasic authors, Phasic, version ${version}(, commit [0-9a-f]{40}(-dirty)?)?\n`,
);

function cite(...args: readonly string[]): string {
  const { code, out, err } = phasic(['cite', ...args]);
  expect(err.replaceAll(/phasic: building.*\n/g, '')).toBe('');
  expect(code).toBe(0);
  return out;
}

test('a saved run is cited by folder, name or manifest: the program that made it, and the papers of all its parts', () => {
  const runs = temporaryFolder();
  phasic(['run', 'daw-2011', '--set', 'trials=20', '--manipulate', 'rpe-gains', '--save', '--runs', runs]);
  const [name = ''] = readdirSync(runs);
  const texts = [cite(join(runs, name)), cite(name, '--runs', runs), cite(join(runs, name, 'manifest.json'))];
  expect(new Set(texts).size).toBe(1);
  expect(texts[0]).toMatch(program);
  for (const use of [
    'paradigm daw-2011',
    'agent ',
    'learning rule ',
    'policy ',
    'recording ',
    'manipulation rpe-gains',
  ])
    expect(texts[0]).toContain(use);
  expect(texts[0]).toContain('https://doi.org/10.1016/j.neuron.2011.02.027\n    paradigm daw-2011');
});

test('a spec, a design, a paradigm with an agent, and a part', () => {
  const folder = temporaryFolder();
  const [spec, design] = ['spec.json', 'design.txt'].map((name) => join(folder, name)) as [string, string];
  writeFileSync(spec, JSON.stringify({ world: 'schultz-1997', agent: 'td-csc' }));
  writeFileSync(design, 'Blocking | 4A+ | 4AB+ | 2#B\n');
  expect(cite(spec)).toBe(cite('schultz-1997', '--agent', 'td-csc'));
  expect(cite(design)).toContain('paradigm own-design');
  expect(cite('td-lambda')).toContain('    learning rule td-lambda');
  expect(cite('eshel-2015')).toContain('spikes in https://github.com/');
  expect(cite()).toMatch(new RegExp(`${program.source}$`));
});

test('each work is named once', () => {
  const text = cite('schultz-1997', '--agent', 'td-csc');
  expect(text.split('Science 275:1593')).toHaveLength(2);
  expect(text).toContain('    paradigm schultz-1997, agent td-csc\n');
});

test('BibTeX and JSON', () => {
  expect(cite('schultz-1997', '--bibtex')).toMatch(
    /^@misc\{phasic,[^@]*@article\{schultz1997,\n {2}author = \{Schultz and Dayan and Montague\},/,
  );
  const { program: made, works, recorded } = JSON.parse(cite('eshel-2015', '--json')) as Record<string, unknown[]>;
  expect(made).toMatchObject({ version });
  expect(works).toMatchObject([
    { year: 2015, fields: { journal: 'Nature' }, uses: ['paradigm eshel-2015', expect.any(String)] },
  ]);
  expect(recorded?.[0]).toMatchObject({
    paradigm: 'eshel-2015',
    sources: [{ licence: expect.stringContaining('none stated') as string }],
  });
});

test.each([
  [['schultz-1998'], /'schultz-1998' is neither a saved run, nor a file, nor a part; did you mean 'schultz-1997'/],
  [['no/such.json'], /no\/such\.json/],
  [['.'], /'\.' is neither a saved run/],
  [['td-csc', '--agent', 'td-csc'], /--agent goes with a paradigm or an environment/],
  [['schultz-1997', '--agent', 'td-cs'], /unknown agent 'td-cs'/],
  [['--json', '--bibtex'], /--bibtex and --json are different forms/],
])('%j is refused in a line', (args, line) => {
  const { code, err } = phasic(['cite', ...args]);
  expect(code).toBe(2);
  expect(err.trim().split('\n').at(-1)).toMatch(line);
});
