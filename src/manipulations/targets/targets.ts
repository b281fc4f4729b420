import { didYouMean, InputError } from '../../core/errors.ts';
import type { Design } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';

/** @throws InputError if a name is not empty and unknown */
export function requireKnown(parameter: string, name: string, known: readonly string[]): void {
  if (name !== '') requireOneOf(parameter, name, known);
}

/** @throws InputError if a name is unknown */
export function requireOneOf(parameter: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new InputError(`${parameter} = '${name}' is unknown here`, 'manipulation', didYouMean(name, known));
}

/**
 * Whether a trial belongs to the phase, or to a later one; an empty name means the first phase.
 * @throws InputError for a phase that the design does not have
 */
export function fromPhaseOn(phase: string, design: Design): (trial: Trial) => boolean {
  requireKnown(
    'fromPhase',
    phase,
    design.phases.map(({ id }) => id),
  );
  return (trial) => {
    // Two groups may have phases with the same name, each in its own order.
    const own = design.phases.filter(({ group = '' }) => group === trial.group).map(({ id }) => id);
    return phase === '' || (own.includes(phase) && own.indexOf(trial.phase) >= own.indexOf(phase));
  };
}
