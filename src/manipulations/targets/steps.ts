import { InputError } from '../../core/errors.ts';
import { integer } from '../../contracts/parameters.ts';
import type { SessionSteps } from '../../contracts/control-changes.ts';

/** The start of a manipulation in a stepped environment. */
export const fromStepParameter = integer({
  only: 'steps',
  default: 0,
  min: 0,
  max: 1_000_000_000,
  unit: 'steps',
  help: 'in an environment: steps of the session, over all parallel environments, after which the manipulation begins',
});

export const fromStepOn = (fromStep: number): SessionSteps => ({ from: fromStep, until: Infinity });

/**
 * In trials, checks a parameter that counts the steps of an environment.
 * @throws InputError if it is not at its default
 */
export function requireNoSteps(values: Readonly<Record<string, number>>): void {
  const set = Object.keys(values).find((name) => values[name] !== 0);
  if (set !== undefined)
    throw new InputError(
      `${set} = ${values[set]} counts steps of an environment, and this is an experiment of trials`,
      'manipulation',
      `leave ${set} at 0, and name a phase instead`,
    );
}

/**
 * In a stepped environment, checks parameters that name parts of a design.
 * @throws InputError if one of them is set
 */
export function requireNoDesign(names: Readonly<Record<string, string>>): void {
  const set = Object.keys(names).find((name) => names[name] !== '');
  if (set !== undefined)
    throw new InputError(
      `${set} = '${names[set]}' names a part of an experiment of trials, and this is a stepped environment`,
      'manipulation',
      `leave ${set} empty, and give steps instead`,
    );
}
