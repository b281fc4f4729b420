import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'actor-critic',
  version: 2,
  title: 'Actor-critic',
  summary:
    'A critic predicts reward from the state alone, and its error raises or lowers the actor’s preference for the action it took. At a cue the error is the state value, the same for every choice.',
  citation: {
    text: 'Barto, Sutton & Anderson 1983, IEEE Transactions on Systems, Man, and Cybernetics 13:834',
    doi: '10.1109/TSMC.1983.6313077',
  },
  architecture: { id: 'tabular', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'actor-critic', parameters: { traceDecay: 0.6 } },
  policy: { id: 'softmax', parameters: { inverseTemperature: 3 } },
});
