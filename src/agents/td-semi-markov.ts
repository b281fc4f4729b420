import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'td-semi-markov',
  version: 2,
  title: 'Semi-Markov TD',
  summary:
    'Treats the task as intervals whose durations it learns, and updates its values when each ends. Time costs the average reward rate, so an early reward is better than a late one; after it no further reward is expected.',
  citation: { text: 'Daw, Courville & Touretzky 2006, Neural Computation 18:1637', doi: '10.1162/neco.2006.18.7.1637' },
  // If only events ended the inter-trial interval, the mean error at a cue would be 0 after learning: V(ITI) = V(ISI) -
  // ρ E[d].
  architecture: { id: 'semi-markov', parameters: { restEnds: 'step' } },
  objective: { id: 'average-reward', parameters: { rewardRateLearning: 0.005 } },
  learningRule: { id: 'semi-markov-td', parameters: { learningRate: 0.1 } },
  gridMatters: 'it detects an omission over the spread of its timing, which a coarse grid merges into one step',
});
