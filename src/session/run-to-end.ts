import { setImmediate } from 'node:timers/promises';
import type { NetworkMaker } from '../contracts/network.ts';
import type { Result } from '../spec/result.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { hashRun, observe, type Observer } from '../engine/run.ts';
import { createSparseSession } from '../engine/sparse-session.ts';
import {
  createTrialSession,
  DivergedError,
  type CommonWork,
  type RunSession,
  type TrialSession,
} from '../engine/trial-session.ts';
import { sha256 } from './sha256.ts';

/** Progress reports: how often, and the minimum number of trials for which they are worth it. */
const parts = 20;
const minPart = 500;

/**
 * Runs a complete spec from its first trial to its last.
 * @param networks network backend to use; defaults to fused
 * @param told called with the progress, from 0 to 1
 * @param common what it shares with sessions before it
 */
export function runToEnd(
  spec: TrialSpec,
  networks?: NetworkMaker,
  told?: (share: number) => void,
  common?: CommonWork,
): { readonly session: TrialSession; readonly result: Result } {
  const session = createTrialSession(spec, { networks, common });
  if (told === undefined) {
    session.advance(session.trials.length);
    return { session, result: resultOf(session) };
  }
  const observer = observe(session);
  const all = session.trials.length;
  while (session.advance(Math.max(minPart, Math.ceil(all / parts))) > 0) {
    // Recording takes longer than running, so recorded trials are cached.
    for (const { rate } of Object.values(observer.look().conditions)) void rate.n;
    told(session.done / all);
  }
  return { session, result: resultOf(session, observer) };
}

/**
 * Runs a complete spec for its results alone, which is all that is left of it: a long session of an agent that predicts
 * once a trial keeps neither trials nor signals.
 * @param common what it shares with sessions before it
 */
export function resultsOf(spec: TrialSpec, common?: CommonWork): Result {
  const sparse = createSparseSession(spec);
  if (sparse === undefined) return runToEnd(spec, undefined, undefined, common).result;
  sparse.advance(sparse.trials.length);
  return resultOf(sparse);
}

/** The results of a finished session. Its summaries are computed on first access: of many seeds nobody looks at them. */
export const resultOf = (session: RunSession, observer: Observer = observe(session)): Result =>
  Object.assign(observer.look(), { hash: hashRun(session, sha256()) });

/** Trials between looks at the clock, and milliseconds after which other events are handled. */
const trialsPerLook = 4;
const sliceMs = 50;

/**
 * Runs a session to its end, or until it is stopped, handling other events from time to time.
 * @returns the error that ended it, if learning diverged
 */
export async function runUntil(session: RunSession, stopped: () => boolean): Promise<DivergedError | undefined> {
  // First handles messages that came while the session was created.
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
