import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../../src/install/version.ts';
import { backends, networksFor } from '../../src/compute/backends.ts';
import { output } from '../measure.ts';
import { attempt } from './attempt.ts';
import { renewSection } from './section.ts';
import { resultsFile, type GpuResults, type PopulationRate, type StepTime, type TrainingRate } from './results.ts';

const worldCounts = [16, 64, 256, 1024, 4096, 16_384];
const populations = [100, 1000, 10_000, 100_000, 1_000_000];
/** One predictor per subject. */
const populationAgent = 'td-lambda-csc';
const batches = [32, 256, 1024, 4096, 16_384];
const nets = ['dense', 'convolution'] as const;
const tasks = [
  { agent: 'ppo', world: 'cartpole' },
  { agent: 'ppo-conv', world: 'breakout' },
] as const;
/** Rollouts of every environment in a training run; the first one is a warm-up. */
const rollouts = 3;
const nSteps = 32;
/** Minibatches per rollout for PPO, whatever its size: so a batch grows with the number of environments. */
const batchesPerRollout = 4;

/**
 * Measures deep agents, training steps and populations on one backend as a function of batch size, and stores the
 * results. Each measurement has its own process, so that running out of memory or time affects only that one.
 * @param args `--backend NAME` (else the first of cuda, native, webgpu, wasm that works here), `--quick` for the smaller half of every size
 */
export async function main(root: string, args: readonly string[], date: string): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { backend: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const backend = values.backend ?? (await firstThatWorks());
  const sizes = (all: readonly number[]): readonly number[] =>
    values.quick ? all.slice(0, Math.ceil(all.length / 2)) : all;
  const child = (entry: string, ...given: readonly (string | number)[]): string[] => [
    join(root, 'dist/bench', entry),
    ...given.map(String),
  ];

  const found = attempt(child('bandwidth.js', backend));
  const { name, bandwidth } =
    'json' in found ? (found.json as { name: string; bandwidth: number | null }) : { name: backend, bandwidth: null };
  const training = tasks.flatMap(({ agent, world }) =>
    sizes(worldCounts).map((worlds): TrainingRate => {
      const rows = worlds * nSteps;
      const settings = Object.entries({ nSteps, batchSize: rows / batchesPerRollout, nEpochs: 4 }).flatMap(
        ([key, value]) => ['--set', `${key}=${value}`],
      );
      const tried = attempt(
        [
          join(root, 'bin/phasic.cjs'),
          'train',
          world,
          '--agent',
          agent,
          '--backend',
          backend,
          '--worlds',
          `${worlds}`,
          '--steps',
          `${rollouts * rows}`,
          ...settings,
          '--json',
        ],
        { isTraining: true },
      );
      return told(
        {
          agent,
          world,
          worlds,
          stepsPerSecond: 'json' in tried ? (tried.json as { stepsPerSecond: number }).stepsPerSecond : null,
        },
        tried,
      );
    }),
  );
  const steps = nets.flatMap((net) =>
    sizes(batches).map((batch): StepTime => {
      const tried = attempt(child('step.js', backend, net, batch));
      return told({ net, batch, microseconds: 'json' in tried ? (tried.json as number) : null }, tried);
    }),
  );
  const rates = sizes(populations).map((subjects): PopulationRate => {
    const tried = attempt(child('population.js', backend, populationAgent, subjects));
    const rate =
      'json' in tried
        ? (tried.json as { subjectStepsPerSecond: number; bytesPerSecond: number })
        : { subjectStepsPerSecond: null };
    return told({ agent: populationAgent, subjects, ...rate }, tried);
  });

  const results: GpuResults = {
    date,
    machine: machine(),
    node: process.version,
    phasic: version,
    backend: name,
    device: device(),
    bandwidth,
    training,
    steps,
    populations: rates,
  };
  const file = join(root, resultsFile);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
  renewSection(root);
  process.stdout.write(`${results.backend} on ${results.device}: ${resultsFile} and BENCHMARKS.md\n`);
  return 0;
}

const told = <T extends object>(rate: T, tried: ReturnType<typeof attempt>): T =>
  'why' in tried ? { ...rate, why: tried.why } : rate;

async function firstThatWorks(): Promise<string> {
  const cardsFirst = [...backends.filter(({ onCard }) => onCard), ...backends.filter(({ id }) => id === 'native')];
  for (const { id } of cardsFirst) {
    if (
      await networksFor(id).then(
        () => true,
        () => false,
      )
    )
      return id;
  }
  return 'wasm';
}

const machine = (): string =>
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;

const device = (): string =>
  output('nvidia-smi', ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader'])?.trim() ??
  'no NVIDIA device';
