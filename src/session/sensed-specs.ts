import type { SensedSignal } from '../contracts/sensed.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { sensedSession } from '../engine/sensed-session.ts';
import { createTrialSession } from '../engine/trial-session.ts';

/** Trials between two reports of progress. */
const trialsPerReport = 200;

/**
 * What the recording of each spec shows on average, after a run from its first trial to its last.
 * @param told called with the progress, from 0 to 1
 */
export function sensedSpecs(specs: readonly TrialSpec[], told?: (share: number) => void): readonly SensedSignal[] {
  return specs.map((spec, i) => {
    const session = createTrialSession(spec);
    while (session.advance(trialsPerReport) > 0) told?.((i + session.done / session.trials.length) / specs.length);
    const sensed = sensedSession(session);
    session.dispose();
    return sensed;
  });
}
