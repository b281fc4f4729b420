import { setImmediate } from 'node:timers/promises';
import type { NetworkMaker } from '../contracts/network.ts';
import type { Result } from '../spec/result.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { hashRun, observe, type Observer } from '../engine/run.ts';
import { createTrialSession, DivergedError, type TrialSession } from '../engine/trial-session.ts';
import { sha256 } from './sha256.ts';

/** Of a run that tells how far it is: how often it does, and from how many trials on it is worth it. */
const parts = 20;
const leastPart = 500;

/**
 * Runs a complete spec from its first trial to its last.
 * @param networks where an agent with a network has it from, where not from the fused maker
 * @param told how much of it is done, from 0 to 1
 */
export function runToEnd(
  spec: TrialSpec,
  networks?: NetworkMaker,
  told?: (share: number) => void,
): { readonly session: TrialSession; readonly result: Result } {
  const session = createTrialSession(spec, { networks });
  if (told === undefined) {
    session.advance(session.trials.length);
    return { session, result: resultOf(session) };
  }
  const observer = observe(session);
  const all = session.trials.length;
  while (session.advance(Math.max(leastPart, Math.ceil(all / parts))) > 0) {
    // Recording takes longer than running, and what has been recorded once is not recorded again.
    for (const { rate } of Object.values(observer.look().conditions)) void rate.n;
    told(session.done / all);
  }
  return { session, result: resultOf(session, observer) };
}

/** What a session at its end has to say. */
export const resultOf = (session: TrialSession, observer: Observer = observe(session)): Result => ({
  ...observer.look(),
  hash: hashRun(session, sha256()),
});

/** Trials between looks at the clock, and milliseconds after which whatever else happened is heard. */
const trialsPerLook = 4;
const sliceMs = 50;

/**
 * Runs a session to its end, or until it is stopped, hearing now and then what else happens.
 * @returns the error that ended it, where learning diverged
 */
export async function runUntil(session: TrialSession, stopped: () => boolean): Promise<DivergedError | undefined> {
  // Whatever came while the session was made is heard first.
  await setImmediate();
  try {
    for (let heard = performance.now(); !stopped() && session.advance(trialsPerLook) > 0;) {
      if (performance.now() - heard < sliceMs) continue;
      await setImmediate();
      heard = performance.now();
    }
    return undefined;
  } catch (error) {
    if (error instanceof DivergedError) return error;
    throw error;
  }
}
