import { InputError } from '../../core/errors.ts';
import type { ControlSpec } from '../../spec/spec.ts';
import { completeControlSpec } from '../../engine/complete-spec.ts';
import { ControlSession } from '../../engine/control/control-session.ts';
import { controlAgents, list } from '../../engine/registry.ts';
import type { AgentBackend } from '../../protocol/messages.ts';
import { fastestNetworks } from '../backends.ts';

/** The backend that `auto` chooses for each acting agent with a network, determined by running the choice. */
export async function agentBackends(): Promise<readonly AgentBackend[]> {
  const found: AgentBackend[] = [];
  for (const { id } of controlAgents()) {
    const spec = specFor(id);
    if (spec === undefined) continue;
    const networks: AgentBackend['networks'][number][] = [];
    const session = new ControlSession(
      spec,
      await fastestNetworks((measured) => networks.push(measured.map(({ backend, time }) => ({ backend, time })))),
    );
    session.dispose();
    if (networks.length > 0) found.push({ agent: id, env: spec.world.id, networks });
  }
  return found;
}

/** In an environment that it is often used in, otherwise in the first compatible one. */
function specFor(agent: string): ControlSpec | undefined {
  const worlds = ['cartpole', 'breakout', ...list('envs').flatMap(({ kind, id }) => (kind === 'control' ? [id] : []))];
  for (const env of worlds) {
    try {
      return completeControlSpec({ world: env, agent });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  return undefined;
}
