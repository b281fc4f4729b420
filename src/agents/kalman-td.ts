import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'kalman-td',
  version: 2,
  title: 'Kalman TD, serial compound',
  summary:
    'TD that knows how sure it is of what. A cue that was long shown without consequence is well known, and slow to learn; and what is learned about one cue changes the value of others that were seen with it, though they are absent.',
  citation: { text: 'Gershman 2015, PLoS Computational Biology 11:e1004567', doi: '10.1371/journal.pcbi.1004567' },
  architecture: { id: 'complete-serial-compound', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'kalman-td', parameters: { priorVariance: 1, noiseVariance: 1, diffusionVariance: 0.01 } },
});
