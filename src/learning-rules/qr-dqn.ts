import { defineControlRule } from '../contracts/learning-rule.ts';
import { integer } from '../contracts/parameters.ts';
import { quantileLoss } from './control/deep/q-losses.ts';
import { qParameters } from './control/deep/q-parameters.ts';
import { QAgent } from './control/deep/q-agent.ts';
import { replayBytes } from './control/deep/replay-buffer.ts';
import { channelRpe, channelValue } from '../contracts/units.ts';
import { actionValue, hiddenUnit, policy } from './control/acting-units.ts';

/**
 * Distributional deep Q-learning by quantiles (Dabney, Rowland, Bellemare & Munos 2018): outputs θ_i(s, a) for τ_i = (i
 * - ½) / N, each moved towards all r + γ θ⁻_j(s', a'). Each quantile has its own RPE, r + γ θ_i(s', a*) - θ_i(s, a):
 * the population of Dabney et al. 2020. A manipulation changes the RPE of every quantile and, in learning, each
 * difference between a target and a quantile, whenever the step is drawn from the replay buffer.
 */
export default defineControlRule({
  id: 'qr-dqn',
  version: 3,
  title: 'Quantile-regression DQN (QR-DQN), double by default',
  summary:
    'Like DQN, but it learns the distribution of the return of each action: one unit for each quantile, from pessimistic to optimistic, each with its own prediction error, as proposed for dopamine neurons.',
  citation: {
    text: 'Dabney, Rowland, Bellemare & Munos 2018, Distributional reinforcement learning with quantile regression, AAAI, arXiv:1710.10044',
  },
  parameters: {
    ...qParameters,
    quantiles: integer({
      default: 32,
      min: 2,
      max: 512,
      symbol: 'N',
      help: 'Number of quantiles of the return of each action',
    }),
  },
  timescale: 'control',
  schedule:
    'exploration falls over a share of the planned steps, and so does the learning rate where its schedule is linear',
  heeds: ['discount'],
  encoders: ['network'],
  units: [actionValue, channelValue, channelRpe, policy, hiddenUnit],
  remembers: ({ bufferSize }, _worlds, observation) => replayBytes(bufferSize, observation),
  create({ quantiles, ...parameters }, setup) {
    const { batchSize } = parameters;
    const levels = Float64Array.from({ length: quantiles }, (_, i) => (i + 0.5) / quantiles);
    const targets = new Float32Array(batchSize * quantiles);
    const count = setup.actions.kind === 'discrete' ? setup.actions.actions.length : 0;
    return new QAgent(
      parameters,
      {
        id: 'qr-dqn',
        channels: quantiles,
        channelNames: Array.from(levels, (level, i) => `channel ${i}, τ ${Number(level.toPrecision(3))}`),
        loss({ actions, rewards, terminated }, next, nextActions, discount, changed) {
          for (let k = 0; k < batchSize; k++) {
            const from = (k * count + nextActions[k]) * quantiles;
            const follows = terminated[k] === 1 ? 0 : discount;
            for (let j = 0; j < quantiles; j++) targets[k * quantiles + j] = rewards[k] + follows * next[from + j];
          }
          return quantileLoss(count, levels, actions, targets, changed);
        },
      },
      setup,
    );
  },
});
