import { join } from 'node:path';
import { output, type Row } from './measure.ts';

/** Python's steps a second where it is not at hand, as measured once on a machine of this kind. */
const stated: Readonly<Record<string, number>> = {
  breakout: 308_000,
  asterix: 270_000,
  freeway: 154_000,
  seaquest: 253_000,
  'space-invaders': 41_000,
  cartpole: 135_000,
  'mountain-car': 95_000,
  acrobot: 25_000,
  pendulum: 93_000,
  'frozen-lake': 183_000,
  'cliff-walking': 189_000,
  taxi: 126_000,
};

/** Asked for: so many times Python's. */
const limit = 20;

/**
 * Steps a second of the twelve reference worlds: random actions, sticky draw and observation included, one thread. Each in a process of its own, as a
 * person runs it: in one that has stepped another world before, calls that the compiler has tied to that world cost half the speed.
 */
export function envs(root: string): readonly Row[] {
  const printed = output('python3', [join(root, 'bench/envs.py')]);
  const beside = printed === undefined ? {} : (JSON.parse(printed) as Record<string, number>);
  return Object.entries(stated).map(([id, once]) => {
    const ours = Number(output(process.execPath, [join(root, 'dist/bench/world.js'), id]));
    const python = beside[id];
    const other = python ?? once;
    const source = python === undefined ? 'stated' : 'beside it';
    return { what: `World ${id}, random actions, observation included`, measured: `${(ours / 1e6).toFixed(2)} million steps/s`, against: `${(ours / other).toFixed(0)} x Python’s ${Math.round(other / 1000)},000 (${source}); at least ${limit} x` };
  });
}
