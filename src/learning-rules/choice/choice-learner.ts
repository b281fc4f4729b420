import { InputError } from '../../core/errors.ts';
import { power } from '../../core/power.ts';
import type { RandomStream } from '../../core/random.ts';
import type { Learner, LearnerSetup, StepSignals } from '../../contracts/learning-rule.ts';
import type { TdTerms } from '../../contracts/td-terms.ts';
import { choice } from '../../contracts/parameters.ts';
import type { ActionProbabilities } from '../../contracts/policy.ts';
import {
  firstStage,
  rpeIntervention,
  type StepChoice,
  type StepOption,
  type StepOutcome,
  type StepStage,
  type Trial,
} from '../../contracts/trial.ts';
import { holdUnits, type HeldUnits } from '../../contracts/units.ts';

/** What every rule for choices has in common. */
export const choiceParameters = {
  delays: choice({
    options: ['discounted', 'ignored'],
    default: 'discounted',
    help: 'Whether the delay between a choice and its consequences is discounted, as in semi-Markov decision processes (Bradtke & Duff 1995), or ignored (γ = 1 within a trial), as in most models of choice (Daw et al. 2011)',
  }),
};

/** A stage that the subject has reached, and how the rule represents it. */
export interface Visit {
  /** Index into the design's states. */
  readonly state: number;
  /** Available actions, as indices into the design's. */
  readonly actions: readonly number[];
  /** Index into `actions` of the chosen one. */
  readonly taken: number;
  /** Probability of each available action, from the policy. */
  readonly probabilities: readonly number[];
}

/**
 * The part that differs between rules for choices. A prediction is pending from a stage until the outcomes of the
 * choice made there have ended.
 */
export interface ChoiceRule {
  /** For messages. */
  readonly id: string;
  /** If delays are ignored, γ is 1. */
  readonly delays: 'discounted' | 'ignored';
  /** One number per feature (contracts/choice-features.ts). */
  readonly weights: Float64Array;
  /** Further memory from trial to trial. */
  readonly memory?: readonly Float64Array[];
  /** The units' values at each step, when the step is observed, before learning from it. */
  readonly units?: readonly HeldUnits[];
  /** Start of a trial: nothing is eligible or pending. */
  begin(trial: Trial): void;
  /** Called when a stage is observed, before its values are computed. */
  see?(state: number, random: RandomStream): void;
  /** The scores that the policy uses. */
  score(state: number, action: number): number;
  /** The value of the stage in the error of the transition into it. */
  stateValue(visit: Visit): number;
  /** The chosen action becomes pending and eligible; earlier traces decay by `discount` (γ^τ) times λ. */
  take(visit: Visit, discount: number): void;
  /** The pending prediction: the next error is relative to it. */
  predicted(): number;
  /** Learns from an error of the pending prediction. */
  learn(error: number): void;
}

/**
 * A learner for experiments with choices. V, the pending prediction, is learned at every stage and every end, τ steps
 * after the stage before it, from the error of semi-Markov decisions (Bradtke & Duff 1995, NIPS 7:393), in value units
 * at the time of the choice:
 *   at a stage    γ^τ V(s') - V,  V(s') being the rule's `worth` of the stage; before the first stage V = 0 and τ = 1
 *   at the end    Σ_i γ^(τ_i - 1) r_i - V, at the last outcome of what was chosen
 * so that in the long run V is the discounted return of the agents that learn once a step. Displayed signals are in
 * value units at the current time, as for those agents: value j steps after the choice is V / γ^j, and δ is the error
 * above over γ^(τ - 1), so that an unexpected reward r evokes r at any delay. With γ = 1 (`delays` ignored) both are
 * the same, δ = r - V (Daw et al. 2011, Neuron 69:1204). The interval between trials has no value, as for all agents
 * whose features begin with the cue. If a choice leads to no outcome and no stage, no error follows. An error δ that an
 * intervention adds j steps after the choice teaches V by γ^(j - 1) δ.
 *
 * Recorded choices (`Trial.forced`) are taken instead of those of the policy, whose probabilities are noted and whose
 * draws are made all the same. Where nothing was chosen, no state is visited and nothing learned; a reward that comes
 * nevertheless is unexpected.
 */
export function choiceLearner(rule: ChoiceRule, { terms, choose }: Pick<LearnerSetup, 'terms' | 'choose'>): Learner {
  if (terms.rewardRateLearning !== 0) {
    throw new InputError(
      'it learns once per choice and has no reward per step',
      `learning rule ${rule.id}`,
      "use the objective 'discounted-return'",
    );
  }
  if (choose === undefined) throw new Error(`learning rule ${rule.id} chooses, and has no policy`);
  const remembered = [rule.weights, ...(rule.memory ?? [])];
  return {
    weights: rule.weights,
    ...(rule.units === undefined ? {} : { units: rule.units }),
    learnTrial: (trial, _, signals, draws) =>
      runTrial(rule, terms, choose, trial, signals, draws.at(signals.offset + trial.zeroStep)),
    state: () => Float64Array.from(remembered.flatMap((numbers) => [...numbers])),
    restore(state) {
      let from = 0;
      for (const numbers of remembered) {
        for (let i = 0; i < numbers.length; i++) numbers[i] = state[from + i];
        from += numbers.length;
      }
    },
  };
}

function runTrial(
  rule: ChoiceRule,
  terms: TdTerms,
  choose: ActionProbabilities,
  trial: Trial,
  signals: StepSignals,
  random: RandomStream,
): readonly StepChoice[] {
  const { stages = [], forced } = trial;
  const discount = rule.delays === 'ignored' ? 1 : (trial.overrides?.discount ?? terms.discount);
  const choices: StepChoice[] = [];
  const course = new Course(rule, trial, signals, discount);
  rule.begin(trial);
  let before = (stages[0]?.step ?? 0) - 1;
  for (let index = firstStage(trial); index !== undefined;) {
    const stage: StepStage = stages[index];
    course.waitUntil(stage.step);
    const visit = visitOf(rule, stage, choose, random, forced?.[choices.length]?.option);
    const passed = power(discount, stage.step - before);
    const stateValue = rule.stateValue(visit);
    course.arrive(passed * stateValue, discount * stateValue);
    rule.take(visit, passed);
    course.predict();
    choices.push({ stage: index, option: visit.taken, probabilities: visit.probabilities });
    const option: StepStage['options'][number] = stage.options[visit.taken];
    const last = option.next === undefined ? option.outcomes.at(-1) : undefined;
    if (last !== undefined) {
      course.waitUntil(last.step);
      course.arrive(broughtBy(option, stage.step, discount, terms), stateValueOf(last, terms));
      course.end();
    }
    before = stage.step;
    index = option.next;
  }
  if (choices.length === 0) for (const [step, value] of valueByStep(trial, terms)) course.surprise(step, value);
  course.waitUntil(trial.steps - trial.zeroStep);
  return choices;
}

function visitOf(
  rule: ChoiceRule,
  { state, options }: StepStage,
  choose: ActionProbabilities,
  random: RandomStream,
  forced: number | undefined,
): Visit {
  rule.see?.(state, random);
  const actions = options.map(({ action }) => action);
  const probabilities = choose(actions.map((action) => rule.score(state, action)));
  // Drawn in any case: later draws of the trial are the same whether a choice is forced or happens to be made.
  const own = random.weighted(probabilities);
  return { state, actions, taken: forced ?? own, probabilities };
}

const stateValueOf = ({ magnitude }: StepOutcome, { utility }: TdTerms): number => utility?.(magnitude) ?? magnitude;

/** The value of a trial's own outcomes, by their step, in order. */
function valueByStep({ outcomes }: Trial, terms: TdTerms): ReadonlyMap<number, number> {
  const byStep = new Map<number, number>();
  for (const one of outcomes) byStep.set(one.step, (byStep.get(one.step) ?? 0) + stateValueOf(one, terms));
  return byStep;
}

/** Σ_i γ^(τ_i - 1) u(r_i) */
const broughtBy = ({ outcomes }: StepOption, from: number, discount: number, terms: TdTerms): number =>
  outcomes.reduce((sum, outcome) => sum + power(discount, outcome.step - from - 1) * stateValueOf(outcome, terms), 0);

/**
 * Converts an error to value units at the current time.
 * @param rawError the error in value units at the time of the choice
 * @param passed the discount factor since the choice, γ^(τ - 1); with γ = 0 the choice predicts nothing here
 * @param alone current value of the outcomes in this step
 */
export const atItsTime = (rawError: number, passed: number, alone: number): number =>
  passed === 0 ? alone : rawError / passed;

/** Writes the signals of a trial step by step from each event to the next. */
class Course {
  private readonly rule: ChoiceRule;
  private readonly trial: Trial;
  private readonly signals: StepSignals;
  private readonly discount: number;
  private readonly intervention: ReturnType<typeof rpeIntervention>;
  /** The trial's step up to which the signals are written. */
  private now = 1;
  /** Value at the last written step. */
  private held = 0;
  /** Step of the pending choice; undefined if there is none. */
  private chosenAt: number | undefined;

  constructor(rule: ChoiceRule, trial: Trial, signals: StepSignals, discount: number) {
    this.rule = rule;
    this.trial = trial;
    this.signals = signals;
    this.discount = discount;
    this.intervention = rpeIntervention(trial);
    this.showUnits(0);
  }

  /** Nothing happens before this step, counted from time zero, except interventions. */
  waitUntil(step: number): void {
    const until = this.trial.zeroStep + step;
    const { rpe, value, offset } = this.signals;
    for (; this.now < until; this.now++) {
      if (this.discount > 0) this.held /= this.discount;
      value[offset + this.now] = this.held;
      this.showUnits(this.now);
      if (this.intervention === undefined) continue;
      const added = this.intervention(this.now, 0);
      rpe[offset + this.now] = added;
      this.learn(this.passed() * added);
    }
  }

  /**
   * Handles an event at the awaited step; the next wait begins with the step after it.
   * @param brought value, at the time of the choice, of all its outcomes so far
   * @param alone current value of the outcomes in this step
   */
  arrive(brought: number, alone: number): void {
    this.showUnits(this.now);
    const passed = this.passed();
    const rawError = brought - (this.chosenAt === undefined ? 0 : this.rule.predicted());
    const shown = atItsTime(rawError, passed, alone);
    const changed = this.intervention?.(this.now, shown) ?? shown;
    this.signals.rpe[this.signals.offset + this.now] = changed;
    this.learn(changed === shown ? rawError : passed * changed);
  }

  predict(): void {
    this.held = this.rule.predicted();
    this.chosenAt = this.now;
    this.pass();
  }

  /** An outcome that nothing predicts. */
  surprise(step: number, value: number): void {
    this.waitUntil(step);
    this.arrive(value, value);
    this.pass();
  }

  end(): void {
    this.held = 0;
    this.chosenAt = undefined;
    this.pass();
  }

  private pass(): void {
    const { value, offset } = this.signals;
    value[offset + this.now] = this.held;
    this.now += 1;
  }

  /** γ^(τ - 1), τ steps after the pending choice; 1 if there is none. */
  private passed(): number {
    return this.chosenAt === undefined ? 1 : power(this.discount, this.now - this.chosenAt - 1);
  }

  private showUnits(step: number): void {
    const { units, offset } = this.signals;
    if (units !== undefined && this.rule.units !== undefined)
      holdUnits(this.rule.units, units, offset + step, offset + step + 1);
  }

  private learn(error: number): void {
    if (this.chosenAt !== undefined && this.trial.plastic && error !== 0) this.rule.learn(error);
  }
}
