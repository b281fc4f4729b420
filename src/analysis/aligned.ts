import type { GridDesign } from '../contracts/design.ts';
import type { Condition } from '../contracts/paradigm.ts';
import { firstCueStep, secondsOf, type Trial } from '../contracts/trial.ts';

/** A condition's trials and window in steps. */
export interface Aligned {
  readonly condition: Condition;
  /**
   * The trials that match by what is known before the run, in order. If there are choices, some of them may turn out
   * not to match: see fitsAsLived.
   */
  readonly trials: readonly Trial[];
  /** Steps of the window, from the aligned event; both ends included. */
  readonly from: number;
  readonly to: number;
  /** Seconds from the aligned event, one per step. */
  readonly t: readonly number[];
}

/** Finds a condition's trials in a schedule. */
export function align(condition: Condition, design: GridDesign, trials: readonly Trial[]): Aligned {
  const { stepSeconds } = design;
  let chosen = trials.filter((trial) => fitsAsScheduled(condition, trial, stepSeconds));
  if (condition.first !== undefined) chosen = chosen.slice(0, condition.first);
  if (condition.last !== undefined) chosen = chosen.slice(-condition.last);
  return { condition, trials: chosen, ...windowOf(condition, design) };
}

type Window = Pick<Aligned, 'from' | 'to' | 't'>;

// Many seeds of an experiment have the same conditions.
const windows = new WeakMap<Condition, { readonly stepSeconds: number; readonly window: Window }>();

/** A condition's window. */
export function windowOf(condition: Condition, { stepSeconds }: GridDesign): Window {
  const known = windows.get(condition);
  if (known?.stepSeconds === stepSeconds) return known.window;
  const window = newWindow(condition, stepSeconds);
  windows.set(condition, { stepSeconds, window });
  return window;
}

function newWindow(condition: Condition, stepSeconds: number): Window {
  const from = Math.round(condition.window[0] / stepSeconds);
  const to = Math.round(condition.window[1] / stepSeconds) - 1;
  return { from, to, t: Array.from({ length: to - from + 1 }, (_, i) => secondsOf(from + i, stepSeconds)) };
}

/** Whether a trial matches the condition by what is known before the run. */
export function fitsAsScheduled(condition: Condition, trial: Trial, stepSeconds: number): boolean {
  if (!condition.types.includes(trial.type)) return false;
  if (condition.phase !== undefined && condition.phase !== trial.phase) return false;
  if (condition.group !== undefined && condition.group !== trial.group) return false;
  return trial.stages !== undefined || fitsByOutcome(condition, trial, stepSeconds);
}

/** Whether a trial matches the condition after it has run; `design` names the actions. */
export function fitsWhenRun(condition: Condition, trial: Trial, design: GridDesign): boolean {
  if (trial.stages === undefined) return true;
  if (condition.chose !== undefined && firstAction(trial, design) !== condition.chose) return false;
  return fitsByOutcome(condition, trial, design.stepSeconds);
}

function fitsByOutcome(condition: Condition, trial: Trial, stepSeconds: number): boolean {
  const [outcome] = trial.outcomes;
  if (condition.outcome !== undefined && outcome?.delivered !== (condition.outcome === 'delivered')) return false;
  if (condition.rewardSeconds !== undefined && outcome?.step !== Math.round(condition.rewardSeconds / stepSeconds))
    return false;
  return condition.align === 'cue' || outcome !== undefined;
}

function firstAction(trial: Trial, design: GridDesign): string | undefined {
  const choice = trial.choices?.[0];
  const option = choice === undefined ? undefined : trial.stages?.[choice.stage]?.options[choice.option];
  return option === undefined ? undefined : design.actions?.[option.action]?.id;
}

/** Step of the aligned event, counted from the trial's time zero. */
export function eventStep(condition: Condition, trial: Trial): number {
  return condition.align === 'cue' ? firstCueStep(trial) : (trial.outcomes[0]?.step as number);
}
