import { expect, test } from 'vitest';
import { run, signature } from './experiment.ts';

test.each(['rescorla-wagner', 'td-csc', 'td-lambda-csc'])('%s learns nothing about a cue that is absent: recovery exactly 1', (agent) => {
  expect(signature(run({ paradigm: 'matzel-1985', agent, recording: 'identity' }), 'recovery').measured).toBe(1);
});
