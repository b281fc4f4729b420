import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'opal',
  version: 2,
  title: 'Opponent actor learning (OpAL)',
  summary:
    'Benefits and costs of each action are learned by two opponent actors from one dopamine error, and dopamine at the moment of choice sets which of them counts for more.',
  citation: { text: 'Collins & Frank 2014, Psychological Review 121:337', doi: '10.1037/a0037015' },
  architecture: { id: 'tabular', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'opal', parameters: { goLearningRate: 0.2, noGoLearningRate: 0.2 } },
  policy: { id: 'softmax', parameters: { inverseTemperature: 0.3 } },
});
