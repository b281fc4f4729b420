import type { Agent } from '../contracts/agent.ts';
import type { Architecture } from '../contracts/architecture.ts';
import type { Env } from '../contracts/env.ts';
import type { LearningRule } from '../contracts/learning-rule.ts';
import type { Manipulation } from '../contracts/manipulation.ts';
import type { Objective } from '../contracts/objective.ts';
import type { Paradigm } from '../contracts/paradigm.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Recording } from '../contracts/recording.ts';

/** Everything that the registry holds, by the word that `phasic list` takes. */
export interface Kinds {
  readonly paradigms: Paradigm;
  readonly agents: Agent;
  readonly architectures: Architecture;
  readonly objectives: Objective;
  readonly 'learning-rules': LearningRule;
  readonly policies: Policy;
  readonly manipulations: Manipulation;
  readonly recordings: Recording;
  readonly envs: Env;
}

export type Kind = keyof Kinds;

/** The folder that has the files of a kind, in the program and in a folder of a user's own parts. */
export const partFolders: Readonly<Record<string, Kind>> = {
  paradigms: 'paradigms',
  agents: 'agents',
  architectures: 'architectures',
  objectives: 'objectives',
  'learning-rules': 'learning-rules',
  policies: 'policies',
  manipulations: 'manipulations',
  recording: 'recordings',
  envs: 'envs',
};

/** `paradigms` -> `paradigm`, for messages. */
export const singular = (kind: Kind): string => kind.replace(/ies$/, 'y').replace(/s$/, '').replace('-', ' ');

/** What is known of a part of an experiment wherever parts are completed, changed, linked to, shown or hashed. */
interface PartRow {
  /** Its place in a spec: in the agent, or beside it. */
  readonly of: 'agent' | 'experiment';
  /** What can stand there; of a world, in experiments of trials and in stepped environments. */
  readonly kind: Kind | { readonly trials: Kind; readonly steps: Kind };
  /** In words, for forms and messages. */
  readonly title: string;
  /** True where an experiment may do without it. */
  readonly optional?: true;
  /** True where there is a list of it, absent when empty. */
  readonly many?: true;
}

/**
 * The parts of an experiment, in the order in which they are shown and written. A row's name is that of the spec's field, of a link's parameter
 * (`learningRule.learningRate`) and of a version.
 */
export const parts = {
  architecture: { of: 'agent', kind: 'architectures', title: 'architecture' },
  objective: { of: 'agent', kind: 'objectives', title: 'objective' },
  learningRule: { of: 'agent', kind: 'learning-rules', title: 'learning rule' },
  /** Exactly where the learning rule takes one. */
  policy: { of: 'agent', kind: 'policies', title: 'policy', optional: true },
  /** What the agent lives in: a paradigm, or a stepped environment. */
  world: { of: 'experiment', kind: { trials: 'paradigms', steps: 'envs' }, title: 'world' },
  /** What is done to the agent, in this order. */
  manipulations: { of: 'experiment', kind: 'manipulations', title: 'manipulation', many: true },
  recording: { of: 'experiment', kind: 'recordings', title: 'recording' },
} as const satisfies Readonly<Record<string, PartRow>>;

type Parts = typeof parts;

/** Names of the rows of a sort. */
export type PartsThat<Are extends Partial<PartRow>> = {
  [Name in keyof Parts]: Parts[Name] extends Are ? Name : never;
}[keyof Parts];

/** The name of a part of which there is a list. */
export type ListName = PartsThat<{ many: true }>;
/** The name of a part of which there is one at most; it qualifies the part's parameters (`recording.gain`). */
export type PartName = Exclude<keyof Parts, ListName>;
export type AgentPartName = PartName & PartsThat<{ of: 'agent' }>;

const rows: Readonly<Record<keyof Parts, PartRow>> = parts;
const names = Object.keys(parts) as readonly (keyof Parts)[];

const isList = (name: keyof Parts): name is ListName => rows[name].many === true;
export const isOptional = (name: PartName): boolean => rows[name].optional === true;
export const isOfAgent = (name: PartName): name is AgentPartName => rows[name].of === 'agent';

export const listNames: readonly ListName[] = names.filter(isList);
export const partNames: readonly PartName[] = names.filter((name): name is PartName => !isList(name));
export const agentPartNames: readonly AgentPartName[] = partNames.filter(isOfAgent);
