import { expect, test } from 'vitest';
import { run, signature } from './experiment.ts';

test.each(['rescorla-wagner', 'td-csc'])(
  '%s has nothing to learn before any reward: a known cue is as good as a new one',
  (agent) => {
    const finished = run({ world: 'lubow-1976', agent, recording: 'identity' });
    expect(signature(finished, 'latent-inhibition').measured).toBeCloseTo(0, 2);
    expect(signature(finished, 'context-change').measured).toBeCloseTo(0, 2);
  },
);
