import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'rescorla-wagner',
  version: 1,
  title: 'Rescorla-Wagner',
  summary:
    'Cues share one prediction error at the end of each trial. It learns what predicts reward but not when, so it has no response at the cue and no dip at the moment of an omitted reward.',
  citation: {
    text: 'Rescorla & Wagner 1972, A theory of Pavlovian conditioning, in Black & Prokasy (eds), Classical Conditioning II, Appleton-Century-Crofts',
  },
  architecture: { id: 'elemental', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 1 } },
  learningRule: { id: 'rescorla-wagner', parameters: { learningRate: 0.1 } },
});
