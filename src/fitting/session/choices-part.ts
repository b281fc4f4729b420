import { InputError } from '../../core/errors.ts';
import { likelihoodOf } from '../../analysis/choice-likelihood.ts';
import type { ReusableSession } from '../../engine/reusable-session.ts';
import type { DataPart } from './data-part.ts';

/**
 * The animal's choices: the sum over choices of the log probability that the agent's policy gave them, the agent having
 * made each of them itself before (Daw 2011). A choice between fewer than two options says nothing.
 * @throws InputError if there are too few
 */
export function choicesPart({ trials }: Pick<ReusableSession, 'trials'>): DataPart {
  const chosen = trials.reduce((sum, { forced = [] }) => sum + forced.length, 0);
  if (chosen < leastChoices)
    throw new InputError(`the session has ${chosen} choices`, 'fit', `at least ${leastChoices} are needed`);
  return {
    id: 'choices',
    title: 'choices',
    inner: 0,
    fit({ choices }) {
      const { choices: count, logLikelihood, byChance } = likelihoodOf(choices);
      return { logLikelihood: logLikelihood ?? -Infinity, observations: count, solved: { 'by chance': byChance } };
    },
  };
}

const leastChoices = 10;
