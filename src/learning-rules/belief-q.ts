import { squared } from '../core/power.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { choiceFeaturesOf } from '../contracts/choice-features.ts';
import { real } from '../contracts/parameters.ts';
import { byFactors, searchedRates } from '../contracts/searched.ts';
import { choiceLearner, choiceParameters } from './choice/choice-learner.ts';
import { actionValue, pairUnits, stateBelief, stateUnits } from './choice/choice-units.ts';

/**
 * A state of level c gives a percept m ~ N(c, σ²); the belief in each state is b(s) ∝ exp(-(m - c_s)² / 2σ²). Q(a) = Σ_s b(s) Q(s, a), by
 * which the policy chooses; at a cue δ = γ Q(a') of the action taken; at the outcome δ = r - Q(a), Q(s, a) += α b(s) δ for every s (Lak et al.
 * 2017, 2020, whose belief is in left and right; here it is in the single stimuli). With σ = 0 the state is known, and this is SARSA.
 */
export default defineLearningRule({
  id: 'belief-q',
  version: 2,
  title: 'Belief-state Q-learning',
  summary:
    'Sees a state through noise and values each action by its value in every possible state, weighted by belief. Its expectation grows with the confidence in the choice, so a reward after an uncertain choice is a larger surprise.',
  citation: {
    text: 'Lak, Nomoto, Keramati, Sakagami & Kepecs 2017, Current Biology 27:821',
    doi: '10.1016/j.cub.2017.02.026',
  },
  parameters: {
    ...choiceParameters,
    learningRate: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'α',
      unit: 'per choice',
      searched: searchedRates,
      help: 'Share of the error that is corrected at each choice, divided among states by belief',
    }),
    noise: real({
      default: 0.2,
      min: 0,
      max: 10,
      symbol: 'σ',
      unit: 'of level',
      searched: byFactors(0.02, 2),
      help: 'Standard deviation of the percept, on the scale of the states (contrast from -1 to 1)',
    }),
  },
  timescale: 'choice',
  heeds: ['discount'],
  units: [actionValue, stateBelief],
  create({ delays, learningRate, noise }, setup) {
    const { states = [] } = setup.design;
    const { index } = choiceFeaturesOf(setup.design);
    const levels = states.map(({ level }) => level);
    const values = new Float64Array(setup.size);
    const belief = new Float64Array(states.length);
    // The belief in which the pending choice was made, and the choice.
    const held = new Float64Array(states.length);
    let taken = 0;

    function see(state: number, percept: number): void {
      let total = 0;
      for (let s = 0; s < belief.length; s++) {
        const level = levels[s];
        belief[s] = level === undefined ? 0 : Math.exp(-squared(percept - level) / (2 * squared(noise)));
        total += belief[s];
      }
      // A percept so far out that no state explains it is treated as the state itself.
      if (total > 0) for (let s = 0; s < belief.length; s++) belief[s] = belief[s] / total;
      else belief.fill(0)[state] = 1;
    }

    const valueOf = (action: number, under: Float64Array): number =>
      under.reduce((sum, share, s) => sum + share * values[index(s, action)], 0);
    return choiceLearner(
      {
        id: 'belief-q',
        delays,
        weights: values,
        units: [pairUnits(actionValue, values, setup.design), stateUnits(stateBelief, belief, setup.design)],
        begin: () => {},
        see(state, random) {
          const level = levels[state];
          if (level === undefined || noise === 0) belief.fill(0)[state] = 1;
          else see(state, random.normal(level, noise));
        },
        score: (_, action) => valueOf(action, belief),
        stateValue: (visit) => valueOf(visit.actions[visit.taken], belief),
        take(visit) {
          taken = visit.actions[visit.taken];
          held.set(belief);
        },
        predicted: () => valueOf(taken, held),
        learn(error) {
          for (let s = 0; s < held.length; s++) {
            const pair = index(s, taken);
            values[pair] = values[pair] + learningRate * error * held[s];
          }
        },
      },
      setup,
    );
  },
});
