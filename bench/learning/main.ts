import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { learningCurve } from '../../src/analysis/learning-curve.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { runPool } from '../../src/jobs/job-pool.ts';
import { curveFigureOf, specProvenance } from '../../src/session/control/control-figures.ts';
import { curveSvg } from '../../src/export/svg.ts';
import { version } from '../../src/install/version.ts';
import { besideSection, besideTasks, learnBeside } from './beside.ts';
import type { LearnedSeed, LearningTask } from './task.ts';
import { learningTasks } from './tasks.ts';

/** Stored results of a task: enough to draw its curve and to judge it again. */
interface StoredTask {
  readonly task: LearningTask;
  readonly phasic: string;
  readonly machine: string;
  readonly date: string;
  readonly seeds: readonly Omit<LearnedSeed, 'endSteps' | 'returns'>[];
  /** Mean over seeds and its standard error, against steps. */
  readonly curve: readonly {
    readonly steps: number;
    readonly mean: number;
    readonly sem: number;
    readonly n: number;
  }[];
}

const stretches = 50;
const folderOf = (root: string): string => join(root, 'docs', 'learning');

/**
 * Runs the requested tasks (all by default; none with --page), stores the results, and writes docs/learning.md from all
 * stored results.
 */
export async function main(root: string, argv: readonly string[], date: string): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      seeds: { type: 'string' },
      workers: { type: 'string' },
      'reference-seeds': { type: 'string' },
      page: { type: 'boolean' },
    },
  });
  const ids = [...learningTasks, ...besideTasks].map(({ id }) => id);
  const unknown = positionals.find((id) => !ids.includes(id));
  if (unknown !== undefined) {
    process.stderr.write(`bench:learning: unknown task '${unknown}'; choose from ${ids.join(', ')}\n`);
    return 2;
  }
  mkdirSync(folderOf(root), { recursive: true });
  if (values.page === true) {
    writePage(root);
    return 0;
  }
  const isChosen = ({ id }: { readonly id: string }): boolean => positionals.length === 0 || positionals.includes(id);
  const ours = Number(values.seeds ?? 10);
  const besideSeeds = { ours, theirs: Number(values['reference-seeds'] ?? ours) };
  for (const task of besideTasks.filter(isChosen)) {
    const missing = learnBeside(task, besideSeeds, folderOf(root), root, date);
    if (missing !== undefined) process.stderr.write(`bench:learning: ${missing}\n`);
    writePage(root);
  }
  for (const task of learningTasks.filter(isChosen)) {
    const seeds = await learn(task, Number(values.seeds ?? 5), Number(values.workers ?? availableParallelism()), root);
    store(task, seeds, root, date);
    writePage(root);
  }
  return 0;
}

async function learn(
  task: LearningTask,
  count: number,
  workers: number,
  root: string,
): Promise<readonly LearnedSeed[]> {
  const jobs = Array.from({ length: count }, (_, i) => ({ task, seed: i + 1 }));
  const learned: LearnedSeed[] = [];
  const workerFile = join(root, 'dist/bench/worker.js');
  for await (const outcome of runPool<(typeof jobs)[number], LearnedSeed>(jobs, {
    workers: Math.min(workers, count),
    ahead: 0,
    workerFile,
    name: ({ seed }) => `${task.id}, seed ${seed}`,
  })) {
    if ('error' in outcome) throw outcome.error;
    const { seed, measured, reached, seconds } = outcome.answer;
    process.stdout.write(
      `${task.id}, seed ${seed}: ${measured === null ? 'nothing measured' : measured.toFixed(3)} (${reached ? 'reached' : 'not reached'} ${task.atLeast}), ${seconds.toFixed(0)} s\n`,
    );
    learned.push(outcome.answer);
  }
  return learned;
}

function store(task: LearningTask, seeds: readonly LearnedSeed[], root: string, date: string): void {
  const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
  const stored: StoredTask = {
    task,
    phasic: version,
    machine,
    date,
    seeds: seeds.map(({ endSteps: _ends, returns: _returns, ...kept }) => kept),
    curve: 'like' in task ? [] : learningCurve(seeds, task.spec.steps, stretches),
  };
  writeFileSync(join(folderOf(root), `${task.id}.json`), `${JSON.stringify(stored, null, 1)}\n`);
  if ('like' in task) return;
  const spec = completeControlSpec(task.spec);
  writeFileSync(
    join(folderOf(root), `${task.id}.svg`),
    curveSvg(curveFigureOf(spec, seeds, `${specProvenance(spec, seeds[0]?.backend ?? '')} · ${date}`), spec),
  );
}

function writePage(root: string): void {
  // Words come from the task as it is declared now, numbers from the stored run.
  const stored = learningTasks.flatMap(({ id, claim, source }) => {
    const file = join(folderOf(root), `${id}.json`);
    if (!existsSync(file)) return [];
    const run = JSON.parse(readFileSync(file, 'utf8')) as StoredTask;
    return [{ ...run, task: { ...run.task, claim, source } }];
  });
  const page = [
    '# What the agents learn',
    '',
    'Written by `npm run bench:learning [TASK ...]`: several seeds of each task. Numbers of steps and parameters are in the file of each task in docs/learning. A seed reaches a task if its measure is at least the criterion.',
    '',
    '| task | criterion | reached by | measure of each seed | steps until reached, median | steps/s | machine, date |',
    '|---|---|---|---|---|---|---|',
    ...stored.map(row),
    '',
    ...besideSection(folderOf(root)),
    ...stored.flatMap(({ task, seeds }) => [
      `## ${task.id}`,
      '',
      `${task.claim}. Bound: ${task.source}.`,
      '',
      ...('like' in task ? seeds.flatMap(besides) : [`![learning curve](learning/${task.id}.svg)`, '']),
    ]),
  ];
  writeFileSync(join(root, 'docs', 'learning.md'), page.join('\n'));
}

const besides = ({ seed, besides = {} }: StoredTask['seeds'][number]): readonly string[] => [
  `Seed ${seed}: ${Object.entries(besides)
    .map(([what, value]) => `${what} ${value.toPrecision(3)}`)
    .join('; ')}.`,
  '',
];

function row({ task, seeds, machine, date, phasic }: StoredTask): string {
  const reached = seeds.filter((seed) => seed.reached).length;
  const measured = seeds
    .map((seed) => (seed.measured === null ? 'none' : Number(seed.measured.toPrecision(4))))
    .join(', ');
  const steps = seeds
    .flatMap(({ stepsToReach }) => (stepsToReach === null ? [] : [stepsToReach]))
    .sort((a, b) => a - b);
  const speeds = seeds.map(({ stepsPerSecond }) => stepsPerSecond).sort((a, b) => a - b);
  const middle = (values: readonly number[]): string =>
    values.length === 0 ? '' : Math.round(values[values.length >> 1] as number).toLocaleString('en-US');
  return `| ${[task.id, `${task.claim} (${task.atLeast})`, `${reached} of ${seeds.length}`, measured, middle(steps), middle(speeds), `${machine}, phasic ${phasic}, ${date}`].join(' | ')} |`;
}
