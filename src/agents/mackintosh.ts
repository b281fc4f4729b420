import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'mackintosh',
  version: 1,
  title: 'Mackintosh, attention to good predictors',
  summary:
    'Each cue has its own error, and attention goes to whichever cue predicts best. A cue that comes with a better predictor is ignored, which blocks it without a shared error; cues trained apart do not correct one another.',
  citation: { text: 'Mackintosh 1975, Psychological Review 82:276', doi: '10.1037/h0076778' },
  architecture: { id: 'elemental', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 1 } },
  learningRule: {
    id: 'mackintosh',
    parameters: { learningRate: 0.4, attention: 0.4, attentionLearning: 0.2, leastAttention: 0.1 },
  },
});
