import { join } from 'node:path';
import { output, type Row } from './measure.ts';

const minAtar = ['breakout', 'asterix', 'freeway', 'seaquest', 'space-invaders'] as const;
const gymnasium = ['cartpole', 'mountain-car', 'acrobot', 'pendulum', 'frozen-lake', 'cliff-walking', 'taxi'] as const;

/** Asked for: so many times Gymnasium's. */
const limit = 20;

/**
 * Steps a CPU second of the twelve reference worlds: random actions, sticky draw and observation included; Gymnasium's beside them. Each in a process of its own, as a
 * person runs it: in one that has stepped another world before, calls that the compiler has tied to that world cost half the speed.
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
      if (printed === undefined) return row(id, own(id), 'Gymnasium not at hand');
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
