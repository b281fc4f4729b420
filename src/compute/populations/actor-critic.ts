import * as tf from '@tensorflow/tfjs-core';
import type {
  ChoicePopulation,
  ChoicePopulationSetup,
  ChoicePopulationStage,
  ChoicePopulationTrial,
  StageSignals,
} from '../../contracts/choice-population.ts';
import { rowsOf } from './rows.ts';

/** Learned weights, and eligibility within a trial; features x subjects. */
interface State {
  readonly values: tf.Tensor2D;
  readonly preferences: tf.Tensor2D;
  readonly stateTraces: tf.Tensor2D;
  readonly pairTraces: tf.Tensor2D;
  /** 1 for the state whose prediction is pending. */
  readonly underWay: tf.Tensor2D;
}

/** 1 x subjects each. */
interface Rates {
  readonly critic: tf.Tensor2D;
  readonly actor: tf.Tensor2D;
  readonly discount: tf.Tensor2D;
  readonly traceDecay: tf.Tensor2D;
  readonly inverseTemperature: tf.Tensor2D;
}

/**
 * learning-rules/actor-critic.ts with a softmax, for all subjects at once; a factor of 0 leaves subjects that did not
 * reach a stage unchanged.
 */
export function createActorCritics(setup: ChoicePopulationSetup, use: () => void): ChoicePopulation {
  const { subjects, states, pairs } = setup;
  const row = (numbers: Float32Array): tf.Tensor2D => tf.tensor2d(numbers, [1, subjects]);
  const own: Rates = {
    critic: row(setup.criticRate),
    actor: row(setup.actorRate),
    discount: row(setup.discount),
    traceDecay: row(setup.traceDecay),
    inverseTemperature: row(setup.inverseTemperature),
  };
  const zeros = (count: number): tf.Tensor2D => tf.zeros([count, subjects]);
  let values = zeros(states);
  let preferences = zeros(pairs);
  let sizes = zeros(1);

  function noteSize(): void {
    const sum = tf.tidy(() =>
      tf.addN([sizes, tf.sum<tf.Tensor2D>(tf.abs(values), 0, true), tf.sum<tf.Tensor2D>(tf.abs(preferences), 0, true)]),
    );
    sizes.dispose();
    sizes = sum;
  }

  function replace(newValues: tf.Tensor2D, newPreferences: tf.Tensor2D): void {
    tf.dispose([values, preferences]);
    [values, preferences] = [newValues, newPreferences];
  }

  function runTrial(trial: ChoicePopulationTrial): {
    readonly signals: tf.Tensor2D;
    readonly values: tf.Tensor2D;
    readonly preferences: tf.Tensor2D;
  } {
    const filled = (number: number): tf.Tensor2D => row(new Float32Array(subjects).fill(number));
    const rates = {
      ...own,
      ...(trial.discount === undefined ? {} : { discount: filled(trial.discount) }),
      ...(trial.traceDecay === undefined ? {} : { traceDecay: filled(trial.traceDecay) }),
    };
    const come = trial.stages.map((_, i): tf.Tensor2D => (i === 0 ? tf.ones([1, subjects]) : zeros(1)));
    let state: State = {
      values,
      preferences,
      stateTraces: zeros(states),
      pairTraces: zeros(pairs),
      underWay: zeros(states),
    };
    const signals: tf.Tensor2D[] = [];
    trial.stages.forEach((stage, index) => {
      const completed = runStage(stage, come[index], state, rates, trial.plastic);
      state = completed.state;
      signals.push(...completed.signals);
      stage.options.forEach(({ next }, option) => {
        if (next !== undefined) come[next] = tf.add(come[next], completed.chosen[option]);
      });
    });
    return {
      signals: tf.concat2d(signals, 0),
      values: tf.clone(state.values),
      preferences: tf.clone(state.preferences),
    };
  }

  return {
    async runTrial(trial) {
      use();
      if (trial.isNaive) {
        noteSize();
        replace(zeros(states), zeros(pairs));
      }
      if (trial.stages.length === 0) return [];
      const { signals, ...after } = tf.tidy(() => runTrial(trial));
      replace(after.values, after.preferences);
      const numbers = await signals.data<'float32'>();
      signals.dispose();
      const rowAt = (index: number): Float32Array => numbers.subarray(index * subjects, (index + 1) * subjects);
      let row = 0;
      return trial.stages.map(({ options }): StageSignals => ({
        option: rowAt(row++),
        error: rowAt(row++),
        endError: rowAt(row++),
        value: rowAt(row++),
        probabilities: options.map(() => rowAt(row++)),
      }));
    },
    weights: () => preferences.data<'float32'>(),
    size() {
      noteSize();
      return sizes.data<'float32'>();
    },
    dispose: () => tf.dispose([Object.values(own), values, preferences, sizes]),
  };
}

interface StageResult {
  readonly state: State;
  /** Option, error, error at the end, value, probability of each option: 1 x subjects each. */
  readonly signals: readonly tf.Tensor2D[];
  /** 1 for subjects that reached the stage and chose the option, one per option. */
  readonly chosen: readonly tf.Tensor2D[];
}

/** @param come 1 for subjects that reach the stage, 0 for others */
function runStage(
  stage: ChoicePopulationStage,
  come: tf.Tensor2D,
  before: State,
  rates: Rates,
  plastic: boolean,
): StageResult {
  const odds = oddsOf(stage, before.preferences, rates.inverseTemperature);
  const total = tf.sum<tf.Tensor2D>(odds, 0, true);
  const chosen = choose(stage, odds, total).map((one) => tf.mul<tf.Tensor2D>(come, one));
  const passed = tf.pow<tf.Tensor2D>(rates.discount, stage.sinceLast);
  const error = tf.sub<tf.Tensor2D>(
    tf.mul(passed, rowsOf(before.values, stage.state, stage.state + 1)),
    predicted(before),
  );
  const learned = plastic ? learn(before, tf.mul(come, error), rates) : before;
  const taken = take(stage, learned, { come, chosen, faded: tf.mul(passed, rates.traceDecay) });
  const value = predicted(taken);
  const endings = stage.options.flatMap(({ next, outcomes }, i) =>
    next === undefined && outcomes.length > 0 ? [{ outcomes, took: chosen[i] }] : [],
  );
  const endError = endings.reduce<tf.Tensor2D>(
    (sum, { outcomes, took }) => tf.add(sum, tf.mul(took, tf.sub(brought(outcomes, rates.discount), value))),
    tf.zerosLike(value),
  );
  const option = chosen.reduce<tf.Tensor2D>(
    (sum, one, i) => tf.add(sum, tf.mul<tf.Tensor2D>(one, i + 1)),
    tf.mul<tf.Tensor2D>(tf.onesLike(come), -1),
  );
  return {
    state: plastic && endings.length > 0 ? learn(taken, endError, rates) : taken,
    signals: [
      option,
      error,
      endError,
      value,
      ...stage.options.map((_, i) => tf.div<tf.Tensor2D>(rowsOf(odds, i, i + 1), total)),
    ],
    chosen,
  };
}

/** V of the pending state; 0 if there is none. */
const predicted = ({ values, underWay }: State): tf.Tensor2D => tf.sum(tf.mul(values, underWay), 0, true);

/** Σ γ^(after - 1) r. */
const brought = (outcomes: ChoicePopulationStage['options'][number]['outcomes'], discount: tf.Tensor2D): tf.Tensor2D =>
  outcomes.reduce<tf.Tensor2D>(
    (sum, { after, magnitude }) => tf.add(sum, tf.mul<tf.Tensor2D>(tf.pow(discount, after - 1), magnitude)),
    tf.zerosLike(discount),
  );

/** In proportion to the probabilities of the options; options x subjects. */
function oddsOf(
  { options }: ChoicePopulationStage,
  preferences: tf.Tensor2D,
  inverseTemperature: tf.Tensor2D,
): tf.Tensor2D {
  const scores = tf.concat2d(
    options.map(({ pair }) => rowsOf(preferences, pair, pair + 1)),
    0,
  );
  return tf.exp<tf.Tensor2D>(tf.mul(inverseTemperature, tf.sub(scores, tf.max<tf.Tensor2D>(scores, 0, true))));
}

/** For each option, 1 for the subjects that choose it: all if it is forced, else those whose draw falls into its interval. */
function choose(
  { options, draw, forced }: ChoicePopulationStage,
  odds: tf.Tensor2D,
  total: tf.Tensor2D,
): readonly tf.Tensor2D[] {
  if (forced !== undefined) return options.map((_, i) => (i === forced ? tf.onesLike(total) : tf.zerosLike(total)));
  const mark = tf.mul<tf.Tensor2D>(total, draw);
  const chosen: tf.Tensor2D[] = [];
  let reached = tf.zerosLike(mark);
  // 1 for subjects that have not chosen yet.
  let left = tf.onesLike(mark);
  for (let i = 0; i < options.length - 1; i++) {
    reached = tf.add(reached, rowsOf(odds, i, i + 1));
    const takes = tf.mul<tf.Tensor2D>(left, tf.cast<tf.Tensor2D>(tf.less(mark, reached), 'float32'));
    chosen.push(takes);
    left = tf.sub(left, takes);
  }
  return [...chosen, left];
}

function learn(state: State, error: tf.Tensor2D, { critic, actor }: Rates): State {
  return {
    ...state,
    values: tf.add(state.values, tf.mul(tf.mul<tf.Tensor2D>(critic, error), state.stateTraces)),
    preferences: tf.add(state.preferences, tf.mul(tf.mul<tf.Tensor2D>(actor, error), state.pairTraces)),
  };
}

interface Taking {
  readonly come: tf.Tensor2D;
  readonly chosen: readonly tf.Tensor2D[];
  /** γ^τ λ. */
  readonly faded: tf.Tensor2D;
}

/** Earlier eligibility decays, and the chosen pair is set to 1: replacing traces. */
function take({ state, options }: ChoicePopulationStage, before: State, { come, chosen, faded }: Taking): State {
  const stay = tf.sub<tf.Tensor2D>(1, come);
  const factor = tf.add<tf.Tensor2D>(stay, tf.mul(come, faded));
  const here = tf.mul<tf.Tensor2D>(only(state, before.values.shape[0]), come);
  const pairsHere = options.map(({ pair }, i) =>
    tf.mul<tf.Tensor2D>(only(pair, before.preferences.shape[0]), chosen[i]),
  );
  const pairs = tf.addN(pairsHere);
  const replaced = (traces: tf.Tensor2D, fresh: tf.Tensor2D): tf.Tensor2D =>
    tf.add(fresh, tf.mul(tf.sub(1, fresh), tf.mul<tf.Tensor2D>(traces, factor)));
  return {
    ...before,
    stateTraces: replaced(before.stateTraces, here),
    pairTraces: replaced(before.pairTraces, pairs),
    underWay: tf.add(here, tf.mul(before.underWay, stay)),
  };
}

/** A column with a single 1. */
const only = (place: number, count: number): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: count }, (_, i) => Number(i === place)),
    [count, 1],
  );
