import { InputError } from '../../src/core/errors.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { observe, type Hasher } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { sha256 } from '../../src/session/sha256.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { encodeSafetensors } from '../../src/storage/safetensors.ts';
import type { Generated } from './generated.ts';

/**
 * A hash of every number in a run's results: signals, weights, averages, signatures; in a stepped environment actions,
 * predictions and state.
 */
export function fingerprint(generated: Generated): string {
  const hasher = sha256();
  try {
    if (generated.kind === 'trials') trials(generated.spec, hasher);
    else steps(generated.spec, hasher);
  } catch (error) {
    // If learning diverges, it does so everywhere at the same step.
    if (!(error instanceof InputError)) throw error;
    return `${error.where}: ${error.what}`;
  }
  return hasher.hex();
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function trials(spec: Extract<Generated, { kind: 'trials' }>['spec'], hasher: Hasher): void {
  const session = createTrialSession(spec);
  session.advance(session.trials.length);
  const { rpe, value, units } = session.signals;
  for (const column of [rpe, value, ...Object.values(units), session.weights]) hasher.update(bytesOf(column));
  const { conditions, signatures, summaries } = observe(session).look();
  hasher.update(
    Buffer.from(
      JSON.stringify({ conditions, signatures, summaries }, (_, one: unknown) =>
        ArrayBuffer.isView(one) ? Array.from(one as Float64Array) : one,
      ),
    ),
  );
}

function steps(spec: Extract<Generated, { kind: 'steps' }>['spec'], hasher: Hasher): void {
  const session = new ControlSession(spec, fusedNetworks);
  while (!session.finished) {
    session.advance(1);
    const { actions, signals } = session.acting;
    for (const column of [
      actions,
      signals.rpe,
      signals.value,
      signals.policy,
      signals.channelRpe,
      session.worlds.rewards,
    ])
      if (column !== undefined) hasher.update(bytesOf(column));
  }
  hasher.update(encodeSafetensors({ session: session.state() }));
}
