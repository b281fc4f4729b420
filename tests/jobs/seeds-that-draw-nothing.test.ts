import { expect, test } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { measuredIn } from '../../src/jobs/bench/bench-job.ts';

const maxRounds = 20;
const experiment = (id: string) =>
  completeTrialSpec({ world: { id, parameters: { maxRounds } }, agent: 'rescorla-wagner' });

/** Each seed in a session of its own. */
const oneByOne = (spec: ReturnType<typeof experiment>, seeds: readonly number[]) =>
  seeds.map((seed) => {
    const session = createTrialSession({ ...spec, seed });
    session.advance(session.trials.length);
    return observe(session).look().signatures;
  });

test('an experiment that draws nothing is run once, and gives what each seed gives', () => {
  const spec = experiment('ccnlab-competition-relative-validity');
  const looks = measuredIn(spec, 1, 3);
  expect(looks).toEqual(oneByOne(spec, [1, 2, 3]));
  expect(looks[2]).toBe(looks[0]);
});

test('an experiment with random trials is run under each seed, from the first that is asked for', () => {
  const spec = experiment('ccnlab-acquisition-continuous-vs-partial');
  const looks = measuredIn(spec, 2, 4);
  expect(looks).toEqual(oneByOne(spec, [2, 3, 4]));
  expect(looks[1]).not.toEqual(looks[0]);
});
