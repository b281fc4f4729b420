import { defineLearningRule } from '../contracts/learning-rule.ts';
import { choiceFeaturesOf } from '../contracts/choice-features.ts';
import { real } from '../contracts/parameters.ts';
import { evenly, searchedRates } from '../contracts/searched.ts';
import { choiceLearner, choiceParameters } from './choice/choice-learner.ts';
import { go, noGo, pairUnits, stateUnits, stateValue } from './choice/choice-units.ts';

/**
 * Critic: δ = r + γ V(s') - V(s), V(s) += α_c δ. Actors: G(s, a) += α_G G(s, a) δ, N(s, a) += α_N N(s, a) (-δ), neither
 * below 0. The policy chooses by (1 + ρ) G - (1 - ρ) N, its inverse temperature being β: with dopamine at choice ρ > 0
 * benefits count for more, with ρ < 0 costs (Collins & Frank 2014). G and N grow in proportion to themselves, so each
 * discriminates best among its large values. ρ is the parameter plus the phase's `choiceDopamine`, kept between -1 and
 * 1. The RPE is the critic's; its V is of states, as in an actor-critic. For the timing of errors see
 * choice/choice-learner.ts.
 */
export default defineLearningRule({
  id: 'opal',
  version: 2,
  title: 'Opponent actor learning (OpAL)',
  summary:
    'A critic’s error teaches two opponent actors, one for benefits (Go) and one for costs (NoGo), each in proportion to its own strength. Dopamine at the moment of choice sets which of the two counts for more.',
  citation: { text: 'Collins & Frank 2014, Psychological Review 121:337', doi: '10.1037/a0037015' },
  parameters: {
    ...choiceParameters,
    criticLearningRate: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'α_c',
      unit: 'per choice',
      searched: searchedRates,
      help: 'Share of the error by which the value of a state is corrected',
    }),
    goLearningRate: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'α_G',
      unit: 'per choice',
      searched: searchedRates,
      help: 'Growth of the benefit actor per unit of error',
    }),
    noGoLearningRate: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'α_N',
      unit: 'per choice',
      searched: searchedRates,
      help: 'Growth of the cost actor per unit of negative error',
    }),
    choiceDopamine: real({
      default: 0,
      min: -1,
      max: 1,
      symbol: 'ρ',
      searched: evenly(-1, 1),
      help: 'Dopamine at choice: above 0 benefits have more weight, below 0 costs; a phase of the design may add to it',
    }),
    initialValue: real({
      default: 0.5,
      min: -10,
      max: 10,
      unit: 'reward units',
      symbol: 'V₀',
      searched: evenly(-1, 2),
      help: 'Initial value of every state',
    }),
  },
  timescale: 'choice',
  heeds: ['discount', 'choiceDopamine'],
  units: [go, noGo, stateValue],
  create({ delays, criticLearningRate, goLearningRate, noGoLearningRate, choiceDopamine, initialValue }, setup) {
    const { size, design } = setup;
    const { index } = choiceFeaturesOf(design);
    const benefits = new Float64Array(size).fill(1);
    const costs = new Float64Array(size).fill(1);
    const values = new Float64Array(design.states?.length ?? 0).fill(initialValue);
    // For display: the net preference of each pair at ρ = 0.
    const pull = new Float64Array(size);
    let rho = choiceDopamine;
    let state = 0;
    let pair = 0;
    return choiceLearner(
      {
        id: 'opal',
        delays,
        weights: pull,
        memory: [benefits, costs, values],
        units: [
          pairUnits(go, benefits, design),
          pairUnits(noGo, costs, design),
          stateUnits(stateValue, values, design),
        ],
        begin: (trial) =>
          void (rho = Math.min(1, Math.max(-1, choiceDopamine + (trial.overrides?.choiceDopamine ?? 0)))),
        score: (at, action) => (1 + rho) * benefits[index(at, action)] - (1 - rho) * costs[index(at, action)],
        stateValue: (visit) => values[visit.state],
        take(visit) {
          state = visit.state;
          pair = index(state, visit.actions[visit.taken]);
        },
        predicted: () => values[state],
        learn(error) {
          values[state] = values[state] + criticLearningRate * error;
          benefits[pair] = Math.max(0, benefits[pair] * (1 + goLearningRate * error));
          costs[pair] = Math.max(0, costs[pair] * (1 - noGoLearningRate * error));
          pull[pair] = benefits[pair] - costs[pair];
        },
      },
      setup,
    );
  },
});
