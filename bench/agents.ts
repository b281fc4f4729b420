import { join } from 'node:path';
import { middle, output, type Row } from './measure.ts';

const rounds = 3;

interface Learned {
  /** Steps per CPU second. */
  readonly rate: number;
  /** Mean return of the last 100 episodes. */
  readonly lastReturn: number;
}
type Theirs = Learned & { readonly versions: string };

interface Task {
  readonly title: string;
  readonly agent: string;
  readonly steps: number;
  /** Arguments that give bench/stable_baselines.py the same work; its first argument is the agent. */
  readonly settings: Readonly<Record<string, number | boolean | string>>;
}

// A2C has the defaults of Stable-Baselines3, PPO and DQN the settings of its zoo for CartPole; its DQN is not double.
const tasks: readonly Task[] = [
  { title: 'A2C on CartPole, 8 environments, two networks of 64-64', agent: 'a2c', steps: 60_000, settings: {} },
  {
    title: 'PPO on CartPole, 8 environments, two networks of 64-64, 32 steps, 20 epochs, batch 256',
    agent: 'ppo',
    steps: 20_000,
    settings: {},
  },
  {
    title: 'DQN on CartPole, network 256-256, batch 64, 128 updates every 256 steps, not double',
    agent: 'dqn',
    steps: 8000,
    settings: {
      double: false,
      learningRate: 2.3e-3,
      learningRateSchedule: 'constant',
      targetUpdateInterval: 256,
      explorationFraction: 0.16,
    },
  },
];

/** Frames of MinAtar's Breakout, without a comparison. */
const alone: readonly Task[] = [
  {
    title: 'DQN on MinAtar Breakout, one update of 32 a frame',
    agent: 'dqn-conv',
    steps: 8000,
    settings: { learningStarts: 500, trainFrequency: 1, double: false },
  },
  { title: 'PPO on MinAtar Breakout, 8 environments', agent: 'ppo-conv', steps: 30_000, settings: {} },
];

/**
 * Deep agents compared with Stable-Baselines3 if Python has it: one thread, the same work, alternating with the same
 * seed; both without process start.
 */
export function agents(root: string): readonly Row[] {
  return [
    ...tasks.map((task) => besideStableBaselines(root, task)),
    ...alone.map((task): Row => ({
      what: task.title,
      measured: shown(middle(seeds.map((seed) => ours(root, 'breakout', task, seed).rate))),
      against: '',
    })),
  ];
}

const seeds = Array.from({ length: rounds }, (_, i) => i + 1);

function besideStableBaselines(root: string, task: Task): Row {
  const pairs = seeds.map((seed) => ({
    own: ours(root, 'cartpole', task, seed),
    theirs: stableBaselines(root, task, seed),
  }));
  const own = middle(pairs.map((pair) => pair.own.rate));
  const measured = `${shown(own)}; last 100 episodes ${returns(pairs.map((pair) => pair.own))}`;
  const found = pairs.flatMap(({ theirs }) => theirs ?? []);
  if (found.length < rounds) return { what: task.title, measured, against: 'Stable-Baselines3 not installed' };
  const ratios = pairs.map((pair) => pair.own.rate / (pair.theirs as Theirs).rate);
  return {
    what: task.title,
    measured,
    against: `${ratios.map((one) => one.toFixed(1)).join(', ')} x ${(found[0] as Theirs).versions} (${shown(middle(found.map(({ rate }) => rate)))}; last 100 episodes ${returns(found)})`,
  };
}

const shown = (rate: number): string => `${Math.round(rate).toLocaleString('en-US')} steps per CPU s`;
const returns = (learned: readonly Learned[]): string =>
  learned.map(({ lastReturn }) => lastReturn.toFixed(0)).join(', ');

function ours(root: string, env: string, { agent, steps, settings }: Task, seed: number): Learned {
  const printed = output(process.execPath, [
    join(root, 'dist/bench/agent.js'),
    JSON.stringify({ world: env, agent, steps, seed, backend: 'fused' }),
    JSON.stringify(settings),
  ]);
  if (printed === undefined) throw new Error(`${agent} failed`);
  return JSON.parse(printed) as Learned;
}

function stableBaselines(root: string, { agent, steps }: Task, seed: number): Theirs | undefined {
  const printed = output('python3', [join(root, 'bench/stable_baselines.py'), agent, String(steps), String(seed)], {
    OMP_NUM_THREADS: '1',
  });
  return printed === undefined ? undefined : (JSON.parse(printed) as Theirs);
}
