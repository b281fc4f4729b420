import type { RandomStream } from '../core/random.ts';
import { defineControlRule } from '../contracts/learning-rule.ts';
import { choice, flag, integer, real } from '../contracts/parameters.ts';
import { schedules } from './control/deep/schedule.ts';
import { OnPolicyAgent } from './control/deep/on-policy-agent.ts';
import { rolloutBytes } from './control/deep/rollout.ts';
import { clippedLoss, valueLoss } from './control/deep/on-policy-losses.ts';
import { normalised } from './control/deep/gae.ts';
import { hiddenUnit, policy, preference } from './control/acting-units.ts';

/**
 * Proximal policy optimisation: every rollout is used for several epochs of shuffled batches, with a clipped ratio of
 * new to old probabilities (Schulman et al. 2017, arXiv:1707.06347) and generalised advantages, normalised to mean 0
 * and standard deviation 1 in each batch. Adam with ε = 1e-5. Defaults are those of Stable-Baselines3, except for the
 * rollout length, which is meant for several environments; the gradient is clipped by its norm over actor and critic
 * together. A continuous action differs: its standard deviation is an output of the network here, and one free
 * parameter there.
 */
export default defineControlRule({
  id: 'ppo',
  version: 3,
  title: 'Proximal policy optimisation (PPO)',
  summary:
    'An actor-critic network that trains several times on each rollout, and clips each change of its policy. It learns more from each step than A2C, and more steadily.',
  citation: { text: 'Schulman, Wolski, Dhariwal, Radford & Klimov 2017, arXiv:1707.06347' },
  parameters: {
    learningRate: real({ default: 3e-4, min: 0, max: 1, symbol: 'α', unit: 'per update', help: 'Step size of Adam' }),
    nSteps: integer({
      default: 128,
      min: 1,
      max: 100_000,
      unit: 'steps',
      symbol: 'n',
      help: 'Steps per environment between updates',
    }),
    nEpochs: integer({
      default: 10,
      min: 1,
      max: 1000,
      unit: 'epochs',
      help: 'Number of training passes over each rollout',
    }),
    batchSize: integer({
      default: 64,
      min: 1,
      max: 1_000_000,
      unit: 'steps',
      help: 'Number of steps per training batch',
    }),
    gaeLambda: real({
      default: 0.95,
      min: 0,
      max: 1,
      symbol: 'λ',
      unit: 'per step',
      help: 'Decay of the weights of later errors in the advantage (GAE)',
    }),
    clipRange: real({
      default: 0.2,
      min: 0,
      max: 10,
      symbol: 'ε',
      help: 'Maximum deviation of the ratio of new to old action probabilities from 1',
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
    learningRateSchedule: choice({
      options: schedules,
      default: 'constant',
      help: 'linear: α and ε fall to 0 over the planned steps',
    }),
    shared: flag({ default: false, help: 'Whether actor and critic share all layers but the last' }),
  },
  timescale: 'control',
  schedule: 'the learning rate and the range of the clip fall over the planned steps where the schedule is linear',
  heeds: ['discount', 'traceDecay'],
  encoders: ['network'],
  units: [preference, policy, hiddenUnit],
  worlds: 8,
  continuous: true,
  remembers: ({ nSteps }, worlds, observation) => rolloutBytes(nSteps * worlds, observation),
  create(
    {
      learningRate,
      nSteps,
      nEpochs,
      batchSize,
      gaeLambda,
      clipRange,
      vfCoef,
      entCoef,
      maxGradNorm,
      learningRateSchedule,
      shared,
    },
    setup,
  ) {
    const all = nSteps * setup.worlds;
    const indices = Int32Array.from({ length: all }, (_, k) => k);
    const size = Math.min(batchSize, all);
    const advantages = new Float32Array(size);
    let inputs = new Float32Array(0);
    return new OnPolicyAgent(
      {
        id: 'ppo',
        shared,
        time: nSteps,
        traceDecay: gaeLambda,
        optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-5 },
        maxGradientNorm: maxGradNorm,
        trainBatch: size,
        update(rollout, { networks, head, random, remaining, note }) {
          const share = learningRateSchedule === 'linear' ? remaining : 1;
          const inputSize = rollout.inputs.length / all;
          let loss = 0;
          let steps = 0;
          // Shuffled from the same initial order each time, so that an update depends only on the random stream, not on
          // earlier updates.
          for (let k = 0; k < all; k++) indices[k] = k;
          for (let epoch = 0; epoch < nEpochs; epoch++) {
            shuffle(indices, random);
            for (let from = 0; from < all; from += size) {
              const rows = { indices, from, count: Math.min(size, all - from) };
              normalised(rollout.advantages, indices, from, rows.count, advantages);
              const terms = {
                actions: rollout.actions,
                logProbabilities: rollout.logProbabilities,
                advantages,
                clipRange: clipRange * share,
                entCoef,
              };
              gather(rollout.inputs, inputSize, from, rows.count);
              const step = networks.train(
                inputs,
                rows.count,
                { policy: clippedLoss(head, terms, rows), value: valueLoss(rollout.returns, vfCoef, rows) },
                learningRate * share,
              );
              note(step);
              loss += step.loss;
              steps += 1;
            }
          }
          return { loss: loss / steps };
        },
      },
      setup,
    );

    /** The network inputs of a batch, row after row. */
    function gather(all: Float32Array, width: number, from: number, count: number): void {
      if (inputs.length < size * width) inputs = new Float32Array(size * width);
      for (let k = 0; k < count; k++) {
        const at = indices[from + k] * width;
        for (let j = 0; j < width; j++) inputs[k * width + j] = all[at + j];
      }
    }
  },
});

/** Fisher-Yates, in place. */
function shuffle(order: Int32Array, random: RandomStream): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const moved = order[i];
    order[i] = order[j];
    order[j] = moved;
  }
}
