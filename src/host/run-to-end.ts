import type { Result } from '../contracts/result.ts';
import type { Spec } from '../contracts/spec.ts';
import { hashRun, observe } from '../engine/run.ts';
import { createSession, type Session } from '../engine/session.ts';
import { sha256 } from './sha256.ts';

/** Runs a complete spec from its first trial to its last. */
export function runToEnd(spec: Spec): { readonly session: Session; readonly result: Result } {
  const session = createSession(spec);
  session.advance(session.trials.length);
  return { session, result: { ...observe(session).look(), hash: hashRun(session, sha256()) } };
}
