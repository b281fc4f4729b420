import { csvTable } from '../../core/csv.ts';
import { randomStream } from '../../core/random.ts';
import { valueAt } from '../free-parameter.ts';
import { banditTask, type ChoiceTask } from './choice-task.ts';
import rescorlaWagner from './models/rescorla-wagner.ts';

/** Subjects of each group, and their trials; the better side changes after each block. */
const [subjects, trials, blockTrials] = [10, 160, 40];
/** Of trials. */
const missedShare = 0.04;
/** Mean points of learning rate (logit) and inverse temperature (logarithm): .40 and .20 learnt of an error, both of 4.5. */
const groups = { saline: [-0.4, 1.5], drug: [-1.4, 1.5] } as const;
/** Standard deviation over subjects of both, points. */
const spread = 0.45;

/**
 * Choices with a known answer, so that everything can be tried without a file: two groups of ten simulated learners
 * (Rescorla-Wagner and softmax), of whom those with the drug learn half as fast.
 */
export const exampleChoices = {
  /** On the command line. */
  name: 'example:choices',
  /** Of its file. */
  file: 'simulated-choices.csv',
  summary:
    'simulated choices of 20 learners (Rescorla-Wagner and softmax, inverse temperature about 4.5), ten with a learning rate of about .4 (saline) and ten of about .2 (drug)',
  /** One row a trial: subject, group, trial, choice, reward; the last two are empty where a trial was missed. */
  csv(): string {
    const rows = Object.entries(groups).flatMap(([group, means]) =>
      Array.from({ length: subjects }, (_, i) => rowsOf(`${group} ${String(i + 1).padStart(2, '0')}`, group, means)),
    );
    return csvTable([['subject', 'group', 'trial', 'choice', 'reward'], ...rows.flat()]);
  },
} as const;

function rowsOf(subject: string, group: string, means: readonly number[]): readonly (readonly (string | number)[])[] {
  const random = randomStream(1, `example choices ${subject}`);
  const values = Float64Array.from(rescorlaWagner.parameters(2), (parameter, i) =>
    valueAt(parameter, random.normal(means[i], spread)),
  );
  const task: ChoiceTask = {
    ...banditTask(trials, [0.5, 0.5]),
    missed: Uint8Array.from({ length: trials }, () => Number(random.bernoulli(missedShare))),
    reward: (trial, option, draws) => Number(draws.bernoulli(isBetter(trial, option) ? 0.8 : 0.2)),
  };
  const { choice, reward } = rescorlaWagner.simulate(values, task, random);
  return Array.from(choice, (option, trial) => [
    subject,
    group,
    trial + 1,
    option < 0 ? '' : option === 0 ? 'left' : 'right',
    option < 0 ? '' : reward[trial],
  ]);
}

const isBetter = (trial: number, option: number): boolean => Math.floor(trial / blockTrials) % 2 === option;
