import { setImmediate } from 'node:timers/promises';
import { didYouMean, InputError } from '../../core/errors.ts';
import type { ColumnNote } from '../../contracts/table.ts';
import { parametersOf } from '../../spec/locate.ts';
import type { Sweep } from '../../spec/sweep.ts';
import { expandSweep, maxSubjects, type Layout } from '../../engine/sweep.ts';
import { worldOf } from '../../engine/world.ts';
import { find, lookup } from '../../engine/registry.ts';
import { runSweep, type SweepOptions, type SweptSubject } from '../../jobs/sweep/run-sweep.ts';
import { agentName, specJson } from '../../storage/export.ts';
import { sweepTable, sweepJson } from '../../storage/sweep-export.ts';
import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { experimentOptions, specFrom } from '../experiment-options.ts';
import { keepNothing } from '../interruption.ts';
import { shortNumber } from '../../core/short-number.ts';
import { note, progressLine } from '../output.ts';
import { sweepReport } from '../sweep-report.ts';
import { variationFrom } from '../vary-option.ts';
import { openOutputs } from '../outputs.ts';
import { sharedOptions } from '../shared-options.ts';
import { indented } from '../text-width.ts';

const command: Command = {
  name: 'sweep',
  group: 'experiments',
  short: 'run an experiment with many subjects that differ in some parameters',
  isLong: true,
  usage: 'PARADIGM | SPEC.json | DESIGN.txt --vary NAME=FROM..TO',
  summary:
    'Runs an experiment with many subjects that differ in some parameters, and says which signatures each of them shows.',
  examples: [
    'phasic sweep schultz-1997 --vary learningRate=0.01..0.5',
    'phasic sweep dabney-2020 --vary largestGain=0.1..0.9 --grid 9 --csv sweep.csv',
    'phasic sweep kim-2020 --vary learningRate=0.01..0.5:log --subjects 100',
  ],
  options: {
    vary: {
      type: 'string',
      multiple: true,
      value: 'NAME=FROM..TO[:log] | NAME=A,B,C',
      help: 'a parameter of any part that differs between subjects; may be repeated',
    },
    subjects: { type: 'string', value: 'N', help: 'draw N subjects at random from the ranges and lists' },
    grid: {
      type: 'string',
      value: 'N',
      help: 'one subject at each point of a grid, with N points for each range (default 5)',
    },
    ...experimentOptions,
    population: {
      type: 'string',
      value: 'auto|on|off',
      help: 'whether subjects are computed in lockstep, as tensors: if measured to be faster (default), always, never',
    },
    ...sharedOptions('seeds', 'backend', 'workers', 'json', 'csv', 'figure', 'spec'),
  },
  details: () => 'docs/sweeps.md says more.',
  words: 1,
  ids: ['paradigms'],
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const outputs = await openOutputs(args, ['csv', 'figure', 'spec']);
  const base = await specFrom(args, 'sweep');
  const variations = args.texts('vary').map((text) => variationFrom(base, text));
  if (variations.length === 0)
    throw new InputError(
      'nothing varies',
      '--vary',
      'name a parameter and its values, e.g. --vary learningRate=0.01..0.5',
    );
  const sweep = expandSweep(base, variations, layoutFrom(args));
  const options = optionsFrom(args, base.seed);
  const began = performance.now();
  const results = await collect(sweep, options);
  const seconds = (performance.now() - began) / 1000;
  await outputs.writeTable('csv', () => sweepTable(sweep, results, notesOn(sweep)));
  await outputs.write('spec', () => specJson(base));
  const isLog = (path: string): boolean =>
    variations.some((one) => one.path === path && 'scale' in one && one.scale === 'log');
  await outputs.writeFigure('figure', async () =>
    (await import('../../export/svg.ts')).sweepSvg(sweep, results, isLog),
  );
  const heading = `${find('paradigms', base.world.id).title}, ${agentName(base)}, ${sweep.subjects} subjects${options.seeds.length > 1 ? ` x ${options.seeds.length} seeds` : ''}, ${shortNumber(seconds)} s`;
  outputs.report(
    args.on('json')
      ? sweepJson(sweep, results, seconds)
      : `${indented(heading, 0)}\n\n${sweepReport(sweep, worldOf(base), results)}`,
  );
  return 0;
}

/** Of the columns that the program does not name. */
function notesOn({ base, varied }: Sweep): Readonly<Record<string, ColumnNote>> {
  return Object.fromEntries([
    ...worldOf(base).signatures.map(({ id, claim }) => [id, { what: claim }]),
    ...varied.map(({ path, part, name }) => {
      const parameter = parametersOf(lookup, base, part)[name];
      const unit = parameter !== undefined && 'unit' in parameter ? parameter.unit : undefined;
      return [path, { what: parameter?.help ?? name, ...(unit === undefined ? {} : { unit }) }];
    }),
  ]);
}

async function collect(sweep: Sweep, options: SweepOptions): Promise<readonly SweptSubject[]> {
  const results: SweptSubject[] = [];
  const all = sweep.subjects * options.seeds.length;
  const progress = progressLine(all);
  keepNothing(() => `stopped after ${results.length} of ${all} subjects; nothing was saved`);
  for await (const result of runSweep(sweep, options)) {
    results.push(result);
    progress.show(results.length);
    await setImmediate();
  }
  progress.clear();
  const bySeed = new Map(options.seeds.map((seed, i) => [seed, i]));
  return results.sort((a, b) => (bySeed.get(a.seed) ?? 0) - (bySeed.get(b.seed) ?? 0) || a.subject - b.subject);
}

function layoutFrom(args: Arguments): Layout {
  const [subjects, grid] = [args.text('subjects'), args.text('grid')];
  if (subjects !== undefined && grid !== undefined)
    throw new InputError(
      'subjects are either drawn at random or placed on a grid',
      '--subjects and --grid',
      'give one of them',
    );
  if (subjects !== undefined) return { kind: 'draws', subjects: wholeNumber(subjects, '--subjects', 1, maxSubjects) };
  return { kind: 'grid', pointsPerRange: wholeNumber(grid ?? '5', '--grid', 1, 1000) };
}

const populations = ['auto', 'on', 'off'] as const;

function optionsFrom(args: Arguments, seed: number): SweepOptions {
  const seeds = wholeNumber(args.text('seeds') ?? '1', '--seeds', 1, 100_000);
  wholeNumber(String(seed + seeds - 1), 'the last of --seeds', 0, 0xffffffff);
  const asked = args.text('population') ?? 'auto';
  const population = populations.find((one) => one === asked);
  if (population === undefined)
    throw new InputError(`'${asked}' is not allowed`, '--population', didYouMean(asked, populations));
  const workers = args.text('workers');
  return {
    seeds: Array.from({ length: seeds }, (_, i) => seed + i),
    population,
    backend: args.text('backend') ?? 'auto',
    workers: workers === undefined ? undefined : wholeNumber(workers, '--workers', 1, 256),
    onNote: note,
  };
}
