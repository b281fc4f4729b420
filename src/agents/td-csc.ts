import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'td-csc',
  version: 2,
  title: 'TD(0), serial compound',
  summary:
    'The model of the 1997 paper: each moment after a cue has its own value. The error moves from the reward to the cue, and a reward that fails to come leaves a dip at its exact time.',
  citation: { text: 'Schultz, Dayan & Montague 1997, Science 275:1593', doi: '10.1126/science.275.5306.1593' },
  architecture: { id: 'complete-serial-compound', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'td-zero', parameters: { learningRate: 0.1 } },
  gridMatters:
    'TD(0) carries value back by one step of its grid per trial, so on a finer grid the same trials carry it less far',
});
