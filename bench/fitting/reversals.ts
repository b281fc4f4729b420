import { banditTask, type ChoiceTask } from '../../src/fitting/choices/choice-task.ts';

/** A bandit whose probabilities change places every 50 trials, so that learning goes on. */
export const reversals = (trials: number): ChoiceTask => ({
  ...banditTask(trials, [0.2, 0.8]),
  reward: (trial, option, random) => Number(random.bernoulli((Math.floor(trial / 50) + option) % 2 === 0 ? 0.8 : 0.2)),
});

/** The same with 20 % of its trials missing. */
export const fifthMissing = (task: ChoiceTask): ChoiceTask => ({
  ...task,
  missed: Uint8Array.from(task.state, (_, trial) => Number((trial * 7) % 5 === 0)),
});
