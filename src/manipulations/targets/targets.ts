import { didYouMean, InputError } from '../../core/errors.ts';
import type { Design } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';

/** @throws InputError where a name that is given is not one of the design's */
export function requireKnown(parameter: string, name: string, known: readonly string[]): void {
  if (name === '' || known.includes(name)) return;
  throw new InputError(`${parameter} = '${name}' is not in this design`, 'manipulation', didYouMean(name, known));
}

/**
 * Whether a trial belongs to the phase, or to one that comes after it; an empty name stands for the first phase.
 * @throws InputError for a phase that the design does not have
 */
export function fromPhaseOn(phase: string, design: Design): (trial: Trial) => boolean {
  requireKnown('fromPhase', phase, design.phases.map(({ id }) => id));
  return (trial) => {
    // Two groups may have phases of one name, each in its own order.
    const own = design.phases.filter(({ group = '' }) => group === trial.group).map(({ id }) => id);
    return phase === '' || (own.includes(phase) && own.indexOf(trial.phase) >= own.indexOf(phase));
  };
}
