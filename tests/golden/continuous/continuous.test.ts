import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { setParameter } from '../../../src/engine/set-parameter.ts';
import { createTrialSession } from '../../../src/engine/trial-session.ts';
import { drawDesign, type Limits } from './designs.ts';
import { models, type World } from './models.ts';
import { streamOf } from './stream.ts';

/** Allowed difference between a model and its equations, step by step through a whole session. */
const tolerance = 1e-9;
const designs = 20;

/** The largest difference over all steps; infinite if one of them is NaN. */
function furthest(fast: ArrayLike<number> | undefined, slow: readonly number[]): number {
  if (fast?.length !== slow.length) return Infinity;
  let most = 0;
  for (let i = 0; i < slow.length; i++) {
    const distance = Math.abs((fast[i] as number) - (slow[i] as number));
    most = Math.max(most, Number.isNaN(distance) ? Infinity : distance);
  }
  return most;
}

function drawnWorld(seed: number, limits: Limits | undefined): World {
  const { stepSeconds, ...design } = drawDesign(seed, limits);
  return { world: 'own-design', design, stepSeconds };
}

test.each(models)('$name', ({ limits, draw }) => {
  const apart: string[] = [];
  for (let seed = 1; seed <= designs; seed++) {
    const { slow, world = drawnWorld(seed, limits), ...agent } = draw(randomStream(seed, 'parameters'));
    const { stepSeconds, ...experiment } = world;
    const session = createTrialSession(
      setParameter(completeTrialSpec({ ...experiment, agent, seed }), 'resolutionSeconds', stepSeconds),
    );
    session.advance(session.trials.length);
    const { trials, design, offsets, signals } = session;
    const { units = {}, ...one } = slow({ trials, offsets, moments: streamOf(trials), design, seed });
    for (const [name, signal] of Object.entries<readonly number[]>({ ...one, ...units })) {
      const distance = furthest(name in one ? signals[name as keyof typeof one] : signals.units[name], signal);
      if (!(distance < tolerance)) apart.push(`seed ${seed}: ${name} by ${distance}, ${JSON.stringify(agent)}`);
    }
  }
  expect(apart).toEqual([]);
});
