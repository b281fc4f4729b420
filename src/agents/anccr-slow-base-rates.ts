import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'anccr-slow-base-rates',
  version: 2,
  title: 'ANCCR, slow base rates',
  summary:
    'ANCCR whose base rates learn a hundred times more slowly than its contingencies, as its authors set them for conditioning with cues. Contingencies are then less noisy, and the effect of a cue is separated from the background; but the growing response to random rewards is lost.',
  citation: { text: 'Jeong et al. 2022, Science 378:eabq6740', doi: '10.1126/science.abq6740' },
  architecture: { id: 'event-stream', parameters: {} },
  // Its γ is not used: the reach of traces follows from the mean interval between the last outcomes. For conditioning
  // with cues the paper holds α.
  objective: { id: 'discounted-return', parameters: {} },
  learningRule: { id: 'anccr', parameters: { baselineRatio: 0.01, initialLearningRate: 0.02 } },
  gridMatters:
    'it times events by their steps, so a contingency near its threshold passes it some trials earlier or later',
});
