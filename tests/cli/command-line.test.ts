// The command line as a whole: every command with every option, its help and examples, and the mistakes of newcomers.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCommands } from '../../src/cli/all-commands.ts';
import { optionsOf, parseCommandLine, type Command } from '../../src/cli/command.ts';
import { InputError } from '../../src/core/errors.ts';
import { list } from '../../src/engine/registry.ts';
import { phasic, phasicAlone, phasicInTurn, type Done } from './phasic.ts';

const commands = await allCommands();
const folder = mkdtempSync(join(tmpdir(), 'phasic-command-line-'));
afterAll(() => rmSync(folder, { recursive: true }));

const withValue = (command: Command, name: string): readonly string[] =>
  optionsOf(command)[name]?.type === 'boolean' ? [`--${name}`] : [`--${name}`, '1'];

describe.each(commands.map((command) => ({ name: command.name, command })))('phasic $name', ({ command }) => {
  const own = optionsOf(command);
  const all = Object.assign({}, ...commands.map(optionsOf)) as ReturnType<typeof optionsOf>;

  test('takes each of its options, and refuses every other one in a line', () => {
    for (const [name, option] of Object.entries(all)) {
      if (name in own) {
        const args = parseCommandLine(command, withValue(command, name));
        expect(args.on(name), name).toBe(true);
        if (option.short !== undefined) expect(parseCommandLine(command, [`-${option.short}`]).on(name)).toBe(true);
      } else
        expect(() => parseCommandLine(command, [`--${name}`]), name).toThrow(
          new RegExp(`^phasic ${command.name}: unknown option '--${name}'; `),
        );
    }
  });

  test('refuses an option without its value, and a value where there is none', () => {
    for (const [name, { type }] of Object.entries(own))
      expect(() => parseCommandLine(command, [type === 'boolean' ? `--${name}=1` : `--${name}`]), name).toThrow(
        InputError,
      );
  });

  test('has three examples of itself, of options and ids that exist', () => {
    for (const example of command.examples) {
      const line = /(?:^|\()phasic ([^#>)]*)/.exec(example)?.[1] ?? '';
      const [name, ...words] = line.trim().split(/ +/);
      expect(name, example).toBe(command.name);
      const { positionals, texts } = parseCommandLine(
        command,
        words.filter((word) => !/^--parts$|^my-parts$/.test(word)),
      );
      const ids = [...texts('agents'), ...texts('agent')].flatMap((text) => text.split(','));
      for (const id of ids)
        expect(
          list('agents').map((one) => one.id),
          example,
        ).toContain(id);
      const named = (command.ids ?? []).flatMap((kind) => list(kind).map((one) => one.id));
      for (const word of positionals) if (/^[a-z]+-\d{4}$/.test(word)) expect(named, example).toContain(word);
    }
  });
});

test('an option has one meaning: what several commands have, they declare alike', () => {
  // A cell has ten seeds, not one; doctor reports on a backend instead of using it; what import and fit open is
  // recorded already, and import opens saved data sets too; a fit and a design are saved as one file; subjects that choose are
  // simulated otherwise than sessions.
  const apart = new Set([
    'bench seeds',
    'doctor backend',
    'bench agents',
    'import set',
    'import mapping',
    'import recording',
    'import agents',
    'compare agents',
    'fit agent',
    'fit dff',
    'fit waive',
    'fit recording',
    'fit save',
    'discriminate save',
    'discriminate noise',
    'fit posterior',
    'fit group',
    'fit contrast',
    'fit animals',
    'discriminate animals',
    'discriminate vary',
    'discriminate grid',
    'fit set',
    'fit-choices blocks',
    'fit-choices recover',
    'fit-choices regressors',
    'cite agent',
    'setup-tensorflow check',
    'setup-webgpu check',
    'setup-tensorflow remove',
    'setup-webgpu remove',
    'list markdown',
    'cite markdown',
  ]);
  const seen = new Map<string, string>();
  for (const command of commands)
    for (const [name, option] of Object.entries(optionsOf(command))) {
      if (apart.has(`${command.name} ${name}`)) continue;
      const declared = JSON.stringify(option);
      expect(seen.get(name) ?? declared, `${command.name} --${name}`).toBe(declared);
      seen.set(name, declared);
    }
});

test('help COMMAND is COMMAND --help, in lines of at most 100 characters; version has three names', () => {
  const asked = commands.flatMap(({ name }) => [
    ['help', name],
    [name, '--help'],
    [name, '-h'],
  ]);
  const answers = phasicInTurn([...asked, ['version'], ['-V'], ['--version'], ['help'], []]);
  for (const { code, err } of answers) expect([code, err]).toEqual([0, '']);
  const outs = answers.map(({ out }) => out);
  commands.forEach(({ name, examples }, i) => {
    const [help, long, short] = outs.slice(3 * i, 3 * i + 3) as [string, string, string];
    expect([long, short], name).toEqual([help, help]);
    for (const example of examples) expect(help).toContain(example);
    for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });
  const [version, short, long, help, none] = outs.slice(3 * commands.length);
  expect([short, long]).toEqual([version, version]);
  expect(none).toBe(help);
});

test('at 80 columns nothing is wider', () => {
  const env = { COLUMNS: '80' };
  for (const args of [
    ['run', 'schultz-1997', '--seeds', '2'],
    ['compare', 'schultz-1997', '--agents', 'td-csc,td-presence'],
    ['compare', 'schultz-1997', '--agents', 'td-csc,td-presence', '--seeds', '2'],
    ['list'],
    ['show', 'dabney-2020'],
    ['help'],
    ['help', 'sweep'],
    ['help', 'run'],
  ]) {
    const { out } = phasic(args, { env });
    const wide = out.split('\n').filter((line) => line.length > 80);
    // A command line is one line, to be copied.
    expect(wide.filter((line) => !/^ +phasic /.test(line))).toEqual([]);
  }
});

test('--quiet leaves nothing on standard error but errors', () => {
  const quiet = ['run', 'schultz-1997', '--save', '--runs', join(folder, 'quiet'), '--quiet'];
  expect(phasic(quiet)).toMatchObject({ code: 0, err: '' });
  expect(phasic(['run', 'schultz-199', '-q'])).toMatchObject({ code: 2, err: expect.stringMatching(/^phasic: /) });
});

describe('completion', () => {
  test('of bash completes commands, options and ids', () => {
    const { out } = phasic(['completion', 'bash']);
    const replies = (...words: readonly string[]): readonly string[] =>
      execFileSync(
        'bash',
        [
          '-c',
          `${out}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _phasic; printf '%s\\n' "\${COMPREPLY[@]}"`,
          '-',
          ...words,
        ],
        { encoding: 'utf8', cwd: folder },
      )
        .trim()
        .split('\n');
    expect(replies('phasic', 'co')).toEqual(['compare', 'completion']);
    expect(replies('phasic', 'run', 'schu')).toEqual(['schultz-1997']);
    expect(replies('phasic', 'run', 'x', '--agent', 'td-mi')).toEqual(['td-microstimuli']);
    expect(replies('phasic', 'run', 'x', '--fi')).toEqual(['--figure']);
    expect(replies('phasic', 'train', 'snak')).toEqual(['snake']);
  });

  test.each(['zsh', 'fish'])('of %s names every command and option', (shell) => {
    const { code, out } = phasic(['completion', shell]);
    expect(code).toBe(0);
    for (const command of commands)
      for (const name of Object.keys(optionsOf(command))) expect(out, `${command.name} ${name}`).toContain(name);
  });
});

describe('what run, compare and sweep write', () => {
  const inFolder = (name: string): string => join(folder, name);
  const short = ['schultz-1997', '--set', 'trainingTrials=20', '--set', 'probeTrials=5'];
  const files = (name: string): readonly string[] => [
    '--csv',
    inFolder(`${name}.csv`),
    '--figure',
    inFolder(`${name}.svg`),
    '--spec',
    inFolder(`${name}.json`),
  ];

  test.each([
    ['run', ['run', ...short], 1],
    ['run-seeds', ['run', ...short, '--seeds', '2'], 2],
    ['compare', ['compare', ...short, '--agents', 'td-csc,td-presence'], 2],
    ['compare-seeds', ['compare', ...short, '--agents', 'td-csc,td-presence', '--seeds', '2'], 4],
  ] as const)(
    '%s: a table with its notes, a figure, a spec that runs again, and the saved runs',
    (name, args, runs) => {
      const { code, err } = phasic([...args, ...files(name), '--save', '--runs', inFolder(`${name}-runs`)]);
      expect([code, err]).toEqual([0, expect.stringContaining('saved')]);
      expect(readFileSync(inFolder(`${name}.csv`), 'utf8')).toMatch(
        /^agent,manipulations,condition,align,t_s,signal,mean,sem,n/,
      );
      expect(JSON.parse(readFileSync(inFolder(`${name}.csv.json`), 'utf8')).columns.mean).toBeDefined();
      expect(readFileSync(inFolder(`${name}.svg`), 'utf8')).toContain('<svg');
      const saved = readdirSync(inFolder(`${name}-runs`));
      expect(saved).toHaveLength(runs);
      expect(phasic(['verify', saved[0] as string, '--runs', inFolder(`${name}-runs`)]).code).toBe(0);
      const again = phasic([
        args[0],
        inFolder(`${name}.json`),
        ...args.slice(args.indexOf('--seeds') === -1 ? args.length : args.indexOf('--seeds')),
        '--json',
      ]);
      const first = phasic([...args, '--json']);
      const timeless = (out: string): unknown => ({ ...JSON.parse(out), seconds: 0 });
      expect(timeless(again.out)).toEqual(timeless(first.out));
    },
  );

  test('a figure is SVG, PNG or PDF, and from each its experiment is read', () => {
    const drawn = [
      ['run', ['run', ...short], ['svg', 'png', 'PDF']],
      ['run', ['run', ...short, '--seeds', '2'], ['svg', 'PNG']],
      ['compare', ['compare', ...short, '--agents', 'td-csc,td-presence'], ['svg', 'pdf']],
      ['show', ['sweep', ...short, '--vary', 'learningRate=0.1,0.2'], ['svg', 'png']],
      ['show', ['train', 'bandit', '--steps', '300', '--runs', inFolder('trained'), '--again'], ['svg', 'pdf']],
    ] as const;
    const figures = drawn.flatMap(([reader, args, endings], i) =>
      endings.map((ending) => {
        const figure = inFolder(`figure-${i}.${ending}`);
        // One of each command in a process of its own, silenced; the others where the drawing of pixels is loaded once.
        const done = ending === 'svg' ? phasicAlone([...args, '--figure', figure, '--quiet']) : undefined;
        if (done === undefined) expect(phasic([...args, '--figure', figure]).code).toBe(0);
        else expect(done).toMatchObject({ code: 0, err: '' });
        const begins = { svg: '<?xml', png: '\u0089PNG', pdf: '%PDF-' }[ending.toLowerCase()];
        expect(
          readFileSync(figure)
            .toString('latin1')
            .startsWith(begins as string),
          figure,
        ).toBe(true);
        return { command: i, figure, line: [reader, figure, '--json'] };
      }),
    );
    const answers = phasicInTurn(figures.map(({ line }) => line));
    const experiments = answers.map(({ code, out }, i) => {
      expect(code, figures[i]?.figure).toBe(0);
      return { ...JSON.parse(out), seconds: 0 };
    });
    figures.forEach(({ command, figure }, i) => {
      const first = figures.findIndex((one) => one.command === command);
      expect(experiments[i], figure).toEqual(experiments[first]);
    });
    expect(experiments[0].spec.world.parameters.trainingTrials).toBe(20);
  });

  test('means over seeds in a table are those of JSON, and their intervals those of the runs alone', () => {
    const { arms } = JSON.parse(
      phasic(['compare', ...short, '--agents', 'td-csc,td-presence', '--seeds', '2', '--json']).out,
    );
    const alone = JSON.parse(phasic(['run', ...short, '--agent', 'td-presence', '--seeds', '2', '--json']).out);
    expect(arms[1].signatures).toEqual(alone.signatures);
    expect(arms[1].conditions).toEqual(alone.conditions);
  });

  test('what the resident process does is what a process does for one command alone', () => {
    const runs = ['--runs', inFolder('alone')];
    expect(phasic(['run', ...short, '--save', ...runs]).code).toBe(0);
    const [run = ''] = readdirSync(inFolder('alone'));
    const timeless = ({ code, out, err }: Done): Done => ({ code, err, out: out.replace(/"seconds":[\d.e-]+/g, '') });
    for (const args of [
      ['run', ...short, '--json'],
      ['run', ...short, '--agent', 'td-quantile', '--recording', 'spikes', '--seeds', '2', '--json'],
      ['run', ...short, '--agent', 'anccr', '--manipulate', 'rpe-gains:gainNegative=0.5', '--json'],
      ['run', 'daw-2011', '--set', 'trials=20', '--json'],
      ['compare', ...short, '--agents', 'td-csc,td-presence', '--json'],
      ['sweep', ...short, '--vary', 'learningRate=0.1,0.2', '--population', 'off', '--json'],
      ['verify', run, ...runs],
      ['show', 'schultz-1997'],
      ['cite', 'schultz-1997'],
      ['train', 'nowhere'],
    ]) {
      const done = phasic(args);
      expect(done.code, args.join(' ')).toBe(args[0] === 'train' ? 2 : 0);
      expect(timeless(done)).toEqual(timeless(phasicAlone(args)));
    }
  });

  test('sweep --spec is the experiment that it varies', () => {
    const { code } = phasic(['sweep', ...short, '--vary', 'learningRate=0.1,0.2', '--spec', inFolder('sweep.json')]);
    expect(code).toBe(0);
    expect(phasic(['show', inFolder('sweep.json')]).out).toContain('schultz-1997, td-csc, seed 1');
  });

  test('a design shows what was learned of each cue, in the first trial and at the end', () => {
    const design = inFolder('design.txt');
    writeFileSync(design, 'Blocking | 40A+ | 40AB+ | 10#B\n');
    // Rescorla & Wagner 1972: after n trials V = 1 - (1 - αβ)^n, so the mean of trials 36 to 40 begins from 35 to 39.
    const { parameters } = JSON.parse(phasic(['show', 'rescorla-wagner', '--json']).out)['learning-rules'];
    const rate = parameters.learningRate.default as number;
    const last = [35, 36, 37, 38, 39].reduce((sum, n) => sum + (1 - (1 - rate) ** n) / 5, 0);
    const { out } = phasic(['run', design, '--agent', 'rescorla-wagner']);
    const [, first, end] = /Blocking 1: A\+ +40 +A +(\S+) +(\S+)/.exec(out) ?? [];
    expect(Number(first)).toBe(0);
    expect(Number(end)).toBeCloseTo(last, 3);
    expect(phasic(['compare', design, '--agents', 'rescorla-wagner,td-csc']).out).toContain(`  A  `.trim());
  });
});

describe('mistakes of newcomers: one line with the remedy, and exit code 2', () => {
  beforeAll(() => {
    writeFileSync(join(folder, 'broken.json'), '{"phasic": 1, ');
    writeFileSync(join(folder, 'notes.txt'), 'Dear diary, the mouse licked.\n');
    writeFileSync(join(folder, 'picture.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  });
  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [['rum', 'schultz-1997'], /unknown command 'rum'; did you mean 'run'/],
    [['--agent', 'td-csc'], /a command is missing before '--agent'/],
    [['help', 'runn'], /unknown command 'runn'; did you mean 'run'/],
    [['run'], /^phasic: run: missing argument PARADIGM/],
    [
      ['run', 'schultz'],
      /'schultz' is neither a paradigm nor a file; did you mean 'hollerman-schultz-1998' or 'schultz-1997'/,
    ],
    [['run', 'Schultz-1997'], /did you mean 'schultz-1997'/],
    [['run', 'breakout'], /'breakout' is an environment.*phasic train/],
    [['run', 'td-csc'], /'td-csc' is neither a paradigm nor a file/],
    [['run', 'schultz-1997', 'td-csc'], /unexpected argument 'td-csc'/],
    [['run', 'schultz-1997', '--agent'], /--agent needs a value/],
    [['run', 'schultz-1997', '--agnet', 'td-csc'], /unknown option '--agnet'; did you mean '--agent'/],
    [['run', 'schultz-1997', '--agent', 'tdcsc'], /did you mean 'td-csc'/],
    [['run', 'schultz-1997', '--agent', 'dqn'], /'dqn'/],
    [['run', 'schultz-1997', '--agent', 'q-learning'], /requires choices/],
    [['run', 'schultz-1997', '--set', 'learningRate'], /--set/],
    [['run', 'schultz-1997', '--set', 'learningRate=2'], /learningRate = 2/],
    [['run', 'schultz-1997', '--set', 'alpha=0.1'], /'alpha'/],
    [['run', 'schultz-1997', '--set', 'learningRate=0,1'], /learningRate/],
    [['run', 'schultz-1997', '--seed', '-1'], /--seed/],
    [['run', 'schultz-1997', '--seed', '1.5'], /--seed/],
    [['run', 'schultz-1997', '--seeds', '0'], /--seeds/],
    [['run', 'schultz-1997', '--seeds', 'ten'], /'ten' is not allowed/],
    [
      ['run', 'schultz-1997', '--figure', 'figure.jpg'],
      /not an SVG, PNG or PDF file; name a file that ends in \.svg, \.png or \.pdf/,
    ],
    [['run', 'schultz-1997', '--figure', 'nowhere/figure.svg'], /cannot be written.*choose a folder that exists/],
    [['run', 'schultz-1997', '--csv', '.'], /is a folder/],
    [['run', 'schultz-1997', '--csv', '-', '--json'], /would be written to the same place/],
    [['run', 'schultz-1997', '--units', 'all'], /--save or --units-csv or --figure/],
    [['run', 'schultz-1997', '--manipulate', 'clamp'], /'clamp'/],
    [['run', 'schultz-1997', '--recording', 'spike'], /did you mean 'spikes'/],
    [['run', 'broken.json'], /broken\.json, line 1/],
    [['run', 'missing.json'], /missing\.json: the file is missing/],
    [['run', 'notes.txt'], /notes\.txt, line 1/],
    [['run', 'picture.svg'], /picture\.svg: /],
    [['run', '.'], /this is a folder, but not of a saved run/],
    [['run', '#schultz-1997~abc'], /the link is cut short or changed/],
    [
      ['compare', 'schultz-1997', '--vary', 'learningRate=0.1,0.2'],
      /^phasic: compare: unknown option '--vary'; it is an option of discriminate and sweep; `phasic compare --help` lists those of this/,
    ],
    [
      ['verify', 'x', '--seed=3'],
      /unknown option '--seed'; it is an option of compare, discriminate, fit-choices, fit, run, sweep and train;/,
    ],
    [['compare', 'kim-2020', '--agents', 'td-csc,td-presence', '--backend', 'wsm'], /did you mean 'wasm'/],
    [
      ['compare', 'kim-2020', '--agents', 'td-csc,td-presence', '--backend', 'wasm', '--seeds', '2'],
      /leave out --seeds/,
    ],
    [['compare', 'schultz-1997'], /there is nothing to compare/],
    [['compare', 'schultz-1997', '--agents', 'td-csc'], /name two or more agents/],
    [['compare', 'schultz-1997', '--agents', 'td-csc td-presence'], /'td-csc td-presence'|name two or more/],
    [['sweep', 'schultz-1997'], /nothing varies/],
    [['sweep', 'schultz-1997', '--vary', 'learningRate'], /--vary/],
    [['sweep', 'schultz-1997', '--vary', 'learningRate=0.5..0.1'], /learningRate/],
    [['train'], /missing argument ENVIRONMENT/],
    [['train', 'schultz-1997'], /schultz-1997/],
    [['train', 'brakeout'], /did you mean 'breakout'/],
    [['verify'], /missing argument RUN/],
    [['verify', 'no-such-run'], /no-such-run/],
    [['show'], /missing argument ID/],
    [['show', 'schulz-1997'], /did you mean 'schultz-1997'/],
    [['list', 'agent'], /did you mean 'agents'/],
    [['list', 'agents', 'td-csc'], /unexpected argument 'td-csc'/],
    [['bench', '--paradigms', 'all'], /'all'/],
    [['bench', '--agents', 'dqn'], /'dqn'/],
    [['replay'], /missing argument FILE/],
    [['check'], /FOLDER/],
    [['completion'], /missing argument SHELL/],
    [['completion', 'tcsh'], /no completion for 'tcsh'/],
    [['cite', 'nothing-like-it'], /'nothing-like-it' is neither/],
  ];

  test('all of them', () => {
    const answers = phasicInTurn(
      mistakes.map(([args]) => args),
      { cwd: folder },
    );
    const wrong = answers.flatMap(({ code, out, err }, i) => {
      const [args, line] = mistakes[i] as (typeof mistakes)[number];
      const isTold = /^phasic: (?!phasic)[^\n]+; [^\n]+\n$/.test(err) && line.test(err) && err.length < 500;
      return code === 2 && out === '' && isTold ? [] : [`${args.join(' ')}: ${code} ${out}${err}`];
    });
    expect(wrong).toEqual([]);
    expect(existsSync(join(folder, 'figure.jpg'))).toBe(false);
  });
});
