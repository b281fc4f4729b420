import { InputError } from '../../core/errors.ts';
import type { HiddenLayer } from '../../contracts/network.ts';
import type { ObservationEncoder } from '../../contracts/acting-agent.ts';
import type { ControlSpec } from '../../spec/spec.ts';
import { observationSize, type ObservationSpace } from '../../contracts/control-env.ts';
import { bindControlArchitecture, bindControlEnv, bindControlRule } from '../../engine/bind.ts';
import { megabytes } from './megabytes.ts';

const float = 4;
/** An environment's state, its random stream and its records: 1 to 4 kB, measured. */
const bytesPerWorld = 4096;
/** Weights, their gradient and the optimiser's two means. */
const copiesOfWeights = 4;
/** Activity and derivative of every unit. */
const copiesOfUnits = 2;

/**
 * Approximate bytes needed by an agent and its environments: the environments, the network for all of them at once, and
 * the stored experience.
 */
export function controlBytes({ world, agent, worlds }: ControlSpec): number {
  const { observation } = bindControlEnv(world).create();
  const encoder = bindControlArchitecture(agent.architecture).create(observation);
  const inputs = inputsOf(observation);
  const { units, weights } = networkNumbers(encoder, observation, inputs);
  const remembered = bindControlRule(agent.learningRule).remembers?.(worlds, observation) ?? 0;
  return (
    worlds * (bytesPerWorld + float * (2 * inputs + copiesOfUnits * units)) +
    float * copiesOfWeights * weights +
    remembered
  );
}

const inputsOf = (observation: ObservationSpace): number =>
  observation.kind === 'discrete' ? observation.count : observationSize(observation);

function networkNumbers(
  encoder: ObservationEncoder,
  observation: ObservationSpace,
  inputs: number,
): { readonly units: number; readonly weights: number } {
  if (encoder.kind === 'binary') return { units: encoder.maxActive, weights: encoder.size };
  // Maximum number of gates of a cell, each with its own matrix.
  if (encoder.kind === 'recurrent')
    return { units: 5 * encoder.units, weights: 4 * encoder.units * (inputs + encoder.units + 1) };
  return feedForwardNumbers(encoder.hidden, observation.kind === 'binary' ? observation.shape : [1, 1, inputs]);
}

function feedForwardNumbers(
  hidden: readonly HiddenLayer[],
  input: readonly [number, number, number],
): { readonly units: number; readonly weights: number } {
  let [rows, columns, channels] = input;
  let units = 0;
  let weights = 0;
  for (const layer of hidden) {
    if (layer.kind === 'convolution') {
      weights += layer.filters * (layer.size * layer.size * channels + 1);
      [rows, columns, channels] = [rows - layer.size + 1, columns - layer.size + 1, layer.filters];
    } else {
      weights += layer.units * (rows * columns * channels + 1);
      [rows, columns, channels] = [1, 1, layer.units];
    }
    units += rows * columns * channels;
  }
  return { units, weights };
}

const maxBytes = 1 << 30;

/**
 * Sessions opened by a page share this machine with other pages. The command line has no such limit.
 * @throws InputError saying how much it needs, and the limit
 */
export function requireRoomForControl(spec: ControlSpec): void {
  const bytes = controlBytes(spec);
  if (bytes <= maxBytes) return;
  const many = spec.worlds === 1 ? 'one environment' : `${spec.worlds.toLocaleString('en-US')} environments`;
  throw new InputError(
    `${many} with this agent need about ${megabytes(bytes)} of memory, more than the ${megabytes(maxBytes)} that a page may have`,
    `world ${spec.world.id}, worlds ${spec.worlds}`,
    'use fewer environments, a smaller network, or an agent that remembers less; or phasic train, which has no such limit',
  );
}
