import type { NetworkMaker } from '../contracts/network.ts';
import { isControl, type Spec } from '../spec/spec.ts';
import { fusedNetworks } from '../compute/networks/fused/fused-networks.ts';
import { ControlSession } from './control/control-session.ts';
import { createTrialSession, type TrialSession } from './trial-session.ts';

/**
 * A session of a complete spec, before its first step.
 * @throws InputError if the parts are incompatible, or a manipulation has no effect here
 */
export function createSession(spec: Spec, networks: NetworkMaker = fusedNetworks): TrialSession | ControlSession {
  return isControl(spec) ? new ControlSession(spec, networks) : createTrialSession(spec, { networks });
}
