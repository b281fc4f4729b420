import { randomStream } from '../../core/random.ts';
import type { ControlSpec } from '../../spec/spec.ts';
import { findControlEnv } from '../registry.ts';
import { Worlds } from './worlds.ts';

/** Maximum number of steps in one environment: a few milliseconds. */
const maxSteps = 5000;
const maxEpisodes = 100;

/**
 * Mean return of the environment's first episodes under uniformly random actions (for real-valued ones, uniform over
 * the range): the baseline without learning. Undefined if no episode ends within some thousand steps.
 */
export function randomReturn({ world: env, seed }: ControlSpec): number | undefined {
  const worlds = new Worlds(findControlEnv(env.id), env, 1, seed);
  const { actions } = worlds.world(0);
  const random = randomStream(seed, 'random-play');
  const action = new Float64Array(1);
  let [episodes, sum] = [0, 0];
  worlds.reset();
  for (let step = 0; step < maxSteps && episodes < maxEpisodes; step++) {
    action[0] =
      actions.kind === 'discrete'
        ? random.integer(actions.actions.length)
        : actions.low + random.next() * (actions.high - actions.low);
    worlds.step(action);
    if (worlds.starts[0] !== 1) continue;
    episodes += 1;
    sum += worlds.endReturns[0] as number;
  }
  return episodes === 0 ? undefined : sum / episodes;
}
