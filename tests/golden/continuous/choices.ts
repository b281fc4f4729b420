import type { Design } from '../../../src/contracts/design.ts';
import type { StepStage, Trial } from '../../../src/contracts/trial.ts';
import type { RandomStream } from '../../../src/core/random.ts';
import { zeros, type Signals } from './signals.ts';

/** Learned numbers: a value per state and action, a value per state, and other weights of actions. Rows are states, columns actions. */
interface Memory {
  readonly q: number[][];
  readonly v: number[];
  readonly h: number[][];
  readonly go: number[][];
  readonly noGo: number[][];
}

interface Place {
  readonly state: number;
  readonly open: readonly number[];
  readonly taken: number;
}

/**
 * One rule: its initial state, the value of a stage on arrival, the prediction after a choice, and what an error
 * changes.
 */
export interface ChoiceModel {
  readonly gamma: number;
  readonly initialQ: number;
  readonly initialV: number;
  readonly lambda: number;
  /** Whether an action that is not the best one ends earlier traces (Watkins). */
  readonly cuts: boolean;
  worth(memory: Memory, place: Place, probabilities: readonly number[]): number;
  expected(memory: Memory, place: Place): number;
  /** @param e eligibility of each state and action, @param eState of each state */
  learn(
    memory: Memory,
    error: number,
    e: readonly (readonly number[])[],
    eState: readonly number[],
    place: Place,
  ): void;
  scores(memory: Memory, place: Place): readonly number[];
}

const get = (table: readonly (readonly number[])[], { state, taken }: Place): number => table[state]?.[taken] as number;
const row = (table: readonly (readonly number[])[], { state, open }: Place): readonly number[] =>
  open.map((action) => table[state]?.[action] as number);

function addTo(table: number[][], by: number, e: readonly (readonly number[])[]): void {
  table.forEach((numbers, state) =>
    numbers.forEach((one, action) => (numbers[action] = one + by * (e[state]?.[action] as number))),
  );
}

interface ValueRule {
  readonly gamma: number;
  readonly alpha: number;
  readonly lambda: number;
  readonly initialQ: number;
}

const actionValues = (
  { gamma, alpha, lambda, initialQ }: ValueRule,
  cuts: boolean,
  worth: ChoiceModel['worth'],
): ChoiceModel => ({
  gamma,
  initialQ,
  initialV: 0,
  lambda,
  cuts,
  worth,
  expected: ({ q }, place) => get(q, place),
  learn: ({ q }, error, e) => addTo(q, alpha * error, e),
  scores: ({ q }, place) => row(q, place),
});

/** Watkins 1989: the best available action. */
export const qLearning = (rule: ValueRule): ChoiceModel =>
  actionValues(rule, true, ({ q }, place) => Math.max(...row(q, place)));
/** Rummery & Niranjan 1994: the chosen action. */
export const sarsa = (rule: ValueRule): ChoiceModel => actionValues(rule, false, ({ q }, place) => get(q, place));
/** Van Seijen et al. 2009: the mean over the policy. */
export const expectedSarsa = (rule: ValueRule): ChoiceModel =>
  actionValues(rule, false, ({ q }, place, probabilities) =>
    row(q, place).reduce((sum, one, i) => sum + one * (probabilities[i] as number), 0),
  );

/** Barto, Sutton & Anderson 1983: V += α_c δ e, H += α_a δ e. */
export const actorCritic = ({
  gamma,
  critic,
  actor,
  lambda,
}: {
  readonly gamma: number;
  readonly critic: number;
  readonly actor: number;
  readonly lambda: number;
}): ChoiceModel => ({
  gamma,
  initialQ: 0,
  initialV: 0,
  lambda,
  cuts: false,
  worth: ({ v }, { state }) => v[state] as number,
  expected: ({ v }, { state }) => v[state] as number,
  learn({ v, h }, error, e, eState) {
    v.forEach((one, state) => (v[state] = one + critic * error * (eState[state] as number)));
    addTo(h, actor * error, e);
  },
  scores: ({ h }, place) => row(h, place),
});

/** Collins & Frank 2014: V += α_c δ; G += α_G G δ, N -= α_N N δ, neither below 0; chosen by (1 + ρ) G - (1 - ρ) N. */
export const opal = ({
  gamma,
  critic,
  alphaG,
  alphaN,
  rho,
  initialV,
}: {
  readonly gamma: number;
  readonly critic: number;
  readonly alphaG: number;
  readonly alphaN: number;
  readonly rho: number;
  readonly initialV: number;
}): ChoiceModel => ({
  gamma,
  initialQ: 0,
  initialV,
  lambda: 0,
  cuts: false,
  worth: ({ v }, { state }) => v[state] as number,
  expected: ({ v }, { state }) => v[state] as number,
  learn({ v, go, noGo }, error, _e, _eState, place) {
    v[place.state] = (v[place.state] as number) + critic * error;
    (go[place.state] as number[])[place.taken] = Math.max(0, get(go, place) + alphaG * get(go, place) * error);
    (noGo[place.state] as number[])[place.taken] = Math.max(0, get(noGo, place) - alphaN * get(noGo, place) * error);
  },
  scores: ({ go, noGo }, place) =>
    row(go, place).map((one, i) => (1 + rho) * one - (1 - rho) * (row(noGo, place)[i] as number)),
});

/**
 * A session of choices, step by step. V is the pending prediction, in units of value at its choice. τ steps after that choice the error is
 * γ^τ V' - V at a stage of value V', Σ γ^(τ_i - 1) r_i - V at the last outcome. It is shown in units of value at its own time, divided by
 * γ^(τ - 1), and learned multiplied by that again. Value j steps after the choice is V / γ^j. Before the first stage V = 0, without traces.
 * Choices are by softmax of the scores.
 * @param drawsOf the agent's draws in a trial
 * @throws if the agent's choice differs
 */
export function choices(
  trials: readonly Trial[],
  design: Pick<Design, 'states' | 'actions'>,
  model: ChoiceModel,
  inverseTemperature: number,
  drawsOf: (trial: Trial) => RandomStream,
): Signals {
  const [states, actions] = [design.states?.length ?? 0, design.actions?.length ?? 0];
  const square = (fill: number): number[][] => Array.from({ length: states }, () => zeros(actions).map(() => fill));
  const fresh = (): Memory => ({
    q: square(model.initialQ),
    v: zeros(states).map(() => model.initialV),
    h: square(0),
    go: square(1),
    noGo: square(1),
  });
  const signals: Signals = { rpe: [], value: [] };
  let memory = fresh();
  for (const [n, trial] of trials.entries()) {
    if (n > 0 && trial.group !== trials[n - 1]?.group) memory = fresh();
    const draws = drawsOf(trial);
    let [e, eState] = [square(0), zeros(states)];
    let under: { readonly place: Place; readonly since: number; readonly held: number } | undefined;
    const { stages = [], choices: made = [] } = trial;
    const met = new Map(
      made.map(({ stage, option }) => [
        (stages[stage] as StepStage).step,
        { stage: stages[stage] as StepStage, option },
      ]),
    );
    const lastChoice = [...met.values()].at(-1);
    const outcomes = lastChoice?.stage.options[lastChoice.option]?.outcomes ?? [];
    const end = outcomes.at(-1)?.step;
    for (let step = -trial.zeroStep; step < trial.steps - trial.zeroStep; step++) {
      const choice = met.get(step);
      const scale = under === undefined ? 1 : model.gamma ** (step - under.since - 1);
      const predicted = under === undefined ? 0 : model.expected(memory, under.place);
      let error = 0;
      let place: Place | undefined;
      let passed = 1;
      if (choice !== undefined) {
        const open = choice.stage.options.map(({ action }) => action);
        place = { state: choice.stage.state, open, taken: open[choice.option] as number };
        const scores = model.scores(memory, place);
        const odds = scores.map((one) => Math.exp(inverseTemperature * (one - Math.max(...scores))));
        const sum = odds.reduce((total, one) => total + one, 0);
        const probabilities = odds.map((one) => one / sum);
        if (draws.weighted(probabilities) !== choice.option)
          throw new Error(`trial ${n + 1}: chose ${choice.option} by other odds than ${probabilities.join()}`);
        passed = under === undefined ? model.gamma : model.gamma ** (step - under.since);
        error = passed * model.worth(memory, place, probabilities) - predicted;
      } else if (under !== undefined && step === end) {
        const from = under.since;
        error =
          outcomes.reduce((sum, { step: at, magnitude }) => sum + model.gamma ** (at - from - 1) * magnitude, 0) -
          predicted;
      }
      signals.rpe.push(error / scale);
      if (under !== undefined && trial.plastic && error !== 0) model.learn(memory, error, e, eState, under.place);
      if (place !== undefined) {
        const at = place;
        const isBest = get(memory.q, at) === Math.max(...row(memory.q, at));
        const kept = model.cuts && !isBest ? 0 : passed * model.lambda;
        e = e.map((numbers, state) =>
          numbers.map((one, action) => (state === at.state && action === at.taken ? 1 : one * kept)),
        );
        eState = eState.map((one, state) => (state === at.state ? 1 : one * kept));
        under = { place: at, since: step, held: model.expected(memory, at) };
      } else if (step === end) under = undefined;
      signals.value.push(under === undefined ? 0 : under.held / model.gamma ** (step - under.since));
    }
  }
  return signals;
}
