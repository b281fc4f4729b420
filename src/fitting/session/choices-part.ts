import { InputError } from '../../core/errors.ts';
import type { ChoiceLikelihood } from '../../contracts/result.ts';
import { likelihoodOf } from '../../analysis/choice-likelihood.ts';
import type { ReusableSession } from '../../engine/reusable-session.ts';
import type { DataPart, SessionRun } from './data-part.ts';

/**
 * The animal's choices: the sum over choices of the log probability that the agent's policy gave them, the agent having
 * made each of them itself before (Daw 2011). A choice between fewer than two options says nothing.
 * @throws InputError if there are too few
 */
export function choicesPart({ trials }: Pick<ReusableSession, 'trials'>): DataPart {
  const chosen = trials.reduce((sum, { forced = [] }) => sum + forced.length, 0);
  if (chosen < leastChoices)
    throw new InputError(`the session has ${chosen} choices`, 'fit', `at least ${leastChoices} are needed`);
  return partOf(() => true);
}

const leastChoices = 10;

/** The choices of some trials. */
function partOf(counts: (trial: number) => boolean): DataPart {
  const likelihood = ({ choices }: SessionRun): ChoiceLikelihood =>
    likelihoodOf(choices.filter((_, trial) => counts(trial)));
  const byTrial = ({ choices }: SessionRun): Float64Array =>
    Float64Array.from(choices, (made, trial) => {
      const own = likelihoodOf(counts(trial) ? [made] : []);
      return own.choices === 0 ? Number.NaN : (own.logLikelihood ?? -Infinity);
    });
  return {
    id: 'choices',
    title: 'choices',
    inner: 0,
    fit(run) {
      const { choices, logLikelihood, byChance } = likelihood(run);
      return { logLikelihood: logLikelihood ?? -Infinity, observations: choices, solved: { 'by chance': byChance } };
    },
    checks: () => [],
    byTrial,
    simulated() {
      throw new InputError(
        'a recorded session does not say what other choices would have earned',
        'recovery',
        'recover from the other data alone (--data)',
      );
    },
    near(run) {
      const logLikelihood = likelihood(run).logLikelihood ?? -Infinity;
      return {
        logLikelihood,
        throughSensor: () => 0,
        afterRun: (changed) => (likelihood(changed).logLikelihood ?? -Infinity) - logLikelihood,
      };
    },
    split: ([from, to]) => ({
      training: partOf((trial) => counts(trial) && (trial < from || trial >= to)),
      score: (run) => byTrial(run).map((one, trial) => (trial >= from && trial < to ? one : Number.NaN)),
    }),
  };
}
