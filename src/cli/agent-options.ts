import { agentPartNames, isOptional, kindAt, parts, type AgentPartName } from '../spec/parts.ts';
import type { PartialAgent } from '../spec/spec.ts';
import type { Arguments } from './command.ts';
import type { Option } from './option.ts';

/** `learningRule` -> `learning-rule`. */
const optionOf = (name: AgentPartName): string => parts[name].title.replaceAll(' ', '-');

/** Command options that select the agent. */
export const agentOptions: Readonly<Record<string, Option>> = {
  agent: {
    type: 'string',
    value: 'ID',
    ids: 'agents',
    help: 'agent: a named combination of architecture, objective and learning rule',
  },
  ...Object.fromEntries(
    agentPartNames.map((name): [string, Option] => [
      optionOf(name),
      {
        type: 'string',
        value: 'ID',
        ids: kindAt(name, false),
        help: `override the ${parts[name].title} of ${isOptional(name) ? 'an agent that has one' : 'the agent'}`,
      },
    ]),
  ),
};

/** Each of them names an agent. */
export const agentOptionNames: readonly string[] = Object.keys(agentOptions);

/**
 * The agent that the options name; undefined if they name none.
 * @param base the agent whose parts are changed, if none is named
 */
export function agentFrom(args: Arguments, base: () => PartialAgent): { agent?: PartialAgent } {
  const given = agentPartNames.flatMap((name) => {
    const id = args.text(optionOf(name));
    return id === undefined ? [] : [[name, id] as const];
  });
  const named = args.text('agent');
  if (given.length === 0) return named === undefined ? {} : { agent: named };
  const start = named ?? base();
  return { agent: { ...(typeof start === 'string' ? { id: start } : start), ...Object.fromEntries(given) } };
}
