import { defineControlArchitecture } from '../contracts/architecture.ts';
import type { HiddenLayer } from '../contracts/network.ts';
import { choice, integer } from '../contracts/parameters.ts';

/** Dense layers of equal width, initialised as the learning rule wants them. */
export default defineControlArchitecture({
  id: 'mlp',
  version: 1,
  title: 'Dense network',
  summary:
    'Fully connected layers. A picture is flattened to a row of numbers; a discrete state is one unit among all states.',
  citation: { text: 'Rumelhart, Hinton & Williams 1986, Nature 323:533', doi: '10.1038/323533a0' },
  parameters: {
    layers: integer({ default: 2, min: 1, max: 8, unit: 'layers', help: 'Number of hidden layers' }),
    units: integer({ default: 64, min: 1, max: 4096, unit: 'units', help: 'Number of units per hidden layer' }),
    activation: choice({ default: 'tanh', options: ['tanh', 'relu'], help: 'Activation function of the units' }),
  },
  timescale: 'control',
  create: ({ layers, units, activation }) => ({
    kind: 'network',
    hidden: Array.from({ length: layers }, (): HiddenLayer => ({ kind: 'dense', units, activation })),
  }),
});
