import type { NetworkMaker } from '../contracts/network.ts';
import type { Result } from '../contracts/result.ts';
import type { Spec } from '../contracts/spec.ts';
import { hashRun, observe } from '../engine/run.ts';
import { createSession, type Session } from '../engine/session.ts';
import { sha256 } from './sha256.ts';

/**
 * Runs a complete spec from its first trial to its last.
 * @param networks where an agent with a network has it from, where not from the fused maker
 */
export function runToEnd(spec: Spec, networks?: NetworkMaker): { readonly session: Session; readonly result: Result } {
  const session = createSession(spec, networks);
  session.advance(session.trials.length);
  return { session, result: { ...observe(session).look(), hash: hashRun(session, sha256()) } };
}
