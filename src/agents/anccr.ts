import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'anccr',
  version: 1,
  title: 'ANCCR',
  summary:
    'Learns causes by looking back from outcomes, in continuous time without trials. Its dopamine signals how much an event causes meaningful outcomes: the response to random rewards grows, and no prediction error is needed. Whether dopamine works like this is contested.',
  gridMatters:
    'it times events by their steps, so a contingency near its threshold passes it some trials earlier or later',
  citation: { text: 'Jeong et al. 2022, Science 378:eabq6740', doi: '10.1126/science.abq6740' },
  architecture: { id: 'event-stream', parameters: {} },
  // Its γ is not used: the reach of traces follows from the mean interval between the last outcomes. α is annealed as
  // for naive subjects.
  objective: { id: 'discounted-return', parameters: {} },
  learningRule: { id: 'anccr', parameters: {} },
});
