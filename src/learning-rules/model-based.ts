import { choiceFeaturesOf } from '../contracts/choice-features.ts';
import { defineLearningRule } from '../contracts/learning-rule.ts';
import { real } from '../contracts/parameters.ts';
import { searchedRates } from '../contracts/searched.ts';
import { choiceLearner, choiceParameters } from './choice/choice-learner.ts';
import { actionValue, pairUnits } from './choice/choice-units.ts';

/**
 * The outcome of a choice that ends the trial is learned from its error: Q(s, a) += α δ. Transitions are learned too,
 * discounted by the time they take: M(s, a, s') += α_T (γ^τ 1[s' came] - M(s, a, s')); and the value is computed from
 * them, Q(s, a) = Σ_s' M(s, a, s') max_a' Q(s', a') over the actions available there (after Daw et al. 2011, who take
 * the transitions as known). Such a value is not learned from an error: it changes with the quantities it is computed
 * from. For the timing of errors see choice/choice-learner.ts: at a stage δ is the value of its best action minus the
 * value predicted on the way there.
 */
export default defineLearningRule({
  id: 'model-based',
  version: 2,
  title: 'Model-based choice',
  summary:
    'Learns where each choice leads and the reward after the last one, and computes the value of the first from both. A rewarded rare transition therefore favours the other choice, which usually leads there.',
  citation: { text: 'Daw, Gershman, Seymour, Dayan & Dolan 2011, Neuron 69:1204', doi: '10.1016/j.neuron.2011.02.027' },
  parameters: {
    ...choiceParameters,
    learningRate: real({
      default: 0.2,
      min: 0,
      max: 1,
      symbol: 'α',
      unit: 'per choice',
      searched: searchedRates,
      help: 'Share of the error that is corrected at each outcome',
    }),
    transitionLearningRate: real({
      default: 0.1,
      min: 0,
      max: 1,
      symbol: 'α_T',
      unit: 'per choice',
      searched: searchedRates,
      help: 'Learning rate of the transition probabilities',
    }),
  },
  timescale: 'choice',
  heeds: ['discount'],
  units: [actionValue],
  create({ delays, learningRate, transitionLearningRate }, setup) {
    const { index } = choiceFeaturesOf(setup.design);
    const count = setup.design.states?.length ?? 0;
    const actionCount = setup.design.actions?.length ?? 0;
    const values = new Float64Array(setup.size);
    const transitions = new Float64Array(setup.size * count);
    const leadsOn = new Float64Array(setup.size);
    const open = new Float64Array(count * actionCount);
    let isPlastic = true;
    let underWay = -1;

    function bestOf(state: number): number {
      let best = -Infinity;
      for (let action = 0; action < actionCount; action++) {
        if (open[state * actionCount + action] !== 0) best = Math.max(best, values[index(state, action)]);
      }
      return best;
    }

    /** As many passes as there are states, so that outcomes propagate to the most distant state. */
    function workOut(): void {
      for (let pass = 0; pass < count; pass++) {
        for (let pair = 0; pair < values.length; pair++) if (leadsOn[pair] !== 0) values[pair] = expected(pair);
      }
    }

    function expected(pair: number): number {
      let sum = 0;
      for (let state = 0; state < count; state++) {
        const share = transitions[pair * count + state];
        if (share !== 0) sum += share * bestOf(state);
      }
      return sum;
    }

    /** The pending pair has led to a state. */
    function arrive(state: number, discount: number): void {
      leadsOn[underWay] = 1;
      for (let other = 0; other < count; other++) {
        const at = underWay * count + other;
        const missing = (other === state ? discount : 0) - transitions[at];
        transitions[at] = transitions[at] + transitionLearningRate * missing;
      }
      workOut();
    }

    return choiceLearner(
      {
        id: 'model-based',
        delays,
        weights: values,
        memory: [transitions, leadsOn, open],
        units: [pairUnits(actionValue, values, setup.design)],
        begin(trial) {
          isPlastic = trial.plastic;
          underWay = -1;
        },
        score: (state, action) => values[index(state, action)],
        stateValue: ({ state, actions }) => Math.max(...actions.map((action) => values[index(state, action)])),
        take({ state, actions, taken }, discount) {
          if (isPlastic) {
            for (const action of actions) open[state * actionCount + action] = 1;
            if (underWay >= 0) arrive(state, discount);
          }
          underWay = index(state, actions[taken]);
        },
        predicted: () => values[underWay],
        learn(error) {
          if (leadsOn[underWay] !== 0) return;
          values[underWay] = values[underWay] + learningRate * error;
          workOut();
        },
      },
      setup,
    );
  },
});
