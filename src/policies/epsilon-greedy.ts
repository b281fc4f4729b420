import { real } from '../contracts/parameters.ts';
import { definePolicy } from '../contracts/policy.ts';

/** P(i) = ε / n + (1 - ε) / m for the m options of the highest score out of n, ε / n for the others. */
export default definePolicy({
  id: 'epsilon-greedy',
  version: 1,
  title: 'Epsilon-greedy',
  summary:
    'Chooses the best option, except with probability ε, when it chooses at random. Equally good options are chosen equally often.',
  citation: { text: 'Watkins 1989, Learning from Delayed Rewards, PhD thesis, King’s College Cambridge' },
  parameters: {
    exploration: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'ε',
      help: 'probability of a random choice among all available options',
    }),
  },
  create:
    ({ exploration }) =>
    (scores) => {
      const best = Math.max(...scores);
      const ties = scores.filter((score) => score === best).length;
      return scores.map((score) => exploration / scores.length + (score === best ? (1 - exploration) / ties : 0));
    },
});
