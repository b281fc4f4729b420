import { join } from 'node:path';
import { output, type Row } from './measure.ts';

const minAtar = ['breakout', 'asterix', 'freeway', 'seaquest', 'space-invaders'] as const;
const gymnasium = ['cartpole', 'mountain-car', 'acrobot', 'pendulum', 'frozen-lake', 'cliff-walking', 'taxi'] as const;

/** Target: a multiple of Gymnasium's speed. */
const limit = 20;

/**
 * Steps per CPU second of the twelve reference environments, including random actions, sticky draw and observation,
 * compared with Gymnasium's. Each in its own process, as in normal use: in a process that has stepped another
 * environment before, calls that the compiler has specialised for it halve the speed.
 */
export function envs(root: string): readonly Row[] {
  const own = (id: string): number => Number(output(process.execPath, [join(root, 'dist/bench/world.js'), id]));
  const row = (id: string, rate: number, against: string): Row => ({
    what: `World ${id}, random actions, observation included`,
    measured: `${(rate / 1e6).toFixed(2)} million steps per CPU s`,
    against,
  });
  return [
    ...minAtar.map((id) => row(id, own(id), '')),
    ...gymnasium.map((id) => {
      const printed = output('python3', [join(root, 'bench/envs.py'), id]);
      if (printed === undefined) return row(id, own(id), 'Gymnasium not installed');
      const { rate, version } = JSON.parse(printed) as { rate: number; version: string };
      const ours = own(id);
      return row(
        id,
        ours,
        `${(ours / rate).toFixed(0)} x ${version} (${Math.round(rate).toLocaleString('en-US')}); at least ${limit} x`,
      );
    }),
  ];
}
