import { InputError } from '../../core/errors.ts';
import type { Manipulation } from '../../contracts/manipulation.ts';
import type { ControlSpec } from '../../spec/spec.ts';
import type { ControlChanges, ControlOverrides, ControlPlace } from '../../contracts/control-changes.ts';
import { namingManipulation, requireHeededBy } from '../manipulate.ts';
import { bindControlEnv, bound, type Bound } from '../bind.ts';
import { find, findControlRule } from '../registry.ts';

/** Maximum number of interventions in a bit mask. */
const maxManipulations = 31;

/**
 * The changes that a spec's manipulations make in its environment, in order; none if there are no manipulations.
 * @param declared looks up manipulations
 * @throws InputError for one that does not apply there, names what the environment lacks, begins after the last step,
 * or replaces a value that the agent does not use
 */
export function controlChanges(
  { world: env, agent, manipulations = [], steps }: ControlSpec,
  declared = (id: string): Manipulation => find('manipulations', id),
): readonly ControlChanges[] {
  if (manipulations.length === 0) return [];
  if (manipulations.length > maxManipulations)
    throw new InputError(
      `${manipulations.length} manipulations are more than ${maxManipulations}`,
      'manipulations',
      'leave some out',
    );
  const place = bindControlEnv(env);
  const { observation } = place.create();
  return manipulations.map((part) =>
    namingManipulation(part.id, () => {
      const changes = changesOf(bound(declared(part.id), part.parameters), { ...place, observation });
      for (const name of Object.keys(changes.overrides?.values ?? {}) as (keyof ControlOverrides)[])
        requireHeededBy(findControlRule(agent.learningRule.id), name);
      requireReached(changes, steps);
      return changes;
    }),
  );
}

function changesOf(
  { stepped, notInControl }: Bound<Manipulation>,
  { id, events, stepSeconds, observation }: ControlPlace,
): ControlChanges {
  if (stepped === undefined)
    throw new InputError(
      notInControl ?? 'it has no effect in a stepped environment',
      'manipulation',
      'leave it out, or choose an experiment of trials',
    );
  return stepped({ id, events, stepSeconds, observation });
}

function requireReached({ intervention, overrides, lesion }: ControlChanges, steps: number): void {
  for (const part of [intervention, overrides, lesion]) {
    if (part !== undefined && part.during.from >= steps)
      throw new InputError(
        `it begins after ${part.during.from} steps, and the run has ${steps}`,
        'manipulation',
        'let it begin earlier, or give more steps',
      );
  }
}
