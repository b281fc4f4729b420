import { join } from 'node:path';
import type { EpisodeReturns } from '../src/analysis/learning-curve.ts';
import { output } from './measure.ts';

/** What an agent learned with one seed, in a process with one thread. */
export interface Learned extends EpisodeReturns {
  /** Steps per CPU second, without the start of the process. */
  readonly rate: number;
  /** Mean return of the last 100 episodes. */
  readonly lastReturn: number;
}

export type Theirs = Learned & { readonly versions: string };

/** Settings of parts, as --set takes them. */
export type Settings = Readonly<Record<string, number | boolean | string>>;

export interface Training {
  readonly agent: string;
  readonly steps: number;
  readonly settings: Settings;
}

/**
 * What the agent dqn learns with in bench/stable_baselines.py: the settings of Stable-Baselines3's zoo for CartPole,
 * without double targets. The agents a2c and ppo have their settings by default.
 */
export const zooDqn: Settings = {
  double: false,
  learningRate: 2.3e-3,
  learningRateSchedule: 'constant',
  targetUpdateInterval: 256,
  explorationFraction: 0.16,
};

export function ours(root: string, env: string, { agent, steps, settings }: Training, seed: number): Learned {
  const printed = output(process.execPath, [
    join(root, 'dist/bench/agent.js'),
    JSON.stringify({ world: env, agent, steps, seed, backend: 'fused' }),
    JSON.stringify(settings),
  ]);
  if (printed === undefined) throw new Error(`${agent} failed`);
  return JSON.parse(printed) as Learned;
}

/** The same training of CartPole by Stable-Baselines3; undefined if Python does not have it. */
export function stableBaselines(root: string, { agent, steps }: Training, seed: number): Theirs | undefined {
  const printed = output('python3', [join(root, 'bench/stable_baselines.py'), agent, String(steps), String(seed)], {
    OMP_NUM_THREADS: '1',
  });
  return printed === undefined ? undefined : (JSON.parse(printed) as Theirs);
}
