import { test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';
import { expectGolden } from './tolerance.ts';

const long = { id: 'takahashi-2009', parameters: { conditioningTrials: 800, compoundTrials: 300 } } as const;

test('Rescorla-Wagner: V of the overexpected cue falls from 1 to 0.5', () => {
  const finished = run({ world: long, agent: 'rescorla-wagner', recording: 'identity' });
  expectGolden(at(finished, 'a1-before', 'value', 0), 1, 'before');
  expectGolden(at(finished, 'a1-alone', 'value', 0), 0.5, 'after');
  expectGolden(at(finished, 'a2-alone', 'value', 0), 1, 'control');
});

test('TD(λ) on a serial compound: the same at the end of the cue', () => {
  const finished = run({
    world: long,
    agent: tdCsc({ learningRate: 0.1, discount: 0.98, stepSeconds: 0.2, traceDecay: 0.9 }),
    recording: 'identity',
  });
  expectGolden(at(finished, 'a1-before', 'value', 0.8), 1, 'before');
  expectGolden(at(finished, 'a1-alone', 'value', 0.8), 0.5, 'after');
});
