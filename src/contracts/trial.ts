/** One trial with every random draw made, on the time grid of the agent. Plain data. */
export interface Trial {
  readonly index: number;
  readonly phase: string;
  /** The group of the trial; '' if the design has no groups. */
  readonly group: string;
  readonly type: string;
  readonly plastic: boolean;
  /** When its interval begins, seconds from the session's start. */
  readonly startSeconds: number;
  /** Its time zero, seconds from the session's start. */
  readonly zeroSeconds: number;
  /** All steps of the trial: inter-trial interval, then the trial's window. */
  readonly steps: number;
  /** Step of time zero (first cue onset, or where it would have been); equals the steps of the inter-trial interval. */
  readonly zeroStep: number;
  readonly cues: readonly StepCue[];
  /**
   * Scheduled rewards in order of time, including undelivered ones. If there are choices, the rewards of the chosen
   * options: none until then.
   */
  readonly outcomes: readonly StepOutcome[];
  /** Index into the design's contexts; -1 if it has none. */
  readonly context: number;
  /** Interventions on the RPE, in order. */
  readonly interventions: readonly StepIntervention[];
  /** Values that override the agent's own in this trial. */
  readonly overrides?: TrialOverrides;
  /**
   * If there are choices: the stages, the first being where the trial begins. Each option's outcome is drawn in
   * advance, as if it were chosen.
   */
  readonly stages?: readonly StepStage[];
  /** The choices, in order; empty until the trial has been run. */
  readonly choices?: readonly StepChoice[];
  /**
   * If the choices are recorded ones: what the subject chose, in order, which every agent takes instead of its own;
   * empty if it chose nothing. A stage that was not reached is as declared, and the outcomes of what was not chosen,
   * which nobody knows, are none.
   */
  readonly forced?: readonly ForcedChoice[];
}

/** The trials of a session, in order: an array, or what draws each of them again when it is asked for. */
export interface TrialList extends Iterable<Trial> {
  readonly length: number;
  at(index: number): Trial | undefined;
}

/** In a trial, discount and trace decay are per step; for choices, the trace decay is per choice. */
export interface TrialOverrides {
  readonly discount?: number;
  readonly traceDecay?: number;
  readonly choiceDopamine?: number;
}

/** What happens in a trial from time zero on, and nothing else: features without memory may depend only on this. */
export interface TrialWindow extends Pick<Trial, 'cues' | 'outcomes' | 'context' | 'stages'> {
  /** Steps from time zero to the end of the trial. */
  readonly rows: number;
}

/** δ <- gain δ + added in the steps [from, from + steps), with separate gains for positive and negative δ. */
export interface StepIntervention {
  /** Step counted from time zero. */
  readonly from: number;
  readonly steps: number;
  readonly gainPositive: number;
  readonly gainNegative: number;
  /** Reward units. */
  readonly added: number;
}

/**
 * Applies the interventions of a trial to an RPE, at a step counted from the trial's first; undefined if there are
 * none.
 */
export function rpeIntervention({
  interventions,
  zeroStep,
}: Trial): ((step: number, rpe: number) => number) | undefined {
  if (interventions.length === 0) return undefined;
  return (step, rpe) =>
    interventions.reduce((delta, { from, steps, gainPositive, gainNegative, added }) => {
      const within = step - zeroStep - from;
      return within < 0 || within >= steps ? delta : (delta > 0 ? gainPositive : gainNegative) * delta + added;
    }, rpe);
}

/** Time of a step, seconds, without the rounding error of the product, so that equal times are equal numbers. */
export const secondsOf = (step: number, stepSeconds: number): number => Number((step * stepSeconds).toFixed(6));

/** Step of the first cue, counted from time zero: 0 unless a reward comes before it; 0 without cues. */
export const firstCueStep = ({ cues }: Pick<Trial, 'cues'>): number =>
  cues.reduce((first, { onset }) => Math.min(first, onset), cues[0]?.onset ?? 0);

/**
 * Step of the first scheduled reward, counted from time zero; if there are choices, the first that any choice could
 * give.
 */
export function firstRewardStep({ outcomes, stages = [] }: Pick<Trial, 'outcomes' | 'stages'>): number | undefined {
  const possible = [...outcomes, ...stages.flatMap(({ options }) => options.flatMap((option) => option.outcomes))];
  return possible.length === 0 ? undefined : Math.min(...possible.map(({ step }) => step));
}

/** Where a trial begins, as an index into its stages; undefined without choices, and where nothing was chosen. */
export const firstStage = ({ stages, forced }: Pick<Trial, 'stages' | 'forced'>): number | undefined =>
  stages === undefined || stages.length === 0 || forced?.length === 0 ? undefined : 0;

export interface StepStage {
  readonly id: string;
  /** Index into the design's states. */
  readonly state: number;
  /** Step counted from time zero. */
  readonly step: number;
  readonly options: readonly StepOption[];
}

export interface StepOption {
  /** Index into the design's actions. */
  readonly action: number;
  readonly outcomes: readonly StepOutcome[];
  /** Index of the next stage; absent if the trial ends. */
  readonly next?: number;
}

interface Choice {
  /** Index into the trial's stages, and of the option chosen there. */
  readonly stage: number;
  readonly option: number;
}

/** A choice that was recorded. */
export interface ForcedChoice extends Choice {
  /** When it was made, seconds from time zero. The stage's step is that at which the state was shown. */
  readonly seconds: number;
}

export interface StepChoice extends Choice {
  /** With which probability the agent's policy takes each of the stage's options; they add up to 1. */
  readonly probabilities: ArrayLike<number>;
}

/** ln of the probability with which the policy makes this choice; -Infinity if it never does. */
export const logProbability = ({ option, probabilities }: StepChoice): number =>
  Math.log(probabilities[option] as number);

export interface StepCue {
  /** Index into the design's cues. */
  readonly cue: number;
  /** First step at which the cue is on, counted from time zero. */
  readonly onset: number;
  readonly steps: number;
}

export interface StepOutcome {
  /** Step counted from time zero. */
  readonly step: number;
  /** Delivered size; 0 if omitted. */
  readonly magnitude: number;
  /** Scheduled size. */
  readonly scheduled: number;
  readonly delivered: boolean;
  /** As in the design; 1 if absent. */
  readonly learningRateFactor?: number;
}
