import type { Agent } from '../contracts/agent.ts';
import type { Architecture } from '../contracts/architecture.ts';
import type { Declaration } from '../contracts/declaration.ts';
import type { Env } from '../contracts/env.ts';
import type { LearningRule } from '../contracts/learning-rule.ts';
import type { Manipulation } from '../contracts/manipulation.ts';
import type { Objective } from '../contracts/objective.ts';
import type { Paradigm } from '../contracts/paradigm.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Recording } from '../contracts/recording.ts';

/** Where things of a kind stand in a spec, and how they are called there. */
export interface PartRow {
  /** The spec's field, a link's parameter (`learningRule.learningRate`) and a version; two kinds that stand in the same place share it. */
  readonly name: string;
  /** In the agent, or beside it. */
  readonly of: 'agent' | 'experiment';
  /** In words, for forms and messages. */
  readonly title: string;
  /** Only in experiments of trials, or in stepped environments. */
  readonly only?: 'trials' | 'steps';
  /** True where an experiment may do without it. */
  readonly optional?: true;
  /** True where there is a list of it, absent when empty. */
  readonly many?: true;
  /** The command line's option for it: its name where it is not the part's, and what it does. */
  readonly option?: { readonly name?: string; readonly help: string };
}

export interface KindRow {
  /** Undefined where a spec has none of the kind itself. */
  readonly part: PartRow | undefined;
}

/** A row of the table, with the type of what is declared. */
const declares =
  <Thing extends Declaration>() =>
  <const Row extends KindRow>(row: Row): Row & { readonly thing?: Thing } =>
    row;

/**
 * Everything that the registry holds, by the word that `phasic list` takes, which is also the name of the folder with one file for each. The
 * registry, specs, versions, forms, links, the command line, own parts, the law of layers and the conformance tests follow this table.
 * Parts are shown and written in its order, those of the agent first.
 */
export const kindTable = {
  paradigms: declares<Paradigm>()({ part: { name: 'world', of: 'experiment', title: 'world', only: 'trials' } }),
  agents: declares<Agent>()({ part: undefined }),
  architectures: declares<Architecture>()({ part: { name: 'architecture', of: 'agent', title: 'architecture' } }),
  objectives: declares<Objective>()({ part: { name: 'objective', of: 'agent', title: 'objective' } }),
  'learning-rules': declares<LearningRule>()({ part: { name: 'learningRule', of: 'agent', title: 'learning rule' } }),
  /** Exactly where the learning rule takes one. */
  policies: declares<Policy>()({ part: { name: 'policy', of: 'agent', title: 'policy', optional: true } }),
  manipulations: declares<Manipulation>()({
    part: {
      name: 'manipulations',
      of: 'experiment',
      title: 'manipulation',
      many: true,
      option: { name: 'manipulate', help: 'a manipulation of the subject' },
    },
  }),
  recordings: declares<Recording>()({
    part: { name: 'recording', of: 'experiment', title: 'recording', option: { help: 'how the RPE is recorded' } },
  }),
  envs: declares<Env>()({ part: { name: 'world', of: 'experiment', title: 'world', only: 'steps' } }),
} as const;

type Table = typeof kindTable;

export type Kind = keyof Table;

/** What a kind's files declare. */
export type Kinds = { readonly [K in Kind]: NonNullable<Table[K]['thing']> };

export const kinds = Object.keys(kindTable) as readonly Kind[];

/** `paradigms` -> `paradigm`, for messages. */
export const singular = (kind: Kind): string => kind.replace(/ies$/, 'y').replace(/s$/, '').replace('-', ' ');

/** Each kind that stands in a spec, with its place there. */
export type Placed = { readonly [K in Kind as Table[K] extends { readonly part: PartRow } ? K : never]: Table[K] };
