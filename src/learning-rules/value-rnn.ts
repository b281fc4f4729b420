import { InputError } from '../core/errors.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { integer, real } from '../contracts/parameters.ts';
import { hiddenUnit, valueRnnLearner } from './step/recurrent/value-rnn-learner.ts';

/**
 * V_t = w·h_t + b with h_t = GRU(h_{t-1}, x_t), trained by backpropagation through time on ½ Σ δ_t², δ_t = r_t + γ V_t
 * - V_{t-1}, in which only V_{t-1} is differentiated (Hennig et al. 2023, whose networks have 50 units, Adam with α
 * .003, episodes of 20 trials in batches of 12, drawn repeatedly from 1000 trials). Here the session continues, and
 * after each episode's worth of trials the network is trained on batches of its latest 1000 trials.
 */
export default defineLearningRule({
  id: 'value-rnn',
  version: 3,
  title: 'Value-RNN',
  summary:
    'A recurrent network sees cues and rewards as they come and is trained by TD errors alone to predict reward. It is given no hidden states, yet its activity comes to resemble the belief of an animal that infers them.',
  citation: {
    text: 'Hennig, Romero Pinto, Yamaguchi, Linderman, Uchida & Gershman 2023, PLoS Computational Biology 19:e1011067',
    doi: '10.1371/journal.pcbi.1011067',
  },
  parameters: {
    units: integer({ default: 50, min: 1, max: 512, unit: 'units', help: 'Units of the recurrent layer' }),
    memorySeconds: real({
      default: 8,
      min: 0.1,
      max: 20_000,
      unit: 's',
      help: 'Maximum memory of the untrained units (Tallec & Ollivier 2018)',
    }),
    learningRate: real({
      default: 0.001,
      min: 0,
      max: 1,
      symbol: 'α',
      unit: 'per update',
      help: 'Step size of Adam; with the 0.003 of the paper learning is faster but not stable',
    }),
    learningRateHalfLife: real({
      default: 2000,
      min: 1,
      max: 1e6,
      unit: 'updates',
      help: 'Number of updates after which α is halved; with large steps learning is not stable',
    }),
    trialsPerEpisode: integer({
      default: 20,
      min: 1,
      max: 1000,
      unit: 'trials',
      help: 'Number of trials per episode; errors are backpropagated through the whole episode',
    }),
    memoryEpisodes: integer({
      default: 50,
      min: 1,
      max: 1000,
      unit: 'episodes',
      help: 'Number of latest episodes that are kept for training',
    }),
    episodesPerBatch: integer({
      default: 12,
      min: 1,
      max: 100,
      unit: 'episodes',
      help: 'Number of episodes per batch, drawn from these',
    }),
    updatesPerEpisode: integer({
      default: 4,
      min: 1,
      max: 1000,
      unit: 'updates',
      help: 'Number of batches after each episode; each is one step of Adam',
    }),
  },
  timescale: 'step',
  needsTrials: 'it is trained on episodes of a fixed number of trials, as in the paper',
  heeds: ['discount'],
  slow: true,
  units: [hiddenUnit],
  create(parameters, setup) {
    if (setup.networks === undefined) throw new Error('a value-RNN needs a network backend');
    if (setup.terms.channels !== undefined)
      throw new InputError('a value-RNN has one prediction', 'agent', 'choose another objective');
    return valueRnnLearner(parameters, { ...setup, networks: setup.networks });
  },
});
