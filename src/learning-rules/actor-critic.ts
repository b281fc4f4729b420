import { defineLearningRule } from '../contracts/learning-rule.ts';
import { choiceFeaturesOf } from '../contracts/choice-features.ts';
import { real } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import { choiceLearner, choiceParameters } from './choice/choice-learner.ts';
import { pairUnits, preference, stateUnits, stateValue } from './choice/choice-units.ts';
import { PairTraces } from './step/pair-traces.ts';

/**
 * Critic: δ = r + γ V(s') - V(s), V(s) += α_c δ e(s). Actor: H(s, a) += α_a δ e(s, a), and the policy chooses by H
 * (Barto, Sutton & Anderson 1983, with a table for the features; one δ teaches both). Traces e are replacing: 1 for the
 * current state or pair, decayed by γ^τ λ at each further stage. The RPE is the critic's. For the timing of errors see
 * choice/choice-learner.ts.
 */
export default defineLearningRule({
  id: 'actor-critic',
  version: 2,
  title: 'Actor-critic',
  summary:
    'A critic learns the value of each state, and its error changes the actor’s preference for each action. At a cue it expects the state value, whatever it then chooses.',
  citation: {
    text: 'Barto, Sutton & Anderson 1983, IEEE Transactions on Systems, Man, and Cybernetics 13:834',
    doi: '10.1109/TSMC.1983.6313077',
  },
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
    actorLearningRate: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'α_a',
      unit: 'per choice',
      searched: searchedRates,
      help: 'Change of an action preference per unit of error',
    }),
    traceDecay: real({
      default: 0,
      min: 0,
      max: 1,
      symbol: 'λ',
      unit: 'per choice',
      help: 'Trace decay over the choices of a trial: 0 updates only the last choice, 1 all of them equally',
    }),
  },
  timescale: 'choice',
  heeds: ['discount', 'traceDecay'],
  units: [preference, stateValue],
  create({ delays, criticLearningRate, actorLearningRate, traceDecay }, setup) {
    const { index } = choiceFeaturesOf(setup.design);
    const preferences = new Float64Array(setup.size);
    const values = new Float64Array(setup.design.states?.length ?? 0);
    const stateTraces = new PairTraces();
    const pairTraces = new PairTraces();
    let decay = traceDecay;
    let state = 0;
    return choiceLearner(
      {
        id: 'actor-critic',
        delays,
        weights: preferences,
        memory: [values],
        units: [pairUnits(preference, preferences, setup.design), stateUnits(stateValue, values, setup.design)],
        begin(trial) {
          decay = trial.overrides?.traceDecay ?? traceDecay;
          stateTraces.clear();
          pairTraces.clear();
        },
        score: (at, action) => preferences[index(at, action)],
        stateValue: (visit) => values[visit.state],
        take(visit, discount) {
          state = visit.state;
          stateTraces.visit(state, discount * decay);
          pairTraces.visit(index(state, visit.actions[visit.taken]), discount * decay);
        },
        predicted: () => values[state],
        learn(error) {
          stateTraces.addTo(values, criticLearningRate * error);
          pairTraces.addTo(preferences, actorLearningRate * error);
        },
      },
      setup,
    );
  },
});
