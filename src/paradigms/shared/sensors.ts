import type { AgentPart } from '../../contracts/agent.ts';

/**
 * The sensor of a study without noise and movement: their size in these recordings is not known, and a verdict must not
 * rest on it. What remains is what a sensor always does: it is late, it lasts, and it hardly shows dips.
 */
export const sensor = (id: string): AgentPart => ({ id, parameters: { noise: 0, movement: 0 } });
