import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'recurrent-a2c',
  version: 1,
  title: 'Recurrent A2C (meta-learning)',
  summary:
    'An LSTM that receives its last action and reward as inputs. Trained on many tasks of one kind, it learns a new one with its weights fixed.',
  citation: {
    text: 'Wang, Kurth-Nelson, Kumaran, Tirumala, Soyer, Leibo, Hassabis & Botvinick 2018, Nature Neuroscience 21:860',
    doi: '10.1038/s41593-018-0147-8',
  },
  architecture: { id: 'recurrent', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'recurrent-a2c', parameters: {} },
});
