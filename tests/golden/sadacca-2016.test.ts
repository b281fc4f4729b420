import { expect, test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';

test.each([undefined, 0.9])(
  'TD(λ) on a serial compound, λ %s: the preconditioned cue has value exactly 0',
  (traceDecay) => {
    const values = {
      learningRate: 0.3,
      discount: 0.98,
      stepSeconds: 0.2,
      ...(traceDecay === undefined ? {} : { traceDecay }),
    };
    const finished = run({ world: 'sadacca-2016', agent: tdCsc(values), recording: 'identity' });
    expect(at(finished, 'a', 'rpe', 0)).toBe(0);
    expect(at(finished, 'a', 'value', 0.8)).toBe(0);
    expect(at(finished, 'b', 'rpe', 0)).toBeGreaterThan(0.5);
  },
);
