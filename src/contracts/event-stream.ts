import { meanInterval, type Design, type Phase, type TrialType } from './design.ts';

/** The events of a session for models in event time: the onset of each cue first, then the outcomes. Indices are of features. */
export interface EventStream {
  readonly titles: readonly string[];
  readonly reward: number;
  /** An outcome of negative magnitude; -1 where the design has none. */
  readonly punishment: number;
  /** An outcome that was due and did not come; -1 where that is no event. */
  readonly omission: number;
}

export function eventStreamOf({ cues, trialTypes }: Design, omissions: boolean): EventStream {
  const punishes = Object.values(trialTypes).some(({ rewards }) => rewards.some(({ magnitude }) => magnitude < 0));
  const titles = [...cues.map(({ title }) => title), 'reward', ...(punishes ? ['punishment'] : []), ...(omissions ? ['omission'] : [])];
  const reward = cues.length;
  return { titles, reward, punishment: punishes ? reward + 1 : -1, omission: omissions ? titles.length - 1 : -1 };
}

/** Mean seconds between outcomes in the phases that teach and have any; mean seconds of a trial where none has. */
export function meanOutcomeInterval(design: Design): number {
  let seconds = 0;
  let outcomes = 0;
  for (const phase of design.phases.filter(({ plastic, trials }) => plastic && trials > 0)) {
    const expected = outcomesPerTrial(design, phase);
    if (expected === 0) continue;
    seconds += phase.trials * trialSeconds(design, phase);
    outcomes += phase.trials * expected;
  }
  return outcomes > 0 ? seconds / outcomes : trialSeconds(design, design.phases[0]);
}

const trialSeconds = ({ iti, trialSeconds: window }: Design, phase: Phase | undefined): number => meanInterval(phase?.iti ?? iti) + window;

function outcomesPerTrial({ trialTypes }: Design, { mixture }: Phase): number {
  const total = Object.values(mixture).reduce((sum, weight) => sum + weight, 0);
  return Object.entries(mixture).reduce((sum, [type, weight]) => {
    const { rewards } = trialTypes[type] as TrialType;
    return sum + (weight / total) * rewards.reduce((all, { probability, magnitude }) => all + (magnitude === 0 ? 0 : probability), 0);
  }, 0);
}
