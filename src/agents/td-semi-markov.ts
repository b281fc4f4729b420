import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'td-semi-markov',
  version: 2,
  title: 'Semi-Markov TD',
  summary:
    'Takes the task for intervals whose lengths it counts, and learns as each ends. Time is a cost, by the average reward that it could have brought, so that an early reward is better than a late one; after it nothing is awaited any more.',
  citation: { text: 'Daw, Courville & Touretzky 2006, Neural Computation 18:1637', doi: '10.1162/neco.2006.18.7.1637' },
  // If the interval between trials were left by events alone, the mean error at a cue would be 0 once it is learned: V(ITI) = V(ISI) - ρ E[d].
  architecture: { id: 'semi-markov', parameters: { restEnds: 'step' } },
  objective: { id: 'average-reward', parameters: { rewardRateLearning: 0.005 } },
  learningRule: { id: 'semi-markov-td', parameters: { learningRate: 0.1 } },
  gridMatters:
    'it notices over the spread of its timing that a reward fails to come, which a coarse grid draws together into one step',
});
