import { InputError } from '../../src/core/errors.ts';
import { randomStream, type RandomStream } from '../../src/core/random.ts';
import type { AgentPart } from '../../src/contracts/agent.ts';
import type { Parameter, ParameterValue } from '../../src/contracts/parameters.ts';
import type { ControlSpec, TrialSpec } from '../../src/spec/spec.ts';
import { completeControlSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import type { Kind } from '../../src/spec/kinds.ts';
import { type PartName, partNames } from '../../src/spec/parts.ts';
import { kindOf, partOf, withPart } from '../../src/spec/part-of.ts';
import { controlAgents, find, list, trialAgents } from '../../src/engine/registry.ts';

/** A short run of any kind. */
export type Generated =
  | { readonly kind: 'trials'; readonly spec: TrialSpec }
  | { readonly kind: 'steps'; readonly spec: ControlSpec };

const paradigms = list('paradigms').map(({ id }) => id);
const worlds = list('envs')
  .filter(({ kind }) => kind === 'control')
  .map(({ id }) => id);
const ruleOf = (agent: { readonly learningRule: { readonly id: string } }) =>
  find('learning-rules', agent.learningRule.id);
const idsOf = (agents: readonly { readonly id: string }[]): readonly string[] => agents.map(({ id }) => id);
const hasNetwork = ({ architecture }: { readonly architecture: { readonly id: string } }): boolean =>
  ['mlp', 'conv', 'recurrent'].includes(architecture.id);

/** Cycled, so that even a few specs have one of each. */
const sorts: readonly ((random: RandomStream) => Generated)[] = [
  (random) =>
    ofTrials(random, idsOf(trialAgents().filter((agent) => ['trial', 'step'].includes(ruleOf(agent).timescale)))),
  (random) => ofTrials(random, idsOf(trialAgents().filter((agent) => ruleOf(agent).timescale === 'event'))),
  (random) => ofTrials(random, idsOf(trialAgents().filter((agent) => ruleOf(agent).timescale === 'choice'))),
  (random) => ofSteps(random, idsOf(controlAgents().filter((agent) => !hasNetwork(agent)))),
  (random) => ofSteps(random, idsOf(controlAgents().filter(hasNetwork))),
];

/**
 * Specs of every kind: a paradigm with an agent that predicts, one for event streams, or one that chooses; a stepped
 * environment with a tabular, tile-coding or network agent. Parameters lie within their ranges. The same seed gives the
 * same specs.
 */
export function generatedSpecs(count: number, seed: number): readonly Generated[] {
  const random = randomStream(seed, 'generated specs');
  return Array.from({ length: count }, (_, i) =>
    fitting(() => (sorts[i % sorts.length] as (typeof sorts)[number])(random)),
  );
}

/** The first draw with compatible parts. */
function fitting(draw: () => Generated): Generated {
  for (;;) {
    try {
      return draw();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
}

const anyOf = <T>(random: RandomStream, items: readonly T[]): T => items[random.integer(items.length)] as T;

function ofTrials(random: RandomStream, agents: readonly string[]): Generated {
  const agent = anyOf(random, agents);
  const manipulations = random.bernoulli(0.2) ? [anyOf(random, list('manipulations')).id] : [];
  const spec = completeTrialSpec({ world: anyOf(random, paradigms), agent, manipulations, seed: random.integer(1000) });
  const names = partNames.filter((name) => name !== 'recording');
  const changed = names.reduce(
    (before, name) => withPart(before, name, varied(random, partOf(before, name), kindOf(before, name)) as AgentPart),
    spec,
  );
  return { kind: 'trials', spec: completeTrialSpec(changed) };
}

function ofSteps(random: RandomStream, agents: readonly string[]): Generated {
  const agent = anyOf(random, agents);
  const spec = completeControlSpec({
    world: anyOf(random, worlds),
    agent,
    worlds: 1 + random.integer(3),
    steps: 900,
    seed: random.integer(1000),
    backend: 'fused',
  });
  const part = (name: PartName): AgentPart => varied(random, partOf(spec, name), kindOf(spec, name)) as AgentPart;
  const { policy } = spec.agent;
  const parts = {
    architecture: part('architecture'),
    objective: part('objective'),
    learningRule: part('learningRule'),
    ...(policy === undefined ? {} : { policy: part('policy') }),
  };
  return {
    kind: 'steps',
    spec: completeControlSpec({ ...spec, world: part('world'), agent: { ...spec.agent, ...parts } }),
  };
}

/** A part with about half of its parameters changed. */
function varied(random: RandomStream, part: AgentPart | undefined, kind: Kind): AgentPart | undefined {
  if (part === undefined) return undefined;
  const declared = Object.entries<Parameter>(find(kind, part.id).parameters);
  return {
    id: part.id,
    parameters: Object.fromEntries(
      declared.map(([name, parameter]) => [
        name,
        drawn(random, name, parameter, part.parameters[name] as ParameterValue),
      ]),
    ),
  };
}

/** Parameters that determine a run's length, with the integer range from which they are drawn. */
const brief: Readonly<Record<string, readonly [number, number]>> = {
  learningStarts: [20, 60],
  bufferSize: [200, 500],
  nSteps: [5, 12],
  nEpochs: [1, 3],
  batchSize: [8, 20],
  trainFrequency: [1, 4],
  gradientSteps: [1, 2],
  filters: [2, 4],
  tilings: [2, 5],
  tiles: [2, 5],
  quantiles: [3, 9],
  planningSteps: [1, 5],
};

function drawn(random: RandomStream, name: string, parameter: Parameter, value: ParameterValue): ParameterValue {
  if (parameter.kind === 'text') return value;
  if (parameter.kind === 'flag') return random.bernoulli(0.5);
  if (parameter.kind === 'choice') return random.bernoulli(0.5) ? value : anyOf(random, parameter.options);
  const { min, max, unit = '' } = parameter;
  const between = (from: number, to: number): number =>
    Math.min(Math.max(from + random.integer(to - from + 1), min), max);
  const few = brief[name];
  if (few !== undefined) return between(...few);
  if (unit.startsWith('trials')) return between(Math.max(min, 2), Math.max(min, 2) + 3);
  if (unit === 'units') return between(4, 12);
  if (random.bernoulli(0.5)) return value;
  // About as far as the value is from 0, so that most runs are stable.
  const reach = Math.abs(value as number) || (max - min) / 100;
  const moved = Math.min(Math.max((value as number) + reach * (2 * random.next() - 1), min), max);
  return parameter.kind === 'integer' ? Math.round(moved) : moved;
}
