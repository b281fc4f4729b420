import { InputError, didYouMean } from '../../core/errors.ts';
import type { AgentPart } from '../../contracts/agent.ts';
import { completePart } from '../../spec/complete-parts.ts';
import { findControlEnv, lookup } from '../registry.ts';
import type { GymnasiumTrajectory, MinAtarTrajectory } from './trajectory-file.ts';

/** MinAtar's games by the names used in files. */
const games: Readonly<Record<string, string>> = {
  'minatar/breakout': 'breakout',
  'minatar/asterix': 'asterix',
  'minatar/freeway': 'freeway',
  'minatar/seaquest': 'seaquest',
  'minatar/space_invaders': 'space-invaders',
};

/** Gymnasium's environments by the names used in files. */
const worlds: Readonly<Record<string, string>> = {
  'gym-cartpole': 'cartpole',
  'gym-mountaincar': 'mountain-car',
  'gym-acrobot': 'acrobot',
  'gym-pendulum': 'pendulum',
  'gym-frozenlake': 'frozen-lake',
  'gym-cliffwalking': 'cliff-walking',
  'gym-taxi': 'taxi',
};

/** Gymnasium's registered ids. */
const registered: Readonly<Record<string, AgentPart>> = {
  'CartPole-v1': { id: 'cartpole', parameters: {} },
  'MountainCar-v0': { id: 'mountain-car', parameters: {} },
  'Acrobot-v1': { id: 'acrobot', parameters: {} },
  'Pendulum-v1': { id: 'pendulum', parameters: {} },
  'FrozenLake-v1': { id: 'frozen-lake', parameters: {} },
  'FrozenLake8x8-v1': { id: 'frozen-lake', parameters: { map: '8x8' } },
  'CliffWalking-v1': { id: 'cliff-walking', parameters: {} },
  'CliffWalkingSlippery-v1': { id: 'cliff-walking', parameters: { slippery: true } },
  'Taxi-v3': { id: 'taxi', parameters: {} },
  'Taxi-v4': { id: 'taxi', parameters: {} },
};

/** Our names for the arguments of Gymnasium's constructors. */
const configNames: Readonly<Record<string, string>> = {
  map_name: 'map',
  is_slippery: 'slippery',
  is_rainy: 'rainy',
  fickle_passenger: 'fickle',
};

/**
 * Our version of a MinAtar game, with the parameters of a trajectory. All six actions are offered, by MinAtar's
 * numbers.
 * @throws InputError for a game that is not implemented
 */
export function minAtarGame(name: string, { stickyProb, ramping }: MinAtarTrajectory, where: string): AgentPart {
  const id = named(games, name, where);
  // Two of the games have a ramping option without effect.
  const ramps = 'ramping' in findControlEnv(id).parameters;
  return completePart(lookup, 'envs', {
    id,
    parameters: { actionSet: 'full', stickyProbability: stickyProb, ...(ramps ? { ramping } : {}) },
  });
}

/**
 * Our version of a Gymnasium environment, with the parameters of a trajectory and the step limit of its id.
 * @throws InputError for an environment that is not implemented, or an unsupported configuration
 */
export function gymnasiumWorld(name: string, { envId, config }: GymnasiumTrajectory, where: string): AgentPart {
  const { id, parameters } = named(registered, envId, where);
  if (named(worlds, name, where) !== id)
    throw new InputError(
      `'${envId}' is not the environment of the file, '${name}'`,
      where,
      'keep the trajectories of each environment in a separate file',
    );
  const values = Object.entries(config).map(([name, value]) => [named(configNames, name, where), value]);
  return completePart(lookup, 'envs', { id, parameters: { ...parameters, ...Object.fromEntries(values) } });
}

function named<T>(table: Readonly<Record<string, T>>, name: string, where: string): T {
  if (Object.hasOwn(table, name)) return table[name] as T;
  throw new InputError(`'${name}' is not here`, where, didYouMean(name, Object.keys(table)));
}
