import type { RandomStream } from '../../core/random.ts';
import type { ChoiceShape, ChoiceTrials } from './choice-trials.ts';

/** What a simulated subject does: trials without their choices, and how these are rewarded. */
export interface ChoiceTask extends ChoiceShape {
  /** Index of the state of each trial; of second choices that of the subject, if nothing else leads to one. */
  readonly state: Int32Array;
  /** Not 0 where nothing is chosen. */
  readonly missed: Uint8Array;
  /** As in `ChoiceTrials`. */
  readonly starts: Int32Array;
  /** What comes of choosing an option in a trial, reward units. @param state in which it was chosen */
  reward(trial: number, option: number, random: RandomStream, state: number): number;
  /** In a two-step task, the state that a first choice leads to. */
  secondState?(trial: number, option: number, random: RandomStream): number;
}

/** Options that are rewarded with 1 with constant probabilities, otherwise with 0. */
export function banditTask(trials: number, probabilities: readonly number[], initialValue = 0.5): ChoiceTask {
  return {
    states: 1,
    options: probabilities.length,
    initialValue,
    state: new Int32Array(trials),
    missed: new Uint8Array(trials),
    starts: new Int32Array(0),
    reward: (_, option, random) => Number(random.bernoulli(probabilities[option])),
  };
}

/** Rewards are estimated within so many trials. */
const usualBlock = 30;

/**
 * The task of a recorded subject: the same states, missed trials and starts. Rewards are drawn from those that the subject
 * had for the same option in the same state and block; of an option that was not chosen in that block, from the nearest
 * block in which it was; of one that was never chosen in that state, from all rewards.
 * @param blockTrials how long a block is; where values begin anew a block ends as well
 */
export function taskOf(trials: ChoiceTrials, blockTrials = usualBlock): ChoiceTask {
  const { states, options, initialValue, commonShare, state, choice, reward, starts } = trials;
  const blockOf = blocksOf(trials, commonShare === undefined ? blockTrials : 2 * blockTrials);
  const blocks = (blockOf.at(-1) ?? 0) + 1;
  const seen: number[][] = Array.from({ length: blocks * states * options }, () => []);
  const at = (block: number, inState: number, option: number): number => (block * states + inState) * options + option;
  const all: number[] = [];
  choice.forEach((option, trial) => {
    if (option < 0 || Number.isNaN(reward[trial])) return;
    seen[at(blockOf[trial], state[trial], option)].push(reward[trial]);
    all.push(reward[trial]);
  });
  const found = seen.map((own, cell) => {
    if (own.length > 0) return own;
    const [block, inCell] = [Math.floor(cell / (states * options)), cell % (states * options)];
    for (let away = 1; away < blocks; away++)
      for (const near of [block - away, block + away]) {
        const there = near < 0 || near >= blocks ? [] : seen[near * states * options + inCell];
        if (there.length > 0) return there;
      }
    return all;
  });
  return {
    states,
    options,
    initialValue,
    state,
    starts,
    missed: Uint8Array.from(choice, (option) => Number(option < 0)),
    ...(commonShare === undefined ? {} : { commonShare, secondState: secondStates(trials, commonShare) }),
    reward(trial, option, random, inState) {
      const like = found[at(blockOf[trial], inState, option)];
      return like.length === 0 ? NaN : like[random.integer(like.length)];
    },
  };
}

/** First choices lead to the second states to which they led the subject more often, in a share of trials. */
function secondStates({ state, choice }: ChoiceTrials, commonShare: number): NonNullable<ChoiceTask['secondState']> {
  let surplus = 0;
  for (let i = 1; i < choice.length; i += 2) if (choice[i] >= 0) surplus += choice[i - 1] === state[i] - 1 ? 1 : -1;
  const usual = surplus >= 0;
  return (_, option, random) => (random.bernoulli(commonShare) === usual ? option : 1 - option) + 1;
}

/** The number of each trial's block. */
function blocksOf({ choice, starts }: ChoiceTrials, blockTrials: number): Int32Array {
  const begun = new Set(starts);
  let [block, from] = [0, 0];
  return Int32Array.from(choice, (_, trial) => {
    if (trial > from && (begun.has(trial) || trial - from >= blockTrials)) {
      block += 1;
      from = trial;
    }
    return block;
  });
}
