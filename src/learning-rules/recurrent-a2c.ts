import { defineControlRule } from '../contracts/learning-rule.ts';
import { real, integer } from '../contracts/parameters.ts';
import { rolloutBytes } from './control/deep/rollout.ts';
import { RecurrentAgent } from './control/recurrent-agent.ts';
import { hiddenUnit, memoryCell, policy, preference } from './control/acting-units.ts';

/**
 * Advantage actor-critic through a recurrent network that sees (observation, last action, last reward): the weights are
 * trained over many episodes, and within an episode, with weights held, the activity learns (Wang et al. 2018). The
 * state is reset to zero at the start of an episode; errors are backpropagated through each rollout. The entropy weight
 * decreases linearly over the planned steps.
 */
export default defineControlRule({
  id: 'recurrent-a2c',
  version: 2,
  title: 'Recurrent A2C (meta-learning)',
  summary:
    'An actor-critic whose memory is its activity. Dopamine-like errors train its weights slowly over many tasks; in a new task the network then learns fast, with its weights fixed, as proposed for prefrontal cortex.',
  citation: {
    text: 'Wang, Kurth-Nelson, Kumaran, Tirumala, Soyer, Leibo, Hassabis & Botvinick 2018, Nature Neuroscience 21:860',
    doi: '10.1038/s41593-018-0147-8',
  },
  parameters: {
    learningRate: real({ default: 3e-3, min: 0, max: 1, symbol: 'α', unit: 'per update', help: 'Step size of Adam' }),
    nSteps: integer({
      default: 100,
      min: 1,
      max: 10_000,
      unit: 'steps',
      symbol: 'n',
      help: 'Steps per environment between updates, through which errors are backpropagated',
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
      default: 0.05,
      min: 0,
      max: 10,
      symbol: 'c_v',
      help: 'Weight of the squared value error in the loss',
    }),
    entCoefInitial: real({
      default: 0.05,
      min: 0,
      max: 10,
      symbol: 'c_e',
      help: 'Initial weight of the entropy of the policy',
    }),
    entCoefFinal: real({ default: 0, min: 0, max: 10, symbol: 'c_e', help: 'Final weight of the entropy' }),
    maxGradNorm: real({
      default: 0.5,
      min: 1e-6,
      max: 1e6,
      unit: 'gradient norm',
      help: 'Maximum norm of the gradient; a larger gradient is clipped',
    }),
  },
  timescale: 'control',
  schedule: 'the weight of the entropy changes over the planned steps',
  heeds: ['discount', 'traceDecay'],
  encoders: ['recurrent'],
  units: [preference, policy, hiddenUnit, memoryCell],
  worlds: 16,
  remembers: ({ nSteps }, worlds, observation) => rolloutBytes(nSteps * worlds, observation),
  create: (parameters, setup) => new RecurrentAgent(parameters, setup),
});
