import * as v from 'valibot';
import { InputError } from '../../core/errors.ts';
import type { AgentPart } from '../../contracts/agent.ts';
import { playDefaults, playSpecVersion, type PartialPlaySpec, type PlaySpec } from '../../contracts/play-spec.ts';
import { donePartSchemas, partialAgentSchema, partialPartSchema, requireVersion, seedSchema, specMistake } from '../../contracts/spec.ts';
import { inStepped } from '../../contracts/time-constants.ts';
import { agentPartKinds, completeAgent, completeDoneParts, completePart, locate } from '../parts.ts';
import { findActionArchitecture, findActionRule, findSteppedEnv } from '../registry.ts';
import { steppedChanges } from './stepped-manipulations.ts';

const mostWorlds = 65_536;
const mostPlaySteps = 1e12;

const whole = (min: number, max: number) => {
  const range = `must be a whole number from ${min} to ${max}`;
  return v.pipe(v.number(range), v.integer(range), v.minValue(min, range), v.maxValue(max, range));
};

const schema = v.strictObject({
  phasic: v.optional(v.literal(playSpecVersion)),
  env: partialPartSchema,
  agent: v.optional(partialAgentSchema),
  ...donePartSchemas,
  worlds: v.optional(whole(1, mostWorlds)),
  steps: v.optional(whole(1, mostPlaySteps)),
  seed: v.optional(seedSchema),
  backend: v.optional(v.string('must be a text')),
});

/**
 * Checks the shape of a play spec that came from outside; ids and parameters are checked when it is completed.
 * @throws InputError naming the field
 */
export function parsePartialPlaySpec(given: unknown, where: string): PartialPlaySpec {
  requireVersion(given, playSpecVersion, where, 'write it again, or train again: version 1 had neither manipulations nor a recording');
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  throw specMistake(given, parsed.issues[0], where, { what: 'a play spec', example: '{"env": "breakout"}', fields: Object.keys(schema.entries) });
}

/**
 * Fills in everything that a play spec leaves out, and checks all of it.
 * @throws InputError for an unknown id, an unknown parameter, a value out of range, or parts that do not fit together
 */
export function completePlaySpec(given: PartialPlaySpec): PlaySpec {
  const wanted = typeof given.env === 'string' ? given.env : given.env.id;
  const env = findSteppedEnv(wanted);
  const world = completePart('envs', given.env);
  const agent = completeAgent(given.agent ?? env.agent);
  requireFit(world, agent);
  const spec: PlaySpec = {
    phasic: playSpecVersion,
    env: world,
    agent,
    ...completeDoneParts(given, playDefaults.recording, inStepped),
    worlds: given.worlds ?? findActionRule(agent.learningRule.id).worlds ?? playDefaults.worlds,
    steps: given.steps ?? playDefaults.steps,
    seed: given.seed ?? playDefaults.seed,
    backend: given.backend ?? playDefaults.backend,
  };
  // For what it refuses.
  steppedChanges(spec);
  return spec;
}

/** @throws InputError where the agent cannot see or act in the world */
function requireFit(env: AgentPart, agent: PlaySpec['agent']): void {
  const rule = findActionRule(agent.learningRule.id);
  const { observation, actions } = findSteppedEnv(env.id).create(env.parameters as never);
  const perception = findActionArchitecture(agent.architecture.id).create(agent.architecture.parameters as never, observation);
  if (!rule.perceptions.includes(perception.kind)) {
    throw new InputError(`learning rule '${rule.id}' cannot learn with architecture '${agent.architecture.id}'`, 'agent', 'choose an agent that has both, with --agent');
  }
  if (actions.kind === 'continuous' && rule.continuous !== true) {
    throw new InputError(`learning rule '${rule.id}' chooses among actions, and '${env.id}' asks for a real number`, 'agent', 'choose an agent that can give one, such as ppo');
  }
}

/** The parts of a play spec that carry parameters, by the name that qualifies them. */
export const playPartKinds = { env: 'envs', ...agentPartKinds, recording: 'recordings' } as const;

export type PlayPartName = keyof typeof playPartKinds;

export const playPartOf = (spec: PlaySpec, name: PlayPartName): AgentPart | undefined => (name === 'env' || name === 'recording' ? spec[name] : spec.agent[name]);

/** Which part of the spec declares the parameter. */
export function locatePlayParameter(spec: PlaySpec, path: string): { part: PlayPartName; name: string } {
  return locate((Object.keys(playPartKinds) as PlayPartName[]).map((part) => [part, playPartOf(spec, part)] as const), path);
}

/**
 * Sets one parameter, found by its name in whichever part declares it; `part.name` where several do.
 * @throws InputError when no part, or more than one, has it, or when the value is not allowed
 */
export function setPlayParameter(spec: PlaySpec, path: string, value: unknown): PlaySpec {
  const { part, name } = locatePlayParameter(spec, path);
  const old = playPartOf(spec, part) as AgentPart;
  const changed = { id: old.id, parameters: { ...old.parameters, [name]: value } };
  return completePlaySpec(part === 'env' || part === 'recording' ? { ...spec, [part]: changed } : { ...spec, agent: { ...spec.agent, [part]: changed } });
}
