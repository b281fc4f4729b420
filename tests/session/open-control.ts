import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { parsePartialSpec } from '../../src/spec/parse-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { startControlRun, type ControlRun } from '../../src/session/control/start-run.ts';
import { ControlHostSession } from '../../src/session/control/control-host-session.ts';
import type { Scheduler } from '../../src/session/scheduler.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import type { ControlFrame } from '../../src/protocol/steps.ts';

/** A session without listeners or timers, and its run. */
export interface OpenControl {
  readonly control: ControlHostSession;
  readonly run: ControlRun;
}

const still: Scheduler = { now: () => 0, soon: () => () => undefined, later: () => () => undefined };

/**
 * @param changed changed parameters of any part
 * @param options steps of learning over all environments, and whether learning continues
 */
export function openControl(
  given: object,
  changed: Readonly<Record<string, number>> = {},
  { learned = 0, learns = true } = {},
): OpenControl {
  const spec = completeControlSpec(parsePartialSpec({ seed: 7, steps: 50_000, ...given }, 'spec'));
  const run = startControlRun(
    Object.entries(changed).reduce((one, [name, value]) => setParameter(one, name, value), spec),
    fusedNetworks,
  );
  const control = new ControlHostSession(1, run, still, {
    onSlice: () => undefined,
    onStop: () => undefined,
    onError: () => undefined,
  });
  run.session.advance(Math.ceil(learned / spec.worlds));
  control.learn(learns);
  control.progress();
  return { control, run };
}

/** The frames of the next steps, one by one. */
export const framesOf = ({ control }: OpenControl, count: number): readonly ControlFrame[] =>
  Array.from({ length: count }, () => {
    control.step();
    return control.progress().frame;
  });
