import type { ControlSpec } from '../../src/spec/spec.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { InputError } from '../../src/core/errors.ts';
import { list } from '../../src/engine/registry.ts';

const worlds = list('envs')
  .filter(({ kind }) => kind === 'control')
  .map(({ id }) => id);
const short: Readonly<Record<string, number>> = {
  learningStarts: 40,
  bufferSize: 500,
  nSteps: 8,
  nEpochs: 2,
  batchSize: 16,
  trainFrequency: 4,
  gradientSteps: 1,
  units: 16,
  filters: 2,
  tilings: 4,
  tiles: 4,
  quantiles: 5,
  planningSteps: 3,
};

/**
 * An agent in an environment, with slow settings shortened. @throws InputError if it does not support the environment
 */
export function smallIn(env: string, agent: string): ControlSpec {
  const spec = completeControlSpec({ world: env, agent, worlds: 2, steps: 4000, seed: 4 });
  return Object.entries(short).reduce((changed, [name, value]) => {
    try {
      return setParameter(changed, name, value);
    } catch {
      return changed;
    }
  }, spec);
}

/** An environment that the agent supports, small if possible, with slow settings shortened. */
export function smallControlRun(agent: string): ControlSpec {
  for (const env of ['frozen-lake', 'mountain-car', 'cartpole', 'breakout', ...worlds].filter((world) =>
    worlds.includes(world),
  )) {
    try {
      return smallIn(env, agent);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  throw new Error(`no world for ${agent}`);
}
