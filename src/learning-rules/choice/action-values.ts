import type { Learner, LearnerSetup } from '../../contracts/learning-rule.ts';
import { choiceFeaturesOf } from '../../contracts/choice-features.ts';
import { real } from '../../contracts/parameters.ts';
import { evenly, searchedRates } from '../../contracts/searched.ts';
import { choiceLearner, choiceParameters, type ChoiceRule, type Visit } from './choice-learner.ts';
import { actionValue, pairUnits } from './choice-units.ts';
import { PairTraces } from '../step/pair-traces.ts';

export const actionValueParameters = {
  ...choiceParameters,
  learningRate: real({
    default: 0.1,
    min: 0,
    max: 1,
    symbol: 'α',
    unit: 'per choice',
    searched: searchedRates,
    help: 'Share of the error that is corrected at each choice and at its outcome',
  }),
  traceDecay: real({
    default: 0,
    min: 0,
    max: 1,
    symbol: 'λ',
    unit: 'per choice',
    help: 'Trace decay over the choices of a trial: 0 updates only the last choice, 1 all of them equally',
  }),
  initialValue: real({
    default: 0,
    min: -10,
    max: 10,
    unit: 'reward units',
    symbol: 'Q₀',
    searched: evenly(-1, 2),
    help: 'Initial value of every action in every state',
  }),
};

export interface ActionValueRule {
  readonly id: string;
  readonly delays: ChoiceRule['delays'];
  readonly learningRate: number;
  readonly traceDecay: number;
  readonly initialValue: number;
  /** The value of a stage, from the values of its available actions. */
  stateValue(values: readonly number[], visit: Visit): number;
  /** Whether a non-greedy action clears the earlier traces. */
  readonly cutsTraces: boolean;
}

/**
 * Q(s, a) <- Q(s, a) + α δ e(s, a), with replacing traces e: 1 for the current pair, decayed by γ^τ λ at each further
 * stage.
 */
export function actionValueLearner(
  { id, delays, learningRate, traceDecay, initialValue, stateValue, cutsTraces }: ActionValueRule,
  setup: LearnerSetup,
): Learner {
  const values = new Float64Array(setup.size).fill(initialValue);
  const { index } = choiceFeaturesOf(setup.design);
  const traces = new PairTraces();
  let decay = traceDecay;
  let underWay = 0;
  const valuesOf = ({ state, actions }: Visit): readonly number[] =>
    actions.map((action) => values[index(state, action)]);
  return choiceLearner(
    {
      id,
      delays,
      weights: values,
      units: [pairUnits(actionValue, values, setup.design)],
      begin(trial) {
        decay = trial.overrides?.traceDecay ?? traceDecay;
        traces.clear();
      },
      score: (state, action) => values[index(state, action)],
      stateValue: (visit) => stateValue(valuesOf(visit), visit),
      take(visit, discount) {
        const open = valuesOf(visit);
        if (cutsTraces && open[visit.taken] < Math.max(...open)) traces.clear();
        underWay = index(visit.state, visit.actions[visit.taken]);
        traces.visit(underWay, discount * decay);
      },
      predicted: () => values[underWay],
      learn: (error) => traces.addTo(values, learningRate * error),
    },
    setup,
  );
}
