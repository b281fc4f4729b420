import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'sarsa',
  version: 2,
  title: 'SARSA',
  summary:
    'Learns the value of each action and mostly takes the best one. At a cue its error is the value of the action that it is about to take: what Morris and colleagues found in monkeys.',
  citation: {
    text: 'Rummery & Niranjan 1994, On-line Q-learning using connectionist systems, Technical Report CUED/F-INFENG/TR 166, Cambridge University',
  },
  architecture: { id: 'tabular', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'sarsa', parameters: { learningRate: 0.2, traceDecay: 0.6 } },
  policy: { id: 'softmax', parameters: { inverseTemperature: 3 } },
});
