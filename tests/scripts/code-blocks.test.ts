// The code of the documents works: each block is executed as it stands, long ones with options added that shorten them.
// What cannot be executed here has its reason in this file.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Agent } from '../../src/contracts/agent.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { phasicInTurn } from '../cli/phasic.ts';
import { isWhole } from '../sample.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { writeReadersRecordings } from './readers-recordings.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  'python/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Block {
  readonly language: string;
  readonly text: string;
}

const commands = /^(?:npx |npm |phasic |node |pip )/;

/** The blocks of a page in their order: with a fence, which names the language, or indented. */
function blocksOf(page: string): readonly Block[] {
  const pattern = /^```(\w*)\n([^]*?)^```$|(?<=\n\n)((?: {4}\S.*\n(?:\n(?= {4}))?)+)/gm;
  return [...readFileSync(join(root, page), 'utf8').matchAll(pattern)].map(([, language, fenced, indented]) => {
    if (fenced !== undefined) return { language: language === '' ? 'text' : (language as string), text: fenced };
    const text = (indented as string).replaceAll(/^ {4}/gm, '');
    return { language: commands.test(text) ? 'shell' : text.includes(' | ') ? 'design' : 'text', text };
  });
}

const shellLines = (page: string): readonly string[] =>
  blocksOf(page)
    .filter(({ language, text }) => language === 'shell' || (language === 'design' && text.includes('npx phasic')))
    .flatMap(({ text }) => text.split('\n').filter((line) => commands.test(line)))
    .map((line) => line.replace(/ +#.*$/, '').trim());

/** As a shell sees them: spaces between quotes part no words. */
const wordsOf = (line: string): readonly string[] =>
  (line.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []).map((word) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));

const phasicLines = (page: string): readonly (readonly string[])[] =>
  shellLines(page).flatMap((line) => {
    const words = /^(?:npx phasic|phasic|node bin\/phasic\.mjs) (.*)$/.exec(line)?.[1];
    return words === undefined ? [] : [wordsOf(words)];
  });

/** Why a command is not executed. */
function reasonOf(words: readonly string[]): string | undefined {
  if (words.includes('RUN')) return 'names no run';
  if (words.includes('Photometry.mat')) return 'names files whose authors gave no licence to copy them';
  if (words.includes('so-far.csv')) return 'names the trials of a rig; tests/cli does';
  if (words[0] === 'serve') return 'serves until it is stopped; tests/web does';
  if (words.includes('webgpu')) return 'needs a component that is installed; tests/compute does';
  if (words[0] === 'doctor' && !isWhole) return 'measures for some seconds: in npm run test:all';
  return undefined;
}

/** Added at the end of a command, where it counts more than what is there. */
function shortening(words: readonly string[]): readonly string[] {
  const unless = (option: string, value: string): readonly string[] => (words.includes(option) ? [] : [option, value]);
  switch (words[0]) {
    case 'train':
      return ['--steps', '2000', '--runs', 'runs'];
    case 'sweep':
      return words.includes('--subjects') ? ['--subjects', '20'] : [];
    case 'discriminate':
      return words.includes('--next-trial')
        ? []
        : ['--grid', '1', '--animals', '4..4', '--experiments', '20', '--set', 'trainingTrials=10'];
    case 'bench': {
      const cell = [...unless('--paradigms', 'schultz-1997'), ...unless('--agents', 'td-csc')];
      return [...cell, '--seeds', '2', '--store', 'cells'];
    }
    default:
      return words.includes('--seeds') ? ['--seeds', '2'] : [];
  }
}

const hasChoices = (design: string): boolean => design.includes('"stages"');

/** Files that the commands of a page name and the page shows, or that stand for the reader's own: its first design, recordings and bandit, and the user's own parts. */
function writeShownFiles(page: string, folder: string): void {
  const blocks = blocksOf(page);
  const design = blocks.find(({ language }) => language === 'design')?.text.replaceAll(/^npx .*$/gm, '');
  if (design !== undefined) writeFileSync(join(folder, 'blocking.txt'), design);
  const tables = blocks.filter(({ language }) => language === 'csv');
  for (const [i, name] of ['session.csv', 'bandit.csv'].entries())
    if (tables[i] !== undefined) writeFileSync(join(folder, name), tables[i].text);
  if (tables.length > 0) writeReadersRecordings(folder);
  const bandit = blocks.find(({ language, text }) => language === 'json' && hasChoices(text))?.text;
  if (bandit !== undefined) writeFileSync(join(folder, 'bandit.json'), bandit);
  for (const { language, text } of blocks) {
    const name = /^\/\/ (\S+)\n/.exec(text)?.[1];
    if (language !== 'js' || name === undefined) continue;
    const file = join(folder, 'my-parts', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const said = (lines: readonly (readonly string[])[], cwd: string): readonly string[] =>
  phasicInTurn(lines, { cwd }).flatMap(({ code, out, err }, i) =>
    code === 0 && out !== '' ? [] : [`phasic ${lines[i]?.join(' ')}: ${code} ${err}`],
  );

describe('commands', () => {
  test('are found in every page that has lines of them', () => {
    for (const page of pages) {
      const lines = readFileSync(join(root, page), 'utf8').match(/^ {4}(?:npx |npm |phasic |node |pip ).*$/gm) ?? [];
      expect(shellLines(page), page).toHaveLength(lines.length);
    }
  });

  const withCommands = pages.filter((page) => phasicLines(page).some((words) => reasonOf(words) === undefined));
  test.each(withCommands)('%s', (page) => {
    const folder = temporaryFolder();
    writeShownFiles(page, folder);
    const lines = phasicLines(page).filter((words) => reasonOf(words) === undefined);
    expect(
      said(
        lines.map((words) => [...words, ...shortening(words)]),
        folder,
      ),
    ).toEqual([]);
  });

  test('of npm name scripts of package.json, and files that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const all = pages.flatMap(shellLines).flatMap((line) => line.split(' && '));
    const named = all.flatMap((line) => /^npm (?:run )?([\w:]+)/.exec(line)?.[1] ?? []);
    expect(named.filter((name) => !(name in scripts || name === 'install'))).toEqual([]);
    const files = all
      .filter((line) => line.startsWith('npx vitest'))
      .flatMap((line) => line.match(/tests\/\S+/g) ?? []);
    for (const file of files) expect(() => readdirSync(join(root, dirname(file))), file).not.toThrow();
    expect(named).toContain('test:all');
  });
});

describe('designs', () => {
  const endings: Readonly<Record<string, string>> = { design: 'txt', json: 'json', rw: 'rw', calmr: 'csv' };

  test.each(pages.filter((page) => blocksOf(page).some(({ language }) => language in endings)))('%s', (page) => {
    const folder = temporaryFolder();
    const lines = blocksOf(page).flatMap(({ language, text }, i) => {
      const ending = endings[language];
      if (ending === undefined) return [];
      const name = `design-${i}.${ending}`;
      writeFileSync(join(folder, name), text.replaceAll(/^npx .*$/gm, ''));
      return [['run', name, '--agent', hasChoices(text) ? 'q-learning' : 'rescorla-wagner']];
    });
    expect(said(lines, folder)).toEqual([]);
  });
});

describe('TypeScript', () => {
  test('the agent of README has the types of the program, and runs', async () => {
    const { text } = blocksOf('README.md').find(({ language }) => language === 'ts') as Block;
    const folder = temporaryFolder();
    const file = join(folder, 'src/agents/my-agent.ts');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const name of ['contracts', 'core'])
      symlinkSync(join(root, 'src', name), join(folder, 'src', name), 'junction');
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/typescript/bin/tsc'),
        '--ignoreConfig',
        '--noEmit',
        '--strict',
        '--allowImportingTsExtensions',
        '--skipLibCheck',
        '--module',
        'nodenext',
        '--target',
        'es2023',
        '--types',
        '',
        file,
      ],
      { encoding: 'utf8', cwd: root },
    );
    expect([status, stdout]).toEqual([0, '']);
    const { default: agent } = (await import(pathToFileURL(file).href)) as { readonly default: Agent };
    const { architecture, objective, learningRule } = agent;
    const spec = completeTrialSpec({ world: 'schultz-1997', agent: { architecture, objective, learningRule } });
    expect(runToEnd(spec).result.signatures.length).toBeGreaterThan(0);
  });
});

describe('Python', () => {
  const imports = (libraries: string): boolean =>
    spawnSync('python3', ['-c', `import ${libraries}`], { encoding: 'utf8' }).status === 0;
  const hasPandas = imports('pandas, pyarrow, numpy');
  const hasTorch = hasPandas && imports('torch, safetensors');
  if (!hasPandas) console.warn('no Python with pandas and pyarrow here: the Python of the documents is not executed');
  if (!hasTorch) console.warn('no Python with PyTorch here: its block in docs/files.md is not executed');

  /** The saved runs that the blocks of a page open, by the names that these have there. */
  const saved: Readonly<Record<string, readonly string[]>> = {
    'docs/files.md': [
      'run dabney-2020 --units all --save',
      'run starkweather-2017 --agent td-belief --units belief --save',
      ...(hasTorch ? ['train breakout --agent dqn --steps 100000'] : []),
    ],
    'python/README.md': ['run schultz-1997 --save'],
  };
  const blocksIn = (page: string): readonly string[] =>
    blocksOf(page)
      // Its runs with all their units take the longest.
      .filter(() => isWhole || page !== 'docs/files.md')
      .filter(({ language, text }) => language === 'python' && (hasTorch || !text.includes('torch')))
      .map(({ text }) => text);
  const run =
    'import sys\nscope = {}\nfor file in sys.argv[1:]: exec(compile(open(file).read(), file, "exec"), scope)\n';

  describe.skipIf(!hasPandas)('with pandas', () => {
    test.each(pages.filter((page) => blocksIn(page).length > 0))('%s', (page) => {
      const folder = temporaryFolder();
      const lines = (saved[page] ?? []).map((line) => [...line.split(' '), '--runs', 'Phasic/runs']);
      expect(said(lines, folder)).toEqual([]);
      const files = blocksIn(page).map((text, i) => {
        writeFileSync(join(folder, `block-${i}.py`), text);
        return `block-${i}.py`;
      });
      const { status, stderr } = spawnSync('python3', ['-c', run, ...files], {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          PHASIC: join(root, 'bin/phasic.cjs'),
          PHASIC_RUNS: join(folder, 'Phasic/runs'),
          PYTHONPATH: join(root, 'python/src'),
          PYTHONDONTWRITEBYTECODE: '1',
        },
      });
      expect([status, stderr]).toEqual([0, '']);
    });
  });
});

test('there is no other kind of block', () => {
  const executed = ['shell', 'design', 'json', 'rw', 'calmr', 'csv', 'ts', 'js', 'python'];
  // A table is opened by the commands below it. The recipes for R are executed in tests/cli/r-recipe.test.ts; four texts show the names of files, of layers, and two equations; docs/choice-models.md has the equations of models, as they declare them.
  const others = pages.flatMap((page) =>
    blocksOf(page)
      .filter(({ language }) => ![...executed, 'r', 'text'].includes(language))
      .map(({ language, text }) => `${page}: ${language}: ${text}`),
  );
  expect(others).toEqual([]);
  const shown = pages.filter((page) => page !== 'docs/choice-models.md').flatMap(blocksOf);
  expect(shown.filter(({ language }) => language === 'text')).toHaveLength(4);
});
