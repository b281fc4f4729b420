import { randomStream } from '../../../src/core/random.ts';
import { parseDesign } from '../../../src/contracts/design-schema.ts';
import type { PartialSpec, TrialSpec } from '../../../src/spec/spec.ts';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { createTrialSession } from '../../../src/engine/trial-session.ts';
import { sensedSession } from '../../../src/engine/sensed-session.ts';
import { signalMeans } from '../../../src/recorded/model/signal-means.ts';
import { recordedSession } from '../../../src/recorded/session.ts';
import type { SignalTrace } from '../../../src/fitting/session/signal-part.ts';
import { foundOf, mappingOf } from '../../recorded/found.ts';

/** A session of tones, each followed by water 1.5 s later in 80 % of trials, at intervals of 8 to 14 s. */
function recordedDesign(trials: number) {
  const draws = randomStream(5, 'made session');
  let now = 4;
  const tones: number[] = [];
  const waters: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    tones.push(now);
    if (draws.bernoulli(0.8)) waters.push(now + 1.5);
    now += 8 + 6 * draws.next();
  }
  const found = foundOf({
    events: [
      { id: 'tone', times: Float64Array.from(tones) },
      { id: 'water', times: Float64Array.from(waters) },
    ],
  });
  const { design } = recordedSession(
    found,
    mappingOf({
      cues: [{ times: { events: 'tone' }, title: 'tone', durationSeconds: 0.5 }],
      rewards: [{ times: { events: 'water' }, title: 'water', size: 1 }],
    }),
  );
  return parseDesign(design, 'test');
}

export const specOf = (trials: number, agent: PartialSpec['agent'], recording = 'dlight'): TrialSpec =>
  completeTrialSpec({ world: 'own-design', design: recordedDesign(trials), agent, recording, seed: 1 });

/** What the sensor would have recorded of an agent at 20 Hz: level 3, gain 2, AR(1) noise of sd `sigma` and correlation .8. */
export function madeTrace(spec: TrialSpec, sigma: number, seed: number): SignalTrace {
  const session = createTrialSession(spec);
  session.advance(Infinity);
  const { stepSeconds, all } = sensedSession(session);
  const mean = signalMeans({ stepSeconds, values: all });
  const draws = randomStream(seed, 'noise');
  const count = Math.floor((all.length * stepSeconds) / 0.05);
  let noise = draws.normal(0, sigma / Math.sqrt(1 - 0.64));
  const values = Float64Array.from({ length: count }, (_, i) => {
    const value = 3 + 2 * mean(i * 0.05, (i + 1) * 0.05) + noise;
    noise = 0.8 * noise + draws.normal(0, sigma);
    return value;
  });
  return { id: 'made', startSeconds: 0, binSeconds: 0.05, values };
}
