import { completeSteppedSpec } from '../../src/engine/complete-spec.ts';
import { parsePartialSpec } from '../../src/contracts/spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { startPlay, type PlayRun } from '../../src/session/control/control-run.ts';
import { SteppedHostSession } from '../../src/session/control/control-host-session.ts';
import type { Scheduler } from '../../src/session/scheduler.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import type { PlayFrame } from '../../src/protocol/steps.ts';

/** A play that nobody listens to and no timer moves, and its run. */
export interface OpenPlay {
  readonly play: SteppedHostSession;
  readonly run: PlayRun;
}

const still: Scheduler = { now: () => 0, soon: () => () => undefined, later: () => () => undefined };

/**
 * @param changed parameters of any part that are not at their defaults
 * @param options steps over all worlds that the agent has learned for, and whether it goes on learning
 */
export function openPlay(
  given: object,
  changed: Readonly<Record<string, number>> = {},
  { learned = 0, learns = true } = {},
): OpenPlay {
  const spec = completeSteppedSpec(parsePartialSpec({ seed: 7, steps: 50_000, ...given }, 'spec'));
  const run = startPlay(
    Object.entries(changed).reduce((one, [name, value]) => setParameter(one, name, value), spec),
    fusedNetworks,
  );
  const play = new SteppedHostSession(1, run, still, {
    onSlice: () => undefined,
    onStop: () => undefined,
    onError: () => undefined,
  });
  run.session.advance(Math.ceil(learned / spec.worlds));
  play.learn(learns);
  play.progress();
  return { play, run };
}

/** What is shown of the next steps, one by one. */
export const framesOf = ({ play }: OpenPlay, count: number): readonly PlayFrame[] =>
  Array.from({ length: count }, () => {
    play.step();
    return play.progress().frame;
  });
