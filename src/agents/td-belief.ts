import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'td-belief',
  version: 3,
  title: 'TD(0), belief state',
  summary:
    'Values belong to what the animal infers, not to what it sees: how likely it is that reward is still to come, and when. The response to a reward depends on how surprising its time is, and an early reward ends the wait.',
  citation: {
    text: 'Starkweather, Babayan, Uchida & Gershman 2017, Nature Neuroscience 20:581',
    doi: '10.1038/nn.4520',
  },
  architecture: { id: 'belief-state', parameters: {} },
  // The paper's .93 per step of .2 s.
  objective: { id: 'discounted-return', parameters: { discount: 0.7 } },
  learningRule: { id: 'td-zero', parameters: { learningRate: 0.1 } },
  gridMatters:
    'TD(0) carries value back by one step of its grid per trial, so on a finer grid the same trials carry it less far',
});
