import { expect, test } from 'vitest';
import { readDesign } from '../../src/designs/read.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { taughtAgents } from '../../src/engine/taught-agent.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import type { Trial } from '../../src/contracts/trial.ts';

// Where cues come together ANCCR draws which is first, from a stream of the session's steps.
const design = readDesign('txt', 'train | rand/6A+/6B-\niti = uniform 3 5\n', 'test');

test.each(['td-csc', 'td-microstimuli', 'anccr'])('%s learns trial by trial what it learns in a session', (agent) => {
  const spec = completeTrialSpec({ world: 'own-design', design, agent });
  const other = setParameter(spec, agent === 'anccr' ? 'threshold' : 'learningRate', 0.3);
  const sessions = [spec, other].map((one) => createTrialSession(one));
  for (const session of sessions) session.advance(Infinity);
  const [first] = sessions as [(typeof sessions)[number]];
  const taught = taughtAgents([spec, other], first.design);
  const last = first.trials.at(-1) as Trial;
  for (const repeat of [1, 2]) {
    for (const trial of first.trials) {
      // What is only tried is not learned.
      if (repeat === 2) taught.tried(last);
      for (const [i, errors] of taught.learn(trial).entries()) {
        const from = first.offsets[trial.index] as number;
        expect(errors).toEqual(sessions[i]?.signals.rpe.slice(from, from + trial.steps));
      }
    }
    taught.forget();
  }
});
