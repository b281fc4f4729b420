import { InputError } from '../../core/errors.ts';
import { power } from '../../core/power.ts';
import type { RandomStream } from '../../core/random.ts';
import type { Learner, LearnerSetup, StepSignals } from '../../contracts/learning-rule.ts';
import type { TdTerms } from '../../contracts/objective.ts';
import type { Choose } from '../../contracts/policy.ts';
import { rpeEffect, type StepChoice, type StepOption, type StepStage, type Trial } from '../../contracts/trial.ts';

/** A stage that the animal is at, and what it makes of it. */
export interface Visit {
  /** Index into the design's states. */
  readonly state: number;
  /** Actions that are open, as indices into the design's. */
  readonly actions: readonly number[];
  /** Index into `actions` of the one that is taken. */
  readonly taken: number;
  /** Of each open action, from the policy. */
  readonly probabilities: readonly number[];
}

/** What tells one rule for choices from another. A prediction is under way from a stage until what was chosen there has brought its end. */
export interface ChoiceRule {
  /** For messages. */
  readonly id: string;
  /** One number for each feature (contracts/choice-features.ts). */
  readonly weights: Float64Array;
  /** What else is remembered from trial to trial. */
  readonly memory?: readonly Float64Array[];
  /** A trial begins: nothing is eligible, nothing under way. */
  begin(trial: Trial): void;
  /** A stage is seen, before anything is made of it. */
  see?(state: number, random: RandomStream): void;
  /** What the policy chooses by. */
  score(state: number, action: number): number;
  /** What the stage is worth to the error of the transition that leads to it. */
  worth(visit: Visit): number;
  /** The taken action is under way and eligible; what was eligible before is so by the factor `discount` (γ^τ) times λ. */
  take(visit: Visit, discount: number): void;
  /** The prediction under way: what the next error is measured against. */
  predicted(): number;
  /** Learns from an error of the prediction under way. */
  learn(error: number): void;
}

/**
 * A learner for worlds with choices, with one error at every stage and every end, τ steps after the stage before it:
 *   at a stage    δ = γ^τ V(s') - V,  V(s') being the rule's `worth` of it; before the first stage V = 0 and τ = 1
 *   at the end    δ = Σ_i γ^(τ_i - 1) r_i - V, at the last outcome of what was chosen
 * so that in the long run V is the discounted return of the agents that learn once a step. The interval between trials has no value, as for
 * all agents whose features begin with the cue. Where a choice brings nothing at all, no outcome and no stage, no error follows. Value is
 * the prediction under way. An error that is added from outside teaches the prediction under way, at each step.
 */
export function choiceLearner(rule: ChoiceRule, { terms, choose }: Pick<LearnerSetup, 'terms' | 'choose'>): Learner {
  if (terms.rewardRateLearning !== 0) {
    throw new InputError('it learns once a choice and has no reward per step', `learning rule ${rule.id}`, "use the objective 'discounted-return'");
  }
  if (choose === undefined) throw new Error(`learning rule ${rule.id} chooses, and has no policy`);
  const remembered = [rule.weights, ...(rule.memory ?? [])];
  return {
    weights: rule.weights,
    learnTrial: (trial, _, signals, random) => liveThrough(rule, terms, choose, trial, signals, random()),
    state: () => Float64Array.from(remembered.flatMap((numbers) => [...numbers])),
    restore(state) {
      let from = 0;
      for (const numbers of remembered) {
        for (let i = 0; i < numbers.length; i++) numbers[i] = state[from + i] as number;
        from += numbers.length;
      }
    },
  };
}

function liveThrough(rule: ChoiceRule, terms: TdTerms, choose: Choose, trial: Trial, signals: StepSignals, random: RandomStream): readonly StepChoice[] {
  const { stages = [] } = trial;
  const discount = trial.overrides?.discount ?? terms.discount;
  const choices: StepChoice[] = [];
  const course = new Course(rule, trial, signals);
  rule.begin(trial);
  let before = (stages[0]?.step ?? 0) - 1;
  for (let index: number | undefined = 0; index !== undefined; ) {
    const stage = stages[index] as StepStage;
    course.waitUntil(stage.step);
    const visit = visitOf(rule, stage, choose, random);
    const passed = power(discount, stage.step - before);
    course.error(passed * rule.worth(visit) - (choices.length === 0 ? 0 : rule.predicted()));
    rule.take(visit, passed);
    course.predict();
    choices.push({ stage: index, option: visit.taken });
    const option = stage.options[visit.taken] as StepOption;
    const last = option.next === undefined ? option.outcomes.at(-1) : undefined;
    if (last !== undefined) {
      course.waitUntil(last.step);
      course.error(broughtBy(option, stage.step, discount, terms) - rule.predicted());
      course.end();
    }
    before = stage.step;
    index = option.next;
  }
  course.waitUntil(trial.steps - trial.zeroStep);
  return choices;
}

function visitOf(rule: ChoiceRule, { state, options }: StepStage, choose: Choose, random: RandomStream): Visit {
  rule.see?.(state, random);
  const actions = options.map(({ action }) => action);
  const probabilities = choose(actions.map((action) => rule.score(state, action)));
  return { state, actions, taken: random.weighted(probabilities), probabilities };
}

/** Σ_i γ^(τ_i - 1) u(r_i) */
const broughtBy = ({ outcomes }: StepOption, from: number, discount: number, { utility }: TdTerms): number =>
  outcomes.reduce((sum, { step, magnitude }) => sum + power(discount, step - from - 1) * (utility?.(magnitude) ?? magnitude), 0);

/** The signals of a trial as they are written, step by step from the last event to the next. */
class Course {
  private readonly rule: ChoiceRule;
  private readonly trial: Trial;
  private readonly signals: StepSignals;
  private readonly effect: ReturnType<typeof rpeEffect>;
  /** The trial's step up to which, without it, the signals are written. */
  private now = 1;
  private held = 0;
  private isUnderWay = false;

  constructor(rule: ChoiceRule, trial: Trial, signals: StepSignals) {
    this.rule = rule;
    this.trial = trial;
    this.signals = signals;
    const { rpe, value, offset } = signals;
    rpe.fill(0, offset, offset + trial.steps);
    value.fill(0, offset, offset + trial.steps);
    this.effect = rpeEffect(trial);
  }

  /** Nothing happens before this step, counted from time zero, but for what is done from outside. */
  waitUntil(step: number): void {
    const until = this.trial.zeroStep + step;
    const { value, offset } = this.signals;
    value.fill(this.held, offset + this.now, offset + until);
    for (; this.effect !== undefined && this.now < until; this.now++) this.show(this.effect(this.now, 0));
    this.now = until;
  }

  /** An event at the step that was waited for; it is over then, and the next wait begins with the step after it. */
  error(felt: number): void {
    this.show(this.effect?.(this.now, felt) ?? felt);
  }

  predict(): void {
    this.held = this.rule.predicted();
    this.isUnderWay = true;
    this.pass();
  }

  end(): void {
    this.held = 0;
    this.isUnderWay = false;
    this.pass();
  }

  private pass(): void {
    const { value, offset } = this.signals;
    value[offset + this.now] = this.held;
    this.now += 1;
  }

  private show(error: number): void {
    this.signals.rpe[this.signals.offset + this.now] = error;
    if (this.isUnderWay && this.trial.plastic && error !== 0) this.rule.learn(error);
  }
}
