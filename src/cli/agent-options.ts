import type { PartialAgent } from '../spec/spec.ts';
import type { Arguments, Option } from './command.ts';

/** Command options that select the agent. */
export const agentOptions: Readonly<Record<string, Option>> = {
  agent: {
    type: 'string',
    value: 'ID',
    help: 'agent: a named combination of architecture, objective and learning rule',
  },
  architecture: { type: 'string', value: 'ID', help: 'override the architecture of the agent' },
  objective: { type: 'string', value: 'ID', help: 'override the objective of the agent' },
  'learning-rule': { type: 'string', value: 'ID', help: 'override the learning rule of the agent' },
  policy: { type: 'string', value: 'ID', help: 'override the policy of an agent that acts' },
};

/**
 * The agent that the options name; undefined if they name none.
 * @param base the agent whose parts are changed, if none is named
 */
export function agentFrom(args: Arguments, base: () => PartialAgent): { agent?: PartialAgent } {
  const given = {
    architecture: args.text('architecture'),
    objective: args.text('objective'),
    learningRule: args.text('learning-rule'),
    policy: args.text('policy'),
  };
  const parts = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const named = args.text('agent');
  if (Object.keys(parts).length === 0) return named === undefined ? {} : { agent: named };
  const start = named ?? base();
  return { agent: { ...(typeof start === 'string' ? { id: start } : start), ...parts } };
}
