import { completeSteppedSpec } from '../../src/engine/complete-spec.ts';
import { parsePartialSpec } from '../../src/contracts/spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { PlayHostSession } from '../../src/host/play/play-host-session.ts';
import { startPlay, type PlayRun } from '../../src/host/play/play-run.ts';
import type { Scheduler } from '../../src/host/scheduler.ts';
import { fusedNetworks } from '../../src/networks/fused/fused-networks.ts';
import type { PlayFrame } from '../../src/protocol/messages.ts';

/** A play that nobody listens to and no timer moves, and its run. */
export interface OpenPlay {
  readonly play: PlayHostSession;
  readonly run: PlayRun;
}

const still: Scheduler = { now: () => 0, soon: () => () => undefined, later: () => () => undefined };

/**
 * @param changed parameters of any part that are not at their defaults
 * @param options steps over all worlds that the agent has learned for, and whether it goes on learning
 */
export function openPlay(given: object, changed: Readonly<Record<string, number>> = {}, { learned = 0, learns = true } = {}): OpenPlay {
  const spec = completeSteppedSpec(parsePartialSpec({ seed: 7, steps: 50_000, ...given }, 'spec'));
  const run = startPlay(Object.entries(changed).reduce((one, [name, value]) => setParameter(one, name, value), spec), fusedNetworks);
  const play = new PlayHostSession(1, run, still, { onSlice: () => undefined, onStop: () => undefined, onError: () => undefined });
  run.session.advance(Math.ceil(learned / spec.worlds));
  play.learn(learns);
  play.news();
  return { play, run };
}

/** What is shown of the next steps, one by one. */
export const framesOf = ({ play }: OpenPlay, count: number): readonly PlayFrame[] =>
  Array.from({ length: count }, () => {
    play.step();
    return play.news().frame;
  });
