import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { phasic, phasicInTurn, type Done } from './phasic.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'phasic-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const short = ['--set', 'trainingTrials=60', '--set', 'probeTrials=5'];
const json = (args: readonly string[]) => JSON.parse(phasic(['run', ...args, '--json']).out);

describe('phasic run', () => {
  it('prints one JSON object and nothing else on standard output', () => {
    const { code, out } = phasic(['run', 'schultz-1997', '--agent', 'td-csc', '--seed', '1', '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(out);
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining(['spec', 'hash', 'backend', 'seconds', 'conditions', 'signatures']),
    );
    expect(result.hash).toMatch(/^[0-9a-f]{64}$/);
    const { omitted } = result.conditions;
    expect(omitted.align).toBe('cue');
    expect(omitted.rpe.mean).toHaveLength(omitted.t.length);
    expect(omitted.rpe.sem).toHaveLength(omitted.t.length);
    // Closed form: omission of a predicted reward of 1 is an error of -1 at its time.
    expect(omitted.rpe.mean[omitted.t.indexOf(1)]).toBeCloseTo(-1, 2);
    for (const signature of result.signatures) {
      expect(Object.keys(signature)).toEqual(
        expect.arrayContaining(['id', 'claim', 'source', 'measured', 'expected', 'pass']),
      );
    }
  });

  it('keeps neither trials nor signals of a long run of an agent that predicts once a trial', () => {
    const design = join(folder, 'long.txt');
    writeFileSync(design, 'Long | rand/50000A+/50000AX-\niti = 2 s');
    // Trials that are kept, with what is measured in each, take more than twice as much.
    const env = { NODE_OPTIONS: '--max-old-space-size=40' };
    const { code, out } = phasic(
      ['run', design, '--agent', 'rescorla-wagner', '--set', 'resolutionSeconds=1', '--json'],
      { env },
    );
    expect(code).toBe(0);
    const { conditions } = JSON.parse(out);
    // Closed form: in the end A is worth 1 and X -1, so that the mean error over so many trials is almost 0.
    expect(conditions['Long/1/A+'].n).toBe(50_000);
    expect(conditions['Long/1/A+'].value.mean[conditions['Long/1/A+'].t.indexOf(0)]).toBeCloseTo(1, 2);
  });

  it('has the means of the recording if they are asked for, of one seed and of several', () => {
    for (const seeds of ['1', '2']) {
      const args = ['schultz-1997', ...short, '--seeds', seeds];
      const [without, whole] = [json(args), json([...args, '--recorded-means'])].map(({ conditions }) => conditions);
      expect(whole.predicted.rate.mean).toHaveLength(whole.predicted.t.length);
      const { rate: _, ...others } = whole.predicted;
      expect(without.predicted).toEqual(others);
    }
    expect(phasic(['run', 'schultz-1997', '--recorded-means']).err).toBe(
      'phasic: --recorded-means: the means of the recording are not used; add --json; --csv and --figure have them\n',
    );
  });

  it('gives the same hash as the engine without the command line', () => {
    const spec = completeTrialSpec({ world: 'schultz-1997', seed: 3 });
    expect(json(['schultz-1997', '--seed', '3']).hash).toBe(runToEnd(spec).result.hash);
  });

  it('gives the same hash for the same seed, and a different one for another seed or parameter', () => {
    const [a, b, other, faster] = [[], [], ['--seed', '2'], ['--set', 'learningRate=0.2']].map((more) =>
      json(['schultz-1997', ...short, ...more]),
    );
    expect(b.hash).toBe(a.hash);
    expect(other.hash).not.toBe(a.hash);
    expect(faster.hash).not.toBe(a.hash);
    expect(faster.spec.agent.learningRule.parameters.learningRate).toBe(0.2);
  });

  it('saves figure, table and spec; running the spec again gives the same bytes', () => {
    const files = { figure: join(folder, 'f.svg'), csv: join(folder, 'a.csv'), spec: join(folder, 'a.json') };
    const args = ['run', 'schultz-1997', ...short, '--seed', '7'];
    expect(phasic([...args, '--figure', files.figure, '--csv', files.csv, '--spec', files.spec]).code).toBe(0);
    expect(readFileSync(files.figure, 'utf8')).toContain('<svg');
    const again = { figure: join(folder, 'g.svg'), csv: join(folder, 'b.csv'), spec: join(folder, 'b.json') };
    expect(phasic(['run', files.spec, '--figure', again.figure, '--csv', again.csv, '--spec', again.spec]).code).toBe(
      0,
    );
    for (const name of ['figure', 'csv', 'spec'] as const)
      expect(readFileSync(again[name], 'utf8')).toBe(readFileSync(files[name], 'utf8'));
  });

  it('records the named units, as a file of the saved run and as a table', () => {
    const args = [
      'run',
      'daw-2011',
      '--agent',
      'actor-critic',
      '--set',
      'trials=20',
      '--units',
      'preference,state-value',
    ];
    const runs = join(folder, 'units');
    const csv = join(folder, 'units.csv');
    const { code, out, err } = phasic([...args, '--save', '--runs', runs, '--units-csv', csv, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).hash).toBe(json(['daw-2011', '--agent', 'actor-critic', '--set', 'trials=20']).hash);
    const [run] = readdirSync(runs) as [string];
    expect(err).toContain(`saved ${join(runs, run)}`);
    expect(readdirSync(join(runs, run))).toContain('units.arrow');
    const verified = phasic(['verify', run, '--runs', runs]);
    expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('every byte as saved')]);
    const [head, ...rows] = readFileSync(csv, 'utf8').trim().split('\n') as [string, ...string[]];
    expect(head).toMatch(/^trial,phase,type,t_s,preference_0 .* \(1\),.*,state-value_0 .* \(reward units\),/);
    expect(rows.every((row) => row.split(',').length === head.split(',').length)).toBe(true);
  });

  it.each([
    [
      ['schultz-1997', '--units', 'all', '--save'],
      'units: this agent has no units that can be recorded; `phasic show ID` says which units a learning rule or an architecture has',
    ],
    [
      ['daw-2011', '--agent', 'opal', '--units', 'go'],
      '--units: the recorded units are not used; add --save or --units-csv or --figure or --nwb',
    ],
    [
      ['daw-2011', '--agent', 'opal', '--units', 'belief', '--save'],
      "units: this agent has no units 'belief'; choose one of: all, go, no-go, state-value",
    ],
    [['daw-2011', '--units-csv', 'x.csv', '--seeds', '2'], '--units-csv is for one seed'],
    [['daw-2011', '--nwb', 'x.nwb', '--seeds', '2'], '--nwb is for one seed'],
    [['daw-2011', '--nwb', 'x.h5'], "'x.h5' is not an NWB file; name a file that ends in .nwb"],
  ])('%j is refused in one line', (args, line) => {
    const { code, err } = phasic(['run', ...args]);
    expect([code, err]).toEqual([2, expect.stringContaining(line)]);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('saves the session as NWB, which import reads', () => {
    const file = join(folder, 'session.nwb');
    const { hash } = json(['schultz-1997', ...short, '--nwb', file]);
    expect(hash).toBe(json(['schultz-1997', ...short]).hash);
    const found = JSON.parse(phasic(['import', file, '--json']).out);
    expect(JSON.stringify(found)).toContain('processing/model/rpe');
    expect(JSON.stringify(found)).toContain('cue_light');
  });

  it('lists the units of each part', () => {
    expect(phasic(['show', 'opal']).out).toMatch(
      /^ +go +1 +G\(s, a\), benefits of each action; each is an action in a state/m,
    );
    expect(phasic(['show', 'belief-state']).out).toMatch(/^ +belief +probability +belief in each hidden state/m);
  });

  it('pools seeds, with any number of workers', () => {
    const many = ['schultz-1997', '--set', 'trainingTrials=400', '--seeds', '20'];
    const [one, two] = ['1', '2'].map((workers) => json([...many, '--workers', workers]));
    expect(two.runs).toEqual(one.runs);
    expect(two.conditions).toEqual(one.conditions);
    expect(one.runs.map(({ seed }: { seed: number }) => seed)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('replaces a part of an agent, which then has no name', () => {
    const { spec } = json(['schultz-1997', ...short, '--agent', 'td-csc', '--architecture', 'presence']);
    expect(spec.agent.architecture.id).toBe('presence');
    expect(spec.agent.id).toBeUndefined();
  });
});

describe('phasic verify', () => {
  it('passes a saved run and names what was changed in a damaged one', () => {
    const saved = phasic(['run', 'schultz-1997', ...short, '--save', '--runs', folder]);
    const run = saved.err.trim().replace(/^saved /, '');
    expect(existsSync(join(run, 'manifest.json'))).toBe(true);
    expect(phasic(['verify', run]).code).toBe(0);
    const manifest = join(run, 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"learningRate": 0.1', '"learningRate": 0.3'));
    const damaged = phasic(['verify', run]);
    expect(damaged.code).toBe(1);
    expect(damaged.err.trim().split('\n')).toHaveLength(1);
    expect(damaged.err).toContain(run);
  });
});

describe('phasic verify: a run that cannot be repeated is invalid input, not a failed check', () => {
  it('a changed column: 1', () => {
    const run = phasic(['run', 'schultz-1997', ...short, '--seed', '5', '--save', '--runs', folder])
      .err.trim()
      .replace(/^saved /, '');
    const file = join(run, 'signals.arrow');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    writeFileSync(file, bytes);
    expect(phasic(['verify', run])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/signals\.arrow: the bytes are not those that were saved .*\n$/),
    });
  });

  it('a trained agent: 0 if it is reproduced from its spec; 1 if a byte was changed; 2 if it continues another run', () => {
    const runs = mkdtempSync(join(folder, 'trained-'));
    const trained = (...args: string[]): string =>
      basename((JSON.parse(phasic(['train', ...args, '--runs', runs, '--json']).out) as { run: string }).run);
    const run = trained('cliff-walking', '--steps', '2000');
    expect(phasic(['verify', run, '--runs', runs])).toEqual({
      code: 0,
      out: expect.stringMatching(/: 2000 steps, \d+ episodes, every byte as saved\. Hash [0-9a-f]{64}\n$/),
      err: '',
    });
    const longer = trained('--resume', run, '--steps', '3000');
    expect(phasic(['verify', longer, '--runs', runs])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(
        `began with the state of ${run} at step 2000, so its spec alone does not reproduce it`,
      ),
    });
    const file = join(runs, run, 'episodes.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\d\n$/, '7\n'));
    expect(phasic(['verify', run, '--runs', runs])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/episodes\.csv: the bytes are not those that were saved .*\n$/),
    });
  });
});

describe('phasic run of a design', () => {
  it('over seeds, says that its table has means over all trials, and of which quantity', () => {
    writeFileSync(join(folder, 'paired.txt'), 'G | 20A+');
    const args = ['run', 'paired.txt', '--agent', 'rescorla-wagner', '--seeds', '2', '--workers', '1'];
    const { out } = phasic(args, { cwd: folder });
    expect(out).toMatch(/condition +seeds +mean value at cue +mean RPE at cue/);
    expect(out).toContain('Means over all trials of a condition, the first ones included');
    // Rescorla-Wagner: after n trials 1 - (1 - rate)^n; the mean of the initial values of 20 trials, at the rate 0.1.
    const mean = Array.from({ length: 20 }, (_, n) => 1 - 0.9 ** n).reduce((sum, value) => sum + value, 0) / 20;
    expect(out).toMatch(new RegExp(`G 1: A\\+ +2 +${Number(mean.toPrecision(4))} `));
  });
});

describe('the README', () => {
  it('describes the effect of a manipulation correctly', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, line = ''] = /npx phasic (run \S+ --manipulate \S+)/.exec(readme) ?? [];
    const { arms } = JSON.parse(phasic([...line.split(' '), '--json']).out) as {
      arms: readonly { signatures: readonly { id: string; measured: number | null; pass: boolean }[] }[];
    };
    // Without an error at the sucrose nothing is learned: no value, and therefore no response to A.
    const [control, manipulated] = arms.map(({ signatures: [first] }) => first);
    expect(control).toMatchObject({ pass: true });
    expect(manipulated).toMatchObject({ id: control?.id, pass: false, measured: 0 });
  });
});

describe('phasic run --backend', () => {
  it('computes the network of an agent on the given backend, reports it, and repeats the run there', () => {
    const small = [
      'learningRule.units=2',
      'trialsPerEpisode=4',
      'episodesPerBatch=2',
      'updatesPerEpisode=1',
      'trainingTrials=21',
      'probeTrials=2',
    ];
    const given = [
      'run',
      'schultz-1997',
      '--agent',
      'value-rnn',
      ...small.flatMap((setting) => ['--set', setting]),
      '--save',
      '--runs',
      folder,
      '--json',
    ];
    const results = ['fused', 'wasm'].map((backend) => {
      const { out, err } = phasic([...given, '--backend', backend]);
      expect(phasic(['verify', err.trim().replace(/^saved /, '')]).code).toBe(0);
      return JSON.parse(out);
    });
    expect(results.map(({ backend }) => backend)).toEqual(['fused', 'tfjs-wasm']);
    const [fused, wasm] = results.map(({ conditions }) => conditions.predicted.rpe.mean as number[]);
    for (const [i, rpe] of (fused as number[]).entries()) expect(rpe).toBeCloseTo(wasm?.[i] as number, 4);
  });
});

it('lists the parameter values that a paradigm sets for an agent', () => {
  expect(phasic(['show', 'hennig-2023']).out).toMatch(
    /^ {2}value-rnn is run here with architecture\.resolutionSeconds=0\.2,[^]*learningRule\.learningRate=0\.002,/m,
  );
});

describe('invalid input: one line that names the place, the value and the remedy, and exit code 2', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['unknown paradigm', ['run', 'schulz-1997'], /'schulz-1997'.*did you mean 'schultz-1997'/],
    [
      'an argument that is neither a paradigm nor a file',
      ['run', 'quite-another-thing'],
      /neither a paradigm nor a file; `phasic list paradigms` names all \d+/,
    ],
    ['unknown agent', ['run', 'schultz-1997', '--agent', 'td-cs'], /'td-cs'.*did you mean 'td-csc'/],
    ['unknown parameter', ['run', 'schultz-1997', '--set', 'learnRate=1'], /'learnRate'.*did you mean 'learningRate'/],
    ['wrong type', ['run', 'schultz-1997', '--set', 'learningRate=fast'], /learningRate = "fast".*a number from/],
    ['out of range', ['run', 'schultz-1997', '--set', 'learningRate=7'], /learningRate = 7.*a number from/],
    ['unknown backend', ['run', 'schultz-1997', '--backend', 'wams'], /'wams'.*did you mean 'wasm'/],
    ['setting without a value', ['run', 'schultz-1997', '--set', 'learningRate'], /--set learningRate=VALUE/],
    ['unknown option', ['run', 'schultz-1997', '--agnet', 'td-csc'], /'--agnet'.*did you mean '--agent'/],
    ['option without a value', ['run', 'schultz-1997', '--agent'], /--agent needs a value/],
    [
      'a value for an option that takes none',
      ['run', 'schultz-1997', '--save=/etc'],
      /--save takes no value; write --save alone/,
    ],
    ['the same for help', ['list', '--help=agents'], /--help takes no value/],
    ['seed that is not a number', ['run', 'schultz-1997', '--seed', 'x'], /--seed.*whole number/],
    ['nothing to run', ['run'], /name a paradigm/],
    [
      'incompatible parts',
      ['run', 'schultz-1997', '--agent', 'td-csc', '--learning-rule', 'rescorla-wagner'],
      /same time scale/,
    ],
    ['missing spec file', ['run', 'nowhere.json'], /nowhere\.json/],
    ['figure of another kind', ['run', 'schultz-1997', '--figure', 'fig.eps'], /\.svg/],
    [
      'figure in a missing folder',
      ['run', 'schultz-1997', '--figure', 'no/such/folder/fig.svg'],
      /fig\.svg.*folder that exists/,
    ],
    ['an unexpected argument', ['list', 'paradigms', 'schultz-1997'], /unexpected argument 'schultz-1997'/],
    ['a second paradigm', ['run', 'schultz-1997', 'eshel-2015'], /unexpected argument 'eshel-2015'/],
    ['an argument for a command without arguments', ['doctor', 'wasm'], /unexpected argument 'wasm'/],
    ['unknown command', ['rnu'], /did you mean 'run'/],
    ['unknown kind', ['list', 'agent'], /did you mean 'agents'/],
    ['missing run', ['verify', 'nothing-here'], /nothing-here/],
  ];
  let told: readonly Done[];
  beforeAll(
    () =>
      (told = phasicInTurn(
        cases.map(([, args]) => args),
        { cwd: folder },
      )),
  );

  it.each(cases.map(([name, , expected], i) => [name, i, expected] as const))('%s', (_, i, expected) => {
    const { code, out, err } = told[i] as Done;
    expect(err.trim()).toMatch(expected);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it('a damaged spec: line and column, and no file is touched', () => {
    const spec = join(folder, 'damaged.json');
    const csv = join(folder, 'kept.csv');
    writeFileSync(spec, '{\n  "world": "schultz-1997",\n  "seed": }\n');
    writeFileSync(csv, 'kept');
    const { code, err } = phasic(['run', spec, '--csv', csv]);
    expect(code).toBe(2);
    expect(err).toMatch(/line 3/);
    expect(readFileSync(csv, 'utf8')).toBe('kept');
  });

  it('a spec with a field that does not exist', () => {
    const spec = join(folder, 'field.json');
    writeFileSync(spec, JSON.stringify({ world: 'schultz-1997', sead: 3 }));
    expect(phasic(['run', spec]).err).toMatch(/'sead'.*did you mean 'seed'/);
  });
});

describe('phasic list, doctor, help', () => {
  it('lists the contents of the registry, as text and as JSON', () => {
    const listed = JSON.parse(phasic(['list', 'agents', '--json']).out);
    expect(listed.agents.map(({ id }: { id: string }) => id)).toContain('td-csc');
    expect(phasic(['list', 'paradigms']).out).toMatch(/schultz-1997/);
    expect(Object.keys(JSON.parse(phasic(['list', '--json']).out))).toEqual(
      expect.arrayContaining(['paradigms', 'agents', 'envs', 'architectures']),
    );
  });

  it('names every backend, and the remedy for one that does not work', () => {
    const report = JSON.parse(phasic(['doctor', '--json']).out);
    expect(report.backends.find(({ name }: { name: string }) => name === 'typed-arrays').works).toBe(true);
    for (const name of ['fused', 'wasm', 'cpu']) {
      const { works, detail } = report.backends.find((one: { name: string }) => one.name === name);
      expect(works).toBe(true);
      expect(detail).toMatch(
        /\d+\.\d+\.\d+; a training step on 32 rows takes [\d,]+ µs for 4-64-64-2, [\d,]+ µs for a convolution/,
      );
    }
    for (const backend of report.backends) if (!backend.works) expect(backend.remedy).toBeTruthy();
    expect(report.agents.map(({ agent }: { agent: string }) => agent)).toEqual(
      expect.arrayContaining(['dqn', 'ppo-conv', 'recurrent-a2c']),
    );
  });

  it('help of a run names the parameters with ranges', () => {
    expect(phasic(['run', 'schultz-1997', '--help']).out).toMatch(/learningRate .*0 to 1/);
  });
});
