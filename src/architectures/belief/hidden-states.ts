import type { Configuration, Training } from './configurations.ts';

/** The observation at one step. */
export interface Observation {
  readonly cues: readonly number[];
  readonly reward: boolean;
}

/** A transition from one hidden state to another, its probability, and its observation. */
export interface Transition extends Observation {
  readonly from: number;
  readonly to: number;
  readonly probability: number;
}

/** A hidden state: the position of the subject within an interval. */
interface HiddenState {
  /** Interval and steps since its cue; absent for the inter-trial interval. */
  readonly isi?: { readonly title: string; readonly step: number };
}

export interface HiddenProcess {
  /** State 0 is the inter-trial interval (ITI). */
  readonly states: readonly HiddenState[];
  readonly transitions: readonly Transition[];
}

/**
 * The task as a hidden Markov process (Daw, Courville & Touretzky 2006; Starkweather et al. 2017). A cue that will be
 * rewarded leads from the ITI into the first of the micro-states of its interval (ISI); from the k-th, reward comes
 * with the hazard of the reward time and leads back to the ITI, else the next micro-state follows. A cue that will not
 * be rewarded leaves the state in the ITI: only the reward or its absence distinguishes the two.
 * @param lapse probability per step, from any state, of an unpredicted reward, and from an ISI of ending unobserved
 */
export function hiddenProcess({ configurations, uncuedRewards, hazard }: Training, lapse: number): HiddenProcess {
  const states: HiddenState[] = [{}];
  const transitions: Transition[] = [];
  let leaving = hazard * uncuedRewards + lapse;
  transitions.push({ from: 0, to: 0, probability: leaving, cues: [], reward: true });
  for (const configuration of configurations.filter(({ cuesAt }) => cuesAt.size > 0)) {
    const cues = configuration.cuesAt.get(0) ?? [];
    const shown = hazard * configuration.share;
    const rewarded = configuration.rewardAt.reduce((sum, chance) => sum + chance, 0);
    if (rewarded > 0)
      transitions.push({ from: 0, to: states.length, probability: shown * rewarded, cues, reward: false });
    if (rewarded < 1) transitions.push({ from: 0, to: 0, probability: shown * (1 - rewarded), cues, reward: false });
    leaving += shown;
    addInterval(configuration, lapse, states, transitions);
  }
  transitions.push({ from: 0, to: 0, probability: Math.max(lapse, 1 - leaving), cues: [], reward: false });
  return { states, transitions };
}

/** The micro-states of one configuration; none if it is never rewarded. */
function addInterval(
  configuration: Configuration,
  lapse: number,
  states: HiddenState[],
  transitions: Transition[],
): void {
  const { title, rewardAt, cuesAt } = configuration;
  const last = rewardAt.findLastIndex((chance) => chance > 0);
  let remaining = rewardAt.reduce((sum, chance) => sum + chance, 0);
  for (let step = 1; step <= last; step++) {
    const from = states.push({ isi: { title, step: step - 1 } }) - 1;
    const chance = rewardAt[step] as number;
    const rewarded = step === last ? 1 : chance / remaining;
    const kept = 1 - 2 * lapse;
    transitions.push({ from, to: 0, probability: kept * rewarded + lapse, cues: [], reward: true });
    transitions.push({ from, to: 0, probability: lapse, cues: [], reward: false });
    if (step < last) {
      transitions.push({
        from,
        to: from + 1,
        probability: kept * (1 - rewarded),
        cues: cuesAt.get(step) ?? [],
        reward: false,
      });
    }
    remaining -= chance;
  }
}
