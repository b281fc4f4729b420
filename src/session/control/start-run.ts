import type { NetworkMaker } from '../../contracts/network.ts';
import type { ControlSpec } from '../../spec/spec.ts';
import { ControlSession } from '../../engine/control/control-session.ts';
import { StepObserver } from '../../engine/control/step-observer.ts';
import { StepsHash } from '../../engine/control/steps-hash.ts';
import type { ControlManifest } from '../../storage/manifest.ts';
import { sha256 } from '../sha256.ts';

/** A session with its observers. */
export interface ControlRun {
  readonly session: ControlSession;
  readonly observer: StepObserver;
  /** The steps run so far. */
  readonly stepsHash: StepsHash;
  /** The run whose state it started from, if that is a different run. */
  readonly continues?: ControlManifest['continues'];
}

/** A run before its first step. */
export function startControlRun(spec: ControlSpec, networks: NetworkMaker): ControlRun {
  const session = new ControlSession(spec, networks);
  return { session, observer: new StepObserver(session), stepsHash: new StepsHash(session, sha256) };
}
