import type { NetworkMaker } from '../../contracts/network.ts';
import type { ControlSpec } from '../../spec/spec.ts';
import { ControlSession } from '../../engine/control/control-session.ts';
import { StepObserver } from '../../engine/control/step-observer.ts';
import { StepsHash } from '../../engine/control/steps-hash.ts';
import type { ControlManifest } from '../../storage/manifest.ts';
import { sha256 } from '../sha256.ts';

/** A session with what watches it. */
export interface ControlRun {
  readonly session: ControlSession;
  readonly observer: StepObserver;
  /** What it has lived through. */
  readonly stepsHash: StepsHash;
  /** The run whose state it began with, where it is another one than that. */
  readonly continues?: ControlManifest['continues'];
}

/** A run that has not begun. */
export function startControlRun(spec: ControlSpec, networks: NetworkMaker): ControlRun {
  const session = new ControlSession(spec, networks);
  return { session, observer: new StepObserver(session), stepsHash: new StepsHash(session, sha256) };
}
