import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'pearce-hall',
  version: 1,
  title: 'Pearce-Hall, attention to what surprises',
  summary:
    'A cue is learned about for as long as its consequences surprise. Shown alone without consequence it loses associability, and is then slow to become a signal of reward.',
  citation: { text: 'Pearce & Hall 1980, Psychological Review 87:532', doi: '10.1037/0033-295X.87.6.532' },
  architecture: { id: 'elemental', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 1 } },
  learningRule: {
    id: 'pearce-hall',
    parameters: { excitatoryRate: 0.4, inhibitoryRate: 0.3, associability: 0.4, surpriseLearning: 0.3 },
  },
});
