import { defineControlRule } from '../contracts/learning-rule.ts';
import { qLoss } from './control/deep/q-losses.ts';
import { qParameters } from './control/deep/q-parameters.ts';
import { QAgent } from './control/deep/q-agent.ts';
import { replayBytes } from './control/deep/replay-buffer.ts';
import { actionValue, hiddenUnit, policy } from './control/acting-units.ts';

/**
 * Deep Q-learning: Q(s, a) moves towards r + γ Q⁻(s', a'), Q⁻ the target network, on transitions drawn from a replay
 * buffer, by Adam on the Huber loss (Mnih et al. 2015). a' is the best action by Q (double) or by Q⁻. The RPE is r + γ
 * max Q(s', ·) - Q(s, a) of the online network for the executed action; the value is max Q(s, ·). Without plasticity it
 * acts greedily. A manipulation changes the displayed RPE, and in the same way the TD error of the step whenever it is
 * drawn from the buffer: the target becomes Q(s, a) plus the changed error.
 */
export default defineControlRule({
  id: 'dqn',
  version: 3,
  title: 'Deep Q-network (DQN), double by default',
  summary:
    'A network learns the value of each action from a replay buffer that is sampled at random. It learns off-policy, and forgets slowly.',
  citation: {
    text: 'Mnih et al. 2015, Nature 518:529; double: van Hasselt, Guez & Silver 2016, Deep reinforcement learning with double Q-learning, AAAI, arXiv:1509.06461',
    doi: '10.1038/nature14236',
  },
  parameters: qParameters,
  timescale: 'control',
  schedule:
    'exploration falls over a share of the planned steps, and so does the learning rate where its schedule is linear',
  heeds: ['discount'],
  encoders: ['network'],
  units: [actionValue, policy, hiddenUnit],
  remembers: ({ bufferSize }, _worlds, observation) => replayBytes(bufferSize, observation),
  create(parameters, setup) {
    const { batchSize } = parameters;
    const targets = new Float32Array(batchSize);
    const count = setup.actions.kind === 'discrete' ? setup.actions.actions.length : 0;
    return new QAgent(
      parameters,
      {
        id: 'dqn',
        channels: 1,
        loss({ actions, rewards, terminated }, next, nextActions, discount, changed) {
          for (let k = 0; k < batchSize; k++)
            targets[k] = rewards[k] + (terminated[k] === 1 ? 0 : discount * next[k * count + nextActions[k]]);
          return qLoss(count, actions, targets, changed);
        },
      },
      setup,
    );
  },
});
