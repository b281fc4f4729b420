import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'td-block-belief',
  version: 2,
  title: 'TD(0), belief over blocks',
  summary:
    'Where rewards come in blocks of small and large, each reward tells which block this is, and the next one is expected to be like it. A reward of a size in between is taken for small or for large, so that the error does not simply grow with its size.',
  citation: {
    text: 'Babayan, Uchida & Gershman 2018, Nature Communications 9:1891',
    doi: '10.1038/s41467-018-04397-0',
  },
  architecture: { id: 'block-belief', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'td-zero', parameters: { learningRate: 0.1 } },
  gridMatters:
    'TD(0) carries value back by one step of its grid per trial, so on a finer grid the same trials carry it less far',
});
