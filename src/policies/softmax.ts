import { real } from '../contracts/parameters.ts';
import { byFactors } from '../contracts/searched.ts';
import { definePolicy } from '../contracts/policy.ts';

/** P(i) = exp(β q_i) / Σ_j exp(β q_j). */
export default definePolicy({
  id: 'softmax',
  version: 1,
  title: 'Softmax',
  summary:
    'Chooses better options more often, the more so the larger the inverse temperature; every option has a probability above 0.',
  citation: { text: 'Luce 1959, Individual Choice Behavior, Wiley' },
  parameters: {
    inverseTemperature: real({
      default: 3,
      min: 0,
      max: 100,
      symbol: 'β',
      searched: byFactors(0.3, 30),
      help: 'inverse temperature: larger values choose the better option more consistently; 0 chooses at random',
    }),
  },
  create:
    ({ inverseTemperature }) =>
    (scores) => {
      // Relative to the largest score, so that no exponential overflows.
      const best = Math.max(...scores);
      const odds = scores.map((score) => Math.exp(inverseTemperature * (score - best)));
      const total = odds.reduce((sum, one) => sum + one, 0);
      return odds.map((one) => one / total);
    },
});
