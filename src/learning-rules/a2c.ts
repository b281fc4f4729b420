import { defineControlRule } from '../contracts/learning-rule.ts';
import { flag, integer, real } from '../contracts/parameters.ts';
import { OnPolicyAgent } from './control/deep/on-policy-agent.ts';
import { rolloutBytes } from './control/deep/rollout.ts';
import { policyGradientLoss, valueLoss } from './control/deep/on-policy-losses.ts';
import { normalised } from './control/deep/gae.ts';
import { hiddenUnit, policy, preference } from './control/acting-units.ts';

/**
 * Advantage actor-critic: after every n steps, one update along the policy gradient with advantages A and the values'
 * squared errors, over all environments (Mnih et al. 2016, synchronous). With λ = 1, A is the n-step return minus the
 * value; with λ < 1 it is the advantage of Schulman et al. (2016). Defaults and optimiser are those of
 * Stable-Baselines3's A2C: PyTorch's RMSprop, α g / (√v + ε) with ε = 1e-5 and v starting at 0; the gradient is clipped
 * by its norm over actor and critic together. A continuous action differs: its standard deviation is an output of the
 * network here, and one free parameter there.
 */
export default defineControlRule({
  id: 'a2c',
  version: 4,
  title: 'Advantage actor-critic (A2C)',
  summary:
    'A critic’s errors, summed over a few steps, teach an actor network which of its actions went better than expected. It learns from its latest steps and then discards them.',
  citation: { text: 'Mnih et al. 2016, Asynchronous methods for deep reinforcement learning, ICML, arXiv:1602.01783' },
  parameters: {
    learningRate: real({
      default: 7e-4,
      min: 0,
      max: 1,
      symbol: 'α',
      unit: 'per update',
      help: 'Step size of RMSprop',
    }),
    nSteps: integer({
      default: 5,
      min: 1,
      max: 10_000,
      unit: 'steps',
      symbol: 'n',
      help: 'Steps per environment between updates',
    }),
    gaeLambda: real({
      default: 1,
      min: 0,
      max: 1,
      symbol: 'λ',
      unit: 'per step',
      help: 'Decay of the weights of later errors in the advantage (GAE); 1 is the n-step return',
    }),
    vfCoef: real({
      default: 0.5,
      min: 0,
      max: 10,
      symbol: 'c_v',
      help: 'Weight of the squared value error in the loss',
    }),
    entCoef: real({
      default: 0,
      min: 0,
      max: 1,
      symbol: 'c_e',
      help: 'Weight of the entropy of the policy in the loss, which encourages exploration',
    }),
    maxGradNorm: real({
      default: 0.5,
      min: 1e-6,
      max: 1e6,
      unit: 'gradient norm',
      help: 'Maximum norm of the gradient, over actor and critic together; a larger gradient is clipped',
    }),
    normalizeAdvantage: flag({
      default: false,
      help: 'Whether the advantages of an update are normalised to mean 0 and standard deviation 1',
    }),
    shared: flag({ default: false, help: 'Whether actor and critic share all layers but the last' }),
  },
  timescale: 'control',
  heeds: ['discount', 'traceDecay'],
  encoders: ['network'],
  units: [preference, policy, hiddenUnit],
  worlds: 8,
  continuous: true,
  remembers: ({ nSteps }, worlds, observation) => rolloutBytes(nSteps * worlds, observation),
  create({ learningRate, nSteps, gaeLambda, vfCoef, entCoef, maxGradNorm, normalizeAdvantage, shared }, setup) {
    const count = nSteps * setup.worlds;
    const rows = { indices: Int32Array.from({ length: count }, (_, k) => k), from: 0, count };
    const advantages = new Float32Array(count);
    return new OnPolicyAgent(
      {
        id: 'a2c',
        shared,
        time: nSteps,
        traceDecay: gaeLambda,
        optimiser: { kind: 'rmsprop', decay: 0.99, epsilon: 1e-5 },
        maxGradientNorm: maxGradNorm,
        trainBatch: count,
        update(rollout, { networks, head, note }) {
          if (normalizeAdvantage) normalised(rollout.advantages, rows.indices, 0, count, advantages);
          else advantages.set(rollout.advantages);
          const policy = policyGradientLoss(head, rollout.actions, advantages, entCoef, rows);
          const step = networks.train(
            rollout.inputs,
            count,
            { policy, value: valueLoss(rollout.returns, vfCoef, rows) },
            learningRate,
          );
          note(step);
          return { loss: step.loss, gradientNorm: step.gradientNorm };
        },
      },
      setup,
    );
  },
});
