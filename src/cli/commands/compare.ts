import { withRate } from '../../spec/asked-averages.ts';
import { poolResults } from '../../analysis/pool.ts';
import { comparisonTable } from '../../analysis/comparison-csv.ts';
import { InputError } from '../../core/errors.ts';
import type { ComparisonData } from '../../contracts/comparison.ts';
import { find } from '../../engine/registry.ts';
import { armTitles, compareSpecs, comparisonData, pooledData, type Comparison } from '../../session/arms.ts';
import { readExperiments } from '../../session/experiment-file.ts';
import { saveRun } from '../../session/save-run.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { agentName, specsJson } from '../../storage/export.ts';
import { likelihoodsOf } from '../choice-report.ts';
import {
  comparisonJson,
  comparisonReport,
  pooledComparisonJson,
  pooledComparisonReport,
} from '../comparison-report.ts';
import type { Arguments, Command } from '../command.ts';
import { networksFor } from '../../compute/backends.ts';
import { experimentOptions, specsFrom, specWith } from '../experiment-options.ts';
import { shortNumber } from '../../core/short-number.ts';
import { note } from '../output.ts';
import { openOutputs, type Outputs } from '../outputs.ts';
import { seedResults, seedsFrom, seedWords } from '../seed-results.ts';
import { rateFrom } from '../rate-option.ts';
import { openSessionFiles, sessionFormats, writeSessionFiles } from '../saved-sessions.ts';
import { sharedOptions } from '../shared-options.ts';

const { agent: _, architecture: _a, objective: _o, 'learning-rule': _l, policy: _p, ...shared } = experimentOptions;

const command: Command = {
  name: 'compare',
  group: 'experiments',
  short: 'run two or more agents through the same trials and show where they differ',
  isLong: true,
  usage: 'PARADIGM | SPEC.json | DESIGN.txt --agents ID,ID',
  summary:
    'Runs two or more agents through the same trials, on one set of axes, and names the trials in which their predictions differ most; with --seeds, compares their means over seeds. A saved comparison (--spec, or its figure) needs no --agents.',
  examples: [
    'phasic compare schultz-1997 --agents td-csc,td-microstimuli',
    'phasic compare kim-2020 --agents td-csc,rescorla-wagner --seeds 10 --figure kim.svg',
    'phasic compare waelti-2001 --agents td-csc,td-presence --set learningRate=0.1 --csv waelti.csv',
  ],
  options: {
    agents: { type: 'string', multiple: true, value: 'ID,ID', ids: 'agents', help: 'two or more agents' },
    ...shared,
    ...sharedOptions(
      'backend',
      'seeds',
      'workers',
      'json',
      'recorded-means',
      'figure',
      'csv',
      ...sessionFormats,
      'spec',
      'save',
      'runs',
    ),
  },
  words: 1,
  ids: ['paradigms'],
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  rateFrom(args);
  const backend = args.text('backend');
  const specs = (await comparedSpecs(args)).map((spec) => ({ ...spec, backend: backend ?? spec.backend }));
  const seeds = seedsFrom(args);
  const single = ['backend', ...sessionFormats].find((name) => args.on(name));
  if (seeds > 1 && single !== undefined)
    throw new InputError(`--${single} is for one seed`, 'phasic compare', 'leave out --seeds');
  const outputs = await openOutputs(args, ['figure', 'csv', 'spec']);
  return seeds === 1 ? compareOnce(specs, args, outputs) : compareSeeds(specs, seeds, args, outputs);
}

/** The experiment with each agent, or the experiments of a saved comparison. */
async function comparedSpecs(args: Arguments): Promise<readonly TrialSpec[]> {
  const agents = args
    .texts('agents')
    .flatMap((list) => list.split(','))
    .map((id) => id.trim());
  const [what] = args.positionals;
  if (agents.length === 0 && what !== undefined) {
    const saved = await readExperiments(what);
    if (saved.length > 1) return saved.map((given) => specWith(given, args));
  }
  if (agents.length < 2)
    throw new InputError(
      'there is nothing to compare',
      '--agents',
      'name two or more agents, e.g. --agents td-csc,td-microstimuli',
    );
  for (const id of agents) find('agents', id);
  return specsFrom(args, 'compare', agents);
}

async function compareOnce(specs: readonly TrialSpec[], args: Arguments, outputs: Outputs): Promise<number> {
  const sessions = await openSessionFiles(args, specs.map(agentName));
  const began = performance.now();
  const comparison = compareSpecs(specs, await Promise.all(specs.map(({ backend }) => networksFor(backend))));
  const seconds = (performance.now() - began) / 1000;
  if (args.on('save'))
    for (const { session, result } of comparison.arms)
      note(`saved ${(await saveRun(session, result.hash, args.text('runs'))).folder}`);
  await writeFiles(() => comparisonData(comparison), specs, outputs);
  for (const [i, one] of sessions.entries())
    await writeSessionFiles({ ...(comparison.arms[i] as Comparison['arms'][number]), seconds }, one);
  outputs.report(
    args.on('json')
      ? comparisonJson(comparison, seconds, { rate: rateFrom(args) })
      : comparisonReport(comparison, headingOf(specs, 1, seconds)),
  );
  return 0;
}

async function compareSeeds(
  specs: readonly TrialSpec[],
  seeds: number,
  args: Arguments,
  outputs: Outputs,
): Promise<number> {
  const began = performance.now();
  const results = await seedResults(specs, seeds, args);
  const seconds = (performance.now() - began) / 1000;
  const arms = specs.map((spec, i) => ({
    spec,
    likelihoods: likelihoodsOf(results[i] ?? []),
    ...poolResults(results[i] ?? []),
  }));
  if (args.on('save')) note(`saved ${seeds * specs.length} runs`);
  const shown = () => arms.map(({ spec, conditions }) => ({ spec, conditions: withRate(conditions) }));
  await writeFiles(() => pooledData(shown(), seeds), specs, outputs);
  const titles = armTitles(specs);
  const titled = arms.map((arm, i) => ({ ...arm, title: titles[i] ?? '' }));
  outputs.report(
    args.on('json')
      ? pooledComparisonJson(titled, seeds, seconds, { rate: rateFrom(args) })
      : pooledComparisonReport(titled, seeds, headingOf(specs, seeds, seconds)),
  );
  return 0;
}

async function writeFiles(data: () => ComparisonData, specs: readonly TrialSpec[], outputs: Outputs): Promise<void> {
  await outputs.writeFigure('figure', async () => (await import('../../export/svg.ts')).compareSvg(data(), specs));
  await outputs.writeTable('csv', () => comparisonTable(data(), specs));
  await outputs.write('spec', () => specsJson(specs));
}

function headingOf([first]: readonly TrialSpec[], seeds: number, seconds: number): string {
  if (first === undefined) return '';
  return `${find('paradigms', first.world.id).title}, ${seedWords(first.seed, seeds)}, ${shortNumber(seconds)} s`;
}
