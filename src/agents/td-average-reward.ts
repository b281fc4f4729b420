import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'td-average-reward',
  version: 2,
  title: 'TD(0), average reward',
  summary:
    'Reward is judged against its long-run average: nothing is discounted, and while no reward is near the error sits below zero by the average reward per step, a model of tonic dopamine.',
  citation: { text: 'Daw & Touretzky 2002, Neural Computation 14:2567', doi: '10.1162/089976602760407973' },
  architecture: { id: 'complete-serial-compound', parameters: {} },
  objective: { id: 'average-reward', parameters: { rewardRateLearning: 0.005 } },
  learningRule: { id: 'td-zero', parameters: { learningRate: 0.1 } },
  gridMatters:
    'TD(0) carries value back by one step of its grid per trial, so on a finer grid the same trials carry it less far',
});
