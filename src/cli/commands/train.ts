import { basename } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { controlDefaults, type ControlSpec } from '../../spec/spec.ts';
import { completeControlSpec } from '../../engine/complete-spec.ts';
import type { StepLog } from '../../engine/control/step-log.ts';
import { findControlEnv, lookup } from '../../engine/registry.ts';
import { versions } from '../../spec/versions.ts';
import { isExperimentFile } from '../../session/experiment-name.ts';
import { networksFor } from '../../compute/backends.ts';
import {
  curveFigureOf,
  eventIndex,
  eventsTable,
  controlProvenance,
  specProvenance,
} from '../../session/control/control-figures.ts';
import { placeFor, resumeControlRun, type PlacedRun } from '../../session/control/run-places.ts';
import { startControlRun, type ControlRun } from '../../session/control/start-run.ts';
import { meanOver } from '../../session/control/control-run.ts';
import { train } from '../../session/control/train.ts';
import { trainSeeds } from '../../jobs/train/train-seeds.ts';
import type { TrainedSeed } from '../../jobs/train/train-job.ts';
import { defaultRunsFolder } from '../../storage/runs-folder.ts';
import { agentFrom, agentOptions } from '../agent-options.ts';
import { doneFrom, doneOptions } from '../done-options.ts';
import { applySetting, givenSpec } from '../experiment-options.ts';
import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { interruptedCode, isStopped, takeCharge } from '../interruption.ts';
import { shortNumber } from '../../core/short-number.ts';
import { note, progressLine, textTable } from '../output.ts';
import { runFolder } from '../run-folder.ts';
import { trainProgress } from '../train-progress.ts';
import { openOutputs, type Outputs } from '../outputs.ts';
import { parameterHelp } from '../parameter-help.ts';
import { sharedOptions } from '../shared-options.ts';
import { drawnSteps, recordingOptions, recordSteps, writeRecord } from '../step-recording.ts';

const command: Command = {
  name: 'train',
  group: 'games',
  short: 'train an agent in a game, a control task, a maze or a bandit',
  isLong: true,
  usage: 'ENVIRONMENT | FILE | --resume RUN',
  summary:
    'Trains an agent in a game, a control task, a maze or a bandit, and saves it. Ctrl-C saves too; --resume continues as if never stopped. A saved run is never replaced by another one.',
  examples: [
    'phasic train frozen-lake',
    'phasic train breakout --agent dqn --steps 1000000 --figure bricks.svg',
    'phasic train --resume breakout_dqn_seed-1',
  ],
  options: {
    ...agentOptions,
    ...doneOptions,
    steps: {
      type: 'string',
      value: 'N',
      help: `number of steps, over all environments (default ${controlDefaults.steps})`,
    },
    worlds: {
      type: 'string',
      value: 'N',
      help: 'number of parallel environments (default: set by the learning rule)',
    },
    resume: {
      type: 'string',
      value: 'RUN',
      help: 'continue a saved run to its planned steps; with --steps, as a new run that continues it',
    },
    continue: {
      type: 'boolean',
      help: 'with --seeds: continue the seeds that exist already, and train the others',
    },
    again: { type: 'boolean', help: 'if the run exists already: train it again, into a numbered folder' },
    event: {
      type: 'string',
      value: 'ID',
      help: 'the event of that figure (default: the first one of the environment)',
    },
    curve: { type: 'string', value: 'FILE', help: 'save the learning curve: as FILE.svg, FILE.png or FILE.pdf' },
    ...recordingOptions,
    ...sharedOptions('backend', 'set', 'seed', 'seeds', 'workers', 'figure', 'csv', 'runs', 'json'),
  },
  details: ([world]) =>
    world === undefined || isExperimentFile(world)
      ? '`phasic list envs` names the environments.'
      : helpOf(completeControlSpec({ world: world })),
  words: 1,
  ids: ['envs'],
  run,
};
export default command;

const maxSteps = 1e12;
const maxWorlds = 65_536;

function helpOf(spec: ControlSpec): string {
  const events = findControlEnv(spec.world.id).events.map(({ id, title }) => `    ${id}: ${title}`);
  return [parameterHelp(spec), '', 'Events for --event:', ...events].join('\n');
}

async function run(args: Arguments): Promise<number> {
  const outputs = await openOutputs(args, ['figure', 'csv', 'curve', 'record']);
  const runsFolder = args.text('runs') ?? defaultRunsFolder();
  const resumed = args.text('resume');
  if (resumed !== undefined) return resume(resumed, runsFolder, args, outputs);
  const spec = await specFrom(args);
  const seeds = wholeNumber(args.text('seeds') ?? '1', '--seeds', 1, 100_000);
  if (seeds > 1) return manySeeds(spec, seeds, runsFolder, args, outputs);
  if (args.on('continue'))
    throw new InputError('--continue is for --seeds', 'phasic train', 'continue a single run with --resume RUN');
  const writer = await placeFor({ spec, versions: versions(lookup, spec) }, runsFolder, { again: args.on('again') });
  try {
    return await trainOne(
      { run: startControlRun(spec, await networksFor(spec.backend)), writer, folder: writer.folder },
      args,
      outputs,
    );
  } finally {
    await writer.release();
  }
}

async function specFrom(args: Arguments): Promise<ControlSpec> {
  const [what] = args.positionals;
  if (what === undefined)
    throw new InputError(
      'missing argument ENVIRONMENT',
      'phasic train',
      'name one, or a file with a spec, e.g. phasic train breakout; `phasic list envs` names all',
    );
  const number = (name: string, min: number, max: number): number | undefined => {
    const text = args.text(name);
    return text === undefined ? undefined : wholeNumber(text, `--${name}`, min, max);
  };
  const given = await givenSpec(what, (name) => findControlEnv(name).id);
  const base = completeControlSpec({
    ...given,
    ...agentFrom(args, () => given.agent ?? completeControlSpec(given).agent),
    ...doneFrom(args),
    worlds: number('worlds', 1, maxWorlds) ?? given.worlds,
    steps: number('steps', 1, maxSteps) ?? given.steps,
    seed: number('seed', 0, 0xffffffff) ?? given.seed,
    backend: args.text('backend') ?? given.backend,
  });
  return args.texts('set').reduce(applySetting, base);
}

async function resume(asked: string, runsFolder: string, args: Arguments, outputs: Outputs): Promise<number> {
  const fixed = [
    'agent',
    'architecture',
    'objective',
    'learning-rule',
    'policy',
    'manipulate',
    'recording',
    'worlds',
    'set',
    'seed',
    'seeds',
    'continue',
  ].find((name) => args.on(name));
  if (fixed !== undefined || args.positionals.length > 0) {
    throw new InputError(
      `${fixed === undefined ? `'${args.positionals[0]}'` : `--${fixed}`} cannot be changed in a resumed run`,
      'phasic train --resume',
      'leave it out, or train again',
    );
  }
  const folder = runFolder(asked, runsFolder);
  const steps = args.text('steps');
  const placed = await resumeControlRun(folder, {
    networksFor,
    backend: args.text('backend'),
    steps: steps === undefined ? undefined : wholeNumber(steps, '--steps', 1, maxSteps),
    again: args.on('again'),
  });
  try {
    const { session } = placed.run;
    const { world: env, agent, steps: planned } = session.spec;
    note(
      `${placed.writer === undefined ? 'finished before:' : 'continuing'} ${folder} at step ${session.steps} of ${planned} (${env.id}, ${agent.id ?? agent.learningRule.id})`,
    );
    return await trainOne(placed, args, outputs);
  } finally {
    await placed.writer?.release();
  }
}

async function trainOne({ run, writer, folder }: PlacedRun, args: Arguments, outputs: Outputs): Promise<number> {
  const log = recordSteps(run, args);
  const line = trainProgress(run);
  const began = performance.now();
  const stepsBefore = run.session.steps;
  takeCharge();
  try {
    await train(run, { writer, stopped: isStopped, onProgress: line.show });
  } catch (error) {
    line.clear();
    // What led to numbers that are not finite.
    if (run.session.failure !== undefined) await writeRecord(log, run, args, outputs);
    throw error;
  } finally {
    line.clear();
  }
  const { session } = run;
  if (session.steps === 0) {
    note('stopped before the first step: there was nothing to save');
    return interruptedCode;
  }
  const seconds = (performance.now() - began) / 1000;
  await writeFigures(run, args, outputs, log);
  await writeRecord(log, run, args, outputs);
  outputs.report(
    args.on('json')
      ? trainedJson(run, folder, seconds, session.steps - stepsBefore)
      : trainedReport(run, folder, seconds, session.steps - stepsBefore),
  );
  if (!session.finished) note(`stopped and saved; continue with: phasic train --resume ${folder}`);
  return session.finished ? 0 : interruptedCode;
}

async function writeFigures(
  run: ControlRun,
  args: Arguments,
  outputs: Outputs,
  log: StepLog | undefined,
): Promise<void> {
  await outputs.writeFigure('figure', async () =>
    (await drawing()).eventSvg(run, eventIndex(run, args.text('event')), drawnSteps(log, run, args)),
  );
  await outputs.writeTable('csv', () => eventsTable(run));
  await outputs.writeFigure('curve', async () =>
    (await drawing()).curveSvg(
      curveFigureOf(run.session.spec, [run.session.episodes.columns()], controlProvenance(run)),
      run.session.spec,
    ),
  );
}

// Drawing needs a DOM library, which nothing else here loads.
const drawing = () => import('../../export/svg.ts');

function trainedReport(run: ControlRun, folder: string, seconds: number, steps: number): string {
  const { session, observer } = run;
  const { episodes, env, spec } = session;
  const events = env.events.map(({ title }, i) => [title, observer.windows.count(i).toLocaleString('en-US')]);
  return [
    `${env.title}, ${spec.agent.id ?? spec.agent.learningRule.id}, seed ${spec.seed}, ${run.session.backend}, ${shortNumber(seconds)} s`,
    `${session.steps.toLocaleString('en-US')} steps (${Math.round(steps / seconds).toLocaleString('en-US')} a second), ${episodes.count.toLocaleString('en-US')} episodes`,
    episodes.count === 0
      ? 'no episode has ended'
      : `mean return of the last ${Math.min(meanOver, episodes.count)} episodes: ${shortNumber(episodes.meanReturn(meanOver))}`,
    '',
    textTable([['event', 'times'], ...events]),
    '',
    `saved ${folder}`,
  ].join('\n');
}

function trainedJson(run: ControlRun, folder: string, seconds: number, steps: number): string {
  const { session, observer } = run;
  const { episodes, env, spec } = session;
  const mean = episodes.meanReturn(meanOver);
  return JSON.stringify({
    spec,
    backend: run.session.backend,
    run: folder,
    finished: session.finished,
    seconds,
    steps: session.steps,
    stepsPerSecond: steps / seconds,
    episodes: episodes.count,
    meanReturn: Number.isNaN(mean) ? null : mean,
    events: Object.fromEntries(env.events.map(({ id }, i) => [id, observer.windows.count(i)])),
    diagnostics: session.acting.diagnostics(),
  });
}

async function manySeeds(
  spec: ControlSpec,
  count: number,
  runsFolder: string,
  args: Arguments,
  outputs: Outputs,
): Promise<number> {
  const single = ['figure', 'csv', ...Object.keys(recordingOptions)].find((name) => args.on(name));
  if (single !== undefined)
    throw new InputError(`--${single} is for one seed`, 'phasic train', 'leave out --seeds, or use --curve');
  wholeNumber(String(spec.seed + count - 1), 'the last of --seeds', 0, 0xffffffff);
  const workers = args.text('workers');
  const seeds = Array.from({ length: count }, (_, i) => spec.seed + i);
  if (args.on('again') && args.on('continue'))
    throw new InputError(
      'existing seeds are either continued or trained again',
      '--again and --continue',
      'give one of them',
    );
  const trained: TrainedSeed[] = [];
  const began = performance.now();
  const stop = new AbortController();
  const progress = progressLine(count);
  progress.show(0);
  takeCharge(() => stop.abort());
  const there = args.on('again') ? 'again' : args.on('continue') ? 'continue' : 'refuse';
  for await (const one of trainSeeds(spec, seeds, {
    runsFolder,
    there,
    signal: stop.signal,
    workers: workers === undefined ? undefined : wholeNumber(workers, '--workers', 1, 256),
  })) {
    trained.push(one);
    progress.show(trained.length);
  }
  progress.clear();
  const seconds = (performance.now() - began) / 1000;
  const finished = trained.filter((one) => one.finished).length;
  if (trained.length === 0) {
    note('stopped before the first step: there was nothing to save');
    return interruptedCode;
  }
  await outputs.writeFigure('curve', async () =>
    (await drawing()).curveSvg(curveFigureOf(spec, trained, specProvenance(spec, trained[0]?.backend ?? '')), spec),
  );
  outputs.report(
    args.on('json')
      ? JSON.stringify({ spec, seconds, seeds: trained.map(seedSummary) })
      : seedsReport(spec, trained, seconds),
  );
  if (finished === count) return 0;
  note(`stopped and saved: ${finished} of ${count} seeds finished; continue with the same command and --continue`);
  return interruptedCode;
}

function seedSummary({ seed, folder, backend, steps, seconds, returns }: TrainedSeed) {
  const last = Array.from(returns.subarray(-meanOver));
  return {
    seed,
    run: basename(folder),
    backend,
    steps,
    seconds,
    episodes: returns.length,
    meanReturn: last.length === 0 ? null : last.reduce((sum, value) => sum + value, 0) / last.length,
  };
}

function seedsReport(spec: ControlSpec, trained: readonly TrainedSeed[], seconds: number): string {
  const rows = trained
    .map(seedSummary)
    .map((one) => [
      String(one.seed),
      one.meanReturn === null ? 'none' : shortNumber(one.meanReturn),
      String(one.episodes),
      shortNumber(one.seconds),
      one.run,
    ]);
  return [
    `${findControlEnv(spec.world.id).title}, ${spec.agent.id ?? spec.agent.learningRule.id}, ${trained.length} seeds, ${shortNumber(seconds)} s`,
    '',
    textTable([['seed', `mean return of the last ${meanOver}`, 'episodes', 's', 'run'], ...rows]),
  ].join('\n');
}
