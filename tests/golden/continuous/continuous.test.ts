import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { completeSpec, setParameter } from '../../../src/engine/experiment.ts';
import { createSession } from '../../../src/engine/session.ts';
import { drawDesign } from './designs.ts';
import { models } from './models.ts';
import { streamOf } from './stream.ts';

/** What a model may differ by from its equations, stepped one by one through a whole session. */
const tolerance = 1e-9;
const designs = 20;

/** The largest difference over all steps; infinite where one of them is not a number. */
function furthest(fast: ArrayLike<number> | undefined, slow: readonly number[]): number {
  if (fast?.length !== slow.length) return Infinity;
  let most = 0;
  for (let i = 0; i < slow.length; i++) {
    const distance = Math.abs((fast[i] as number) - (slow[i] as number));
    most = Math.max(most, Number.isNaN(distance) ? Infinity : distance);
  }
  return most;
}

test.each(models)('$name', ({ limits, draw }) => {
  const apart: string[] = [];
  for (let seed = 1; seed <= designs; seed++) {
    const { slow, ...agent } = draw(randomStream(seed, 'parameters'));
    const { stepSeconds, ...drawn } = drawDesign(seed, limits);
    const session = createSession(setParameter(completeSpec({ paradigm: 'own-design', design: drawn, agent, seed }), 'resolutionSeconds', stepSeconds));
    session.advance(session.trials.length);
    const { trials, design, signals } = session;
    for (const [name, signal] of Object.entries<readonly number[]>({ ...slow({ trials, moments: streamOf(trials), design }) })) {
      const distance = furthest(signals[name as 'rpe' | 'value'], signal);
      if (!(distance < tolerance)) apart.push(`seed ${seed}: ${name} by ${distance}, ${JSON.stringify(agent)}`);
    }
  }
  expect(apart).toEqual([]);
});
