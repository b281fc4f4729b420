import { test } from 'vitest';
import { run, at } from './experiment.ts';
test('sw', () => {
  for (const seed of [4,5,6,7,8,9,10,11,12,13]) {
    const f = run({ paradigm: {id:'starkweather-2017', parameters: {trainingTrials: 6000, recordingTrials: 5000}}, agent: { architecture: 'belief-state', objective: {id:'discounted-return',parameters:{discount:.93}}, learningRule: 'td-zero' }, recording: 'identity', seed });
    console.log(seed, [2.4,2.6,2.8].map((i)=>at(f,`task-2-${i.toFixed(1)}s`,'rpe',i).toFixed(3)).join(' '));
  }
}, 60000);
