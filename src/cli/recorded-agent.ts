import { find } from '../engine/registry.ts';
import type { Mapping } from '../recorded/mapping.ts';
import { hasOnlyChoices } from '../recorded/session.ts';
import type { PartialAgent } from '../spec/spec.ts';
import { agentFrom } from './agent-options.ts';
import type { Arguments } from './command.ts';

/** The agent of a session that has nothing but choices, unless another is named. */
const choosingAgent = 'q-learning';

/** The agent that a recorded session is given to, and whether it is given the animal's choices. */
export function recordedAgent(args: Arguments, mapping: Mapping): { agent: PartialAgent; chooses: boolean } {
  const usual = (): string => (hasOnlyChoices(mapping) ? choosingAgent : find('paradigms', 'own-design').agent);
  const { agent = usual() } = agentFrom(args, usual);
  return { agent, chooses: hasOnlyChoices(mapping) || choosesIn(agent) };
}

/** Whether an agent is given choices. */
export function choosesIn(agent: PartialAgent): boolean {
  const { id, learningRule } = typeof agent === 'string' ? { id: agent } : agent;
  const rule = learningRule ?? (id === undefined ? undefined : find('agents', id).learningRule);
  const ruleId = typeof rule === 'string' ? rule : rule?.id;
  return ruleId !== undefined && find('learning-rules', ruleId).timescale === 'choice';
}
