import { defineControlArchitecture } from '../contracts/architecture.ts';
import { choice, integer } from '../contracts/parameters.ts';

/** One recurrent layer that sees the observation, the last action and the last reward (Wang et al. 2018). */
export default defineControlArchitecture({
  id: 'recurrent',
  version: 1,
  title: 'Recurrent network',
  summary:
    'Units with memory. They receive the observation, the last action and the last reward, so that the network can learn through its activity while its weights are fixed.',
  citation: {
    text: 'Hochreiter & Schmidhuber 1997, Neural Computation 9:1735; Cho et al. 2014, arXiv:1406.1078',
    doi: '10.1162/neco.1997.9.8.1735',
  },
  parameters: {
    cell: choice({ default: 'lstm', options: ['gru', 'lstm'], help: 'Type of the recurrent units' }),
    units: integer({ default: 48, min: 1, max: 1024, unit: 'units', help: 'Number of units' }),
  },
  timescale: 'control',
  create: ({ cell, units }) => ({ kind: 'recurrent', cell, units }),
});
