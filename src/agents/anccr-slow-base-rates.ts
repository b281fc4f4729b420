import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'anccr-slow-base-rates',
  version: 2,
  title: 'ANCCR, slow base rates',
  summary:
    'ANCCR whose base rates follow a hundred times as many moments as the events themselves do, as its authors set them for conditioning with cues. Contingencies are then less noisy, and what is due to a cue is told from what comes anyway; but in a world of random rewards their growth is lost.',
  citation: { text: 'Jeong et al. 2022, Science 378:eabq6740', doi: '10.1126/science.abq6740' },
  architecture: { id: 'event-stream', parameters: {} },
  // Its γ is not used: how far traces reach follows from the mean interval between the last outcomes. For conditioning with cues the paper holds α.
  objective: { id: 'discounted-return', parameters: {} },
  learningRule: { id: 'anccr', parameters: { baselineRatio: 0.01, initialLearningRate: 0.02 } },
  gridMatters:
    'it dates events by their steps, and a contingency near its threshold passes it some trials sooner or later',
});
