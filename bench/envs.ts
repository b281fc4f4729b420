import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseParameters } from '../src/contracts/parameters.ts';
import { observationSize } from '../src/contracts/stepped-env.ts';
import { randomStream } from '../src/core/random.ts';
import { streamDraws } from '../src/engine/play/draws.ts';
import { findSteppedEnv } from '../src/engine/registry.ts';
import { middle, output, type Row } from './measure.ts';

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

const rounds = 5;
const roundSeconds = 0.25;
const stepsAtOnce = 2000;
/** Asked for: so many times Python's. */
const limit = 20;

/** Steps a second of the twelve reference worlds: random actions, sticky draw and observation included, one thread. */
export function envs(root: string): readonly Row[] {
  const printed = output('python3', [join(root, 'bench/envs.py')]);
  const beside = printed === undefined ? {} : (JSON.parse(printed) as Record<string, number>);
  return Object.entries(stated).map(([id, once]) => {
    const ours = middle(Array.from({ length: rounds }, () => rate(id)));
    const python = beside[id];
    const other = python ?? once;
    const source = python === undefined ? 'stated' : 'beside it';
    return { what: `World ${id}, random actions, observation included`, measured: `${(ours / 1e6).toFixed(2)} million steps/s`, against: `${(ours / other).toFixed(0)} x Python’s ${Math.round(other / 1000)},000 (${source}); at least ${limit} x` };
  });
}

function rate(id: string): number {
  const env = findSteppedEnv(id);
  const world = env.create(parseParameters(env.parameters, {}, id));
  const draws = streamDraws(randomStream(1, 'draws'));
  const { actions } = world;
  const choose = actions.kind === 'discrete' ? () => draws.integer(0, actions.actions.length) : () => draws.uniform(actions.low, actions.high);
  const seen = new Float32Array(observationSize(world.observation));
  const { timeLimit = 0 } = parseParameters(env.parameters, {}, id) as { timeLimit?: number };
  let length = 0;
  world.reset(draws);
  let steps = 0;
  const began = performance.now();
  let seconds = 0;
  while (seconds < roundSeconds) {
    for (let k = 0; k < stepsAtOnce; k++) {
      if (env.alwaysDrawsSticky === true) draws.unit();
      world.step(choose(), draws);
      world.observe(seen, 0);
      length += 1;
      if (!world.terminated && (timeLimit === 0 || length < timeLimit)) continue;
      world.reset(draws);
      world.observe(seen, 0);
      length = 0;
    }
    steps += stepsAtOnce;
    seconds = (performance.now() - began) / 1000;
  }
  return steps / seconds;
}
