import { rpeIntervention, type StepStage, type Trial } from '../../src/contracts/trial.ts';
import type { GridDesign } from '../../src/contracts/design.ts';
import type { TdTerms } from '../../src/contracts/td-terms.ts';
import type { TrialResult } from '../envs/choices.ts';

/** Numbers by name, 0 (or the value of `start`) if there is none. */
export class Table {
  private readonly numbers = new Map<string, number>();
  private readonly start: number;
  constructor(start = 0) {
    this.start = start;
  }
  get(name: string): number {
    return this.numbers.get(name) ?? this.start;
  }
  set(name: string, number: number): void {
    this.numbers.set(name, number);
  }
  add(name: string, number: number): void {
    this.set(name, this.get(name) + number);
  }
  names(): readonly string[] {
    return [...this.numbers.keys()];
  }
  clear(): void {
    this.numbers.clear();
  }
}

/** The available actions of a stage, by name, and the chosen one. */
interface Look {
  readonly state: string;
  readonly open: readonly string[];
  readonly taken: string;
  readonly probabilities: readonly number[];
}

/** One rule as a slow reference, with names instead of indices. */
export interface SlowRule {
  begin(trial: Trial): void;
  scores(state: string, open: readonly string[], trial: Trial): readonly number[];
  stateValue(look: Look): number;
  predicted(): number;
  take(look: Look, discount: number): void;
  learn(error: number): void;
}

/** Action a in state s, or the chosen object. */
export const pairName = (design: GridDesign, state: string, action: string): string =>
  design.actions?.find(({ id }) => id === action)?.isThing === true ? action : `${state}/${action}`;

export interface SlowTrial {
  readonly rpe: readonly number[];
  readonly value: readonly number[];
  readonly scores: readonly (readonly number[])[];
}

/**
 * The signals of a rule in a trial with these choices, step by step. All errors are in value units at the time of the
 * pending choice; `scale` converts current units to those.
 */
export function slowTrial(
  rule: SlowRule,
  design: GridDesign,
  { trial, choices }: TrialResult,
  { discount: own, utility = (r: number) => r }: TdTerms,
  choose: (scores: readonly number[]) => readonly number[],
): SlowTrial {
  const gamma = trial.overrides?.discount ?? own;
  const effect = rpeIntervention(trial) ?? ((_: number, error: number): number => error);
  const stages = choices.map(({ stage }) => trial.stages?.[stage] as StepStage);
  const lastStage = stages.at(-1) as StepStage;
  const outcomes = lastStage.options[choices.at(-1)?.option as number]?.outcomes ?? [];
  const endStep = Math.max(...outcomes.map(({ step }) => step));
  const scores: (readonly number[])[] = [];
  const rpe: number[] = [];
  const value: number[] = [];
  let underWay = false;
  let held = 0;
  let chosenAt = 0;
  rule.begin(trial);
  for (let step = 0; step < trial.steps; step++) {
    const t = step - trial.zeroStep;
    const met = stages.findIndex((one) => one.step === t);
    let rawError = 0;
    const scale = underWay ? gamma ** (t - chosenAt - 1) : 1;
    let look: Look | undefined;
    let passed = 1;
    if (met >= 0) {
      const stage = stages[met] as StepStage;
      const state = design.states?.[stage.state]?.id as string;
      const open = stage.options.map(({ action }) => design.actions?.[action]?.id as string);
      const scored = rule.scores(state, open, trial);
      scores.push(scored);
      look = { state, open, taken: open[choices[met]?.option as number] as string, probabilities: choose(scored) };
      passed = met === 0 ? gamma : gamma ** (t - (stages[met - 1] as StepStage).step);
      rawError = passed * rule.stateValue(look) - (underWay ? rule.predicted() : 0);
    } else if (underWay && t === endStep) {
      rawError =
        outcomes.reduce(
          (sum, { step: at, magnitude }) => sum + gamma ** (at - lastStage.step - 1) * utility(magnitude),
          0,
        ) - rule.predicted();
    }
    const shown = step === 0 ? 0 : effect(step, rawError / scale);
    rpe.push(shown);
    if (underWay && trial.plastic) rule.learn(shown * scale);
    if (look !== undefined) {
      rule.take(look, passed);
      underWay = true;
      chosenAt = t;
      held = rule.predicted();
    } else if (t === endStep) {
      underWay = false;
    }
    value.push(underWay ? held / gamma ** (t - chosenAt) : 0);
  }
  return { rpe, value, scores };
}
