import { ours, stableBaselines, zooDqn, type Learned, type Theirs, type Training } from './beside.ts';
import { middle, type Row } from './measure.ts';

const rounds = 3;

interface Task extends Training {
  readonly title: string;
}

// A2C has the defaults of Stable-Baselines3, PPO and DQN the settings of its zoo for CartPole.
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
    settings: zooDqn,
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
