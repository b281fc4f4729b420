import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'anccr',
  version: 1,
  title: 'ANCCR',
  summary:
    'Learns causes by looking back from outcomes, on a clock that knows no trials. Its dopamine follows how much an event causes what matters: it answers random rewards ever more, and needs no error of prediction. Whether dopamine is like this is contested.',
  gridMatters:
    'it dates events by their steps, and a contingency near its threshold passes it some trials sooner or later',
  citation: { text: 'Jeong et al. 2022, Science 378:eabq6740', doi: '10.1126/science.abq6740' },
  architecture: { id: 'event-stream', parameters: {} },
  // Its γ is not used: how far traces reach follows from the mean interval between the last outcomes. α is annealed as for naive animals.
  objective: { id: 'discounted-return', parameters: {} },
  learningRule: { id: 'anccr', parameters: {} },
});
