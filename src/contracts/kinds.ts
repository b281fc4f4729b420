import type { Agent } from './agent.ts';
import type { Architecture } from './architecture.ts';
import type { Env } from './env.ts';
import type { LearningRule } from './learning-rule.ts';
import type { Manipulation } from './manipulation.ts';
import type { Objective } from './objective.ts';
import type { Paradigm } from './paradigm.ts';
import type { Policy } from './policy.ts';
import type { Recording } from './recording.ts';

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

/** `paradigms` -> `paradigm`, for messages. */
export const singular = (kind: Kind): string => kind.replace(/ies$/, 'y').replace(/s$/, '').replace('-', ' ');
