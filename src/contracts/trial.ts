/** One trial with every random draw made, on the grid of the agent that lives in it. Plain data. */
export interface Trial {
  readonly index: number;
  readonly phase: string;
  /** Whose trial it is; '' where the design has no groups. */
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
  /** Scheduled rewards in order of time, those not delivered included. In a world with choices those of what was chosen: none until then. */
  readonly outcomes: readonly StepOutcome[];
  /** Index into the design's contexts; -1 where it has none. */
  readonly context: number;
  /** What is done to the RPE, in this order. */
  readonly interventions: readonly StepIntervention[];
  /** Values that hold in this trial instead of the agent's own. */
  readonly overrides?: TrialOverrides;
  /** In a world with choices: the stages, the first being where the trial begins. Each option's outcome is drawn ahead, as if it would be chosen. */
  readonly stages?: readonly StepStage[];
  /** What was chosen, in order; empty until the trial has been lived through. */
  readonly choices?: readonly StepChoice[];
}

/** In a trial, discount and trace decay are for a step; for choices, the trace decay is for a choice. */
export interface TrialOverrides {
  readonly discount?: number;
  readonly traceDecay?: number;
  readonly choiceDopamine?: number;
}

/** What happens in a trial from time zero on, and nothing else of it: all that features without memory may depend on. */
export interface TrialWindow extends Pick<Trial, 'cues' | 'outcomes' | 'context' | 'stages'> {
  /** Steps from time zero to the end of the trial. */
  readonly rows: number;
}

/** δ <- gain δ + added in the steps [from, from + steps), with a gain for each sign. */
export interface StepIntervention {
  /** Step counted from time zero. */
  readonly from: number;
  readonly steps: number;
  readonly gainPositive: number;
  readonly gainNegative: number;
  /** Reward units. */
  readonly added: number;
}

/** What the interventions of a trial make of an RPE at a step counted from the trial's first; undefined where there are none. */
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

/** Step of the first cue, counted from time zero: 0 unless a reward comes before it; 0 without cues. */
export const firstCueStep = ({ cues }: Pick<Trial, 'cues'>): number =>
  cues.reduce((first, { onset }) => Math.min(first, onset), cues[0]?.onset ?? 0);

/** Step of the first scheduled reward, counted from time zero; in a world with choices the first that any choice could bring. */
export function firstRewardStep({ outcomes, stages = [] }: Pick<Trial, 'outcomes' | 'stages'>): number | undefined {
  const possible = [...outcomes, ...stages.flatMap(({ options }) => options.flatMap((option) => option.outcomes))];
  return possible.length === 0 ? undefined : Math.min(...possible.map(({ step }) => step));
}

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
  /** Index of the stage that follows; absent where the trial ends. */
  readonly next?: number;
}

export interface StepChoice {
  /** Index into the trial's stages, and of the option taken there. */
  readonly stage: number;
  readonly option: number;
}

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
  /** Size of what is delivered; 0 when omitted. */
  readonly magnitude: number;
  /** Size that was scheduled. */
  readonly scheduled: number;
  readonly delivered: boolean;
  /** As in the design; 1 when absent. */
  readonly learningRateFactor?: number;
}
