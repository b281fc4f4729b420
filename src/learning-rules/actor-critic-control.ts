import { defineControlRule } from '../contracts/learning-rule.ts';
import { real } from '../contracts/parameters.ts';
import { ActorCriticAgent } from './control/actor-critic-agent.ts';
import { policy, preference } from './control/acting-units.ts';

/**
 * One-step actor-critic with traces (Sutton & Barto 2018, 13.5): δ = r + γ V(s') - V(s); z_w <- γ λ z_w + x(s), w +=
 * α_w δ z_w; z_θ <- γ λ z_θ + ∇ ln π(a|s), θ += α_θ δ z_θ, π a softmax of linear preferences. Step sizes are divided by
 * the number of features that are 1. The factor γ^t of the episodic form is omitted, as usual.
 */
export default defineControlRule({
  id: 'actor-critic-control',
  version: 1,
  title: 'Actor-critic',
  summary:
    'A critic learns the value of each state, and its errors teach an actor what to do there: the division of labour proposed for ventral and dorsal striatum.',
  citation: {
    text: 'Barto, Sutton & Anderson 1983, IEEE Transactions on Systems, Man, and Cybernetics 13:834',
    doi: '10.1109/TSMC.1983.6313077',
  },
  parameters: {
    criticLearningRate: real({
      default: 0.1,
      min: 0,
      max: 2,
      symbol: 'α_w',
      unit: 'per step',
      help: 'Share of the error by which the value of a state is corrected',
    }),
    actorLearningRate: real({
      default: 0.1,
      min: 0,
      max: 10,
      symbol: 'α_θ',
      unit: 'per step',
      help: 'Change of an action preference per unit of error',
    }),
    traceDecay: real({
      default: 0.8,
      min: 0,
      max: 1,
      symbol: 'λ',
      unit: 'per step',
      help: 'Trace decay λ of critic and actor',
    }),
  },
  timescale: 'control',
  heeds: ['discount', 'traceDecay'],
  encoders: ['binary'],
  units: [preference, policy],
  create: (parameters, setup) => new ActorCriticAgent(parameters, setup),
});
