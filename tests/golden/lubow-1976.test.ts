import { expect, test } from 'vitest';
import { run, signature } from './experiment.ts';

test.each(['rescorla-wagner', 'td-csc'])(
  '%s learns nothing before any reward: a pre-exposed cue is learned like a new one',
  (agent) => {
    const finished = run({ world: 'lubow-1976', agent, recording: 'identity' });
    expect(signature(finished, 'latent-inhibition').measured).toBeCloseTo(0, 2);
    expect(signature(finished, 'context-change').measured).toBeCloseTo(0, 2);
  },
);
