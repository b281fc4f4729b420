import { expect, test } from 'vitest';
import { run, signature } from './experiment.ts';

const apart = { id: 'td-lambda-csc', learningRule: { id: 'td-lambda', parameters: { boundary: 'reset' } } };

test.each(['rescorla-wagner', 'td-csc', apart])(
  '%o learns nothing about a cue that is absent: recovery exactly 0',
  (agent) => {
    expect(signature(run({ world: 'matzel-1985', agent, recording: 'identity' }), 'recovery').measured).toBe(0);
  },
);
