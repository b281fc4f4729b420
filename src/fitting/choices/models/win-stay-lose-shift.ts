import { defineChoiceModel } from '../choice-model.ts';
import type { ChoiceProcess } from '../choice-process.ts';
import type { ChoiceShape } from '../choice-trials.ts';
import { rate } from '../parameters.ts';

/**
 * With probability 1 - ε the last option of the state is chosen again if its reward was above 0, otherwise one of the
 * others; with probability ε any (Wilson & Collins 2019, equation 2).
 */
export default defineChoiceModel({
  id: 'win-stay-lose-shift',
  version: 1,
  title: 'Win-stay, lose-shift',
  summary:
    'Repeats a choice after a reward and changes it after none, but for a share of choices that are made at random. It remembers one trial only.',
  equation:
    'P(i) = (1 - ε) 1[i follows] + ε / n: the last option follows a reward, each of the others with equal probability no reward',
  citation: { text: 'Wilson & Collins 2019, eLife 8:e49547', doi: '10.7554/eLife.49547' },
  parameters: () => [rate('randomShare', 'share of choices at random', 'ε')],
  process,
});

function process({ states, options }: ChoiceShape): ChoiceProcess {
  /** The option that the rule speaks of, -1 if nothing is known, and whether it won. */
  const last = new Int32Array(states);
  const won = new Uint8Array(states);
  let share = 0;
  const restart = (): void => void last.fill(-1);
  /** Probability without choices at random. */
  const meant = (state: number, option: number): number => {
    if (last[state] < 0) return 1 / options;
    if (won[state] === 1) return Number(option === last[state]);
    return option === last[state] ? 0 : 1 / (options - 1);
  };
  const probability = (state: number, option: number): number => (1 - share) * meant(state, option) + share / options;
  return {
    begin(values) {
      share = values[0];
      restart();
    },
    restart,
    logProbability(state, option, gradient) {
      const likely = probability(state, option);
      if (gradient !== undefined) gradient[0] += (1 / options - meant(state, option)) / likely;
      return Math.log(likely);
    },
    probabilities(state, into) {
      for (let option = 0; option < options; option++) into[option] = probability(state, option);
    },
    learn(state, option, reward) {
      last[state] = Number.isNaN(reward) ? -1 : option;
      won[state] = Number(reward > 0);
    },
  };
}
