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
    'A recurrent network sees cues and rewards as they come and is trained by TD errors alone to foretell reward. It is told nothing of hidden states, and comes to hold what an animal that infers them would believe.',
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
      help: 'Up to how long the untrained units remember (Tallec & Ollivier 2018)',
    }),
    learningRate: real({
      default: 0.001,
      min: 0,
      max: 1,
      symbol: 'α',
      unit: 'per update',
      help: 'Step size of Adam; at the .003 of the paper it is learned sooner, and lost again',
    }),
    learningRateHalfLife: real({
      default: 2000,
      min: 1,
      max: 1e6,
      unit: 'updates',
      help: 'Updates after which α has fallen to half: as long as steps are large, what was learned is lost again',
    }),
    trialsPerEpisode: integer({
      default: 20,
      min: 1,
      max: 1000,
      unit: 'trials',
      help: 'Trials through which errors are carried back in one piece',
    }),
    memoryEpisodes: integer({
      default: 50,
      min: 1,
      max: 1000,
      unit: 'episodes',
      help: 'Latest episodes that are kept to be trained on',
    }),
    episodesPerBatch: integer({
      default: 12,
      min: 1,
      max: 100,
      unit: 'episodes',
      help: 'Episodes of a batch, drawn from those',
    }),
    updatesPerEpisode: integer({
      default: 4,
      min: 1,
      max: 1000,
      unit: 'updates',
      help: 'Batches, each a step of Adam, after each episode',
    }),
  },
  timescale: 'step',
  needsTrials: 'it is trained on episodes of so many trials, as in the paper',
  heeds: ['discount'],
  slow: true,
  units: [hiddenUnit],
  create(parameters, setup) {
    if (setup.networks === undefined) throw new Error('a value-RNN is made with networks');
    if (setup.terms.channels !== undefined)
      throw new InputError('a value-RNN has one prediction', 'agent', 'choose another objective');
    return valueRnnLearner(parameters, { ...setup, networks: setup.networks });
  },
});
