import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'td-csc-reset',
  version: 2,
  title: 'TD(0), serial compound with reset',
  summary:
    'As TD(0) with the serial compound, but a reward ends the count: once it has come, early or not, no further one is expected, and the time at which it was due passes without a dip.',
  citation: { text: 'Suri & Schultz 1998, Experimental Brain Research 121:350', doi: '10.1007/s002210050467' },
  architecture: { id: 'complete-serial-compound', parameters: { resetAtReward: true } },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'td-zero', parameters: { learningRate: 0.1 } },
  gridMatters:
    'TD(0) carries value back by one step of its grid per trial, so on a finer grid the same trials carry it less far',
});
