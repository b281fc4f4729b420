import { InputError } from '../core/errors.ts';
import * as complete from '../spec/complete.ts';
import { misfit } from '../spec/fits.ts';
import { isControl, type ControlSpec, type PartialSpec, type Spec, type TrialSpec } from '../spec/spec.ts';
import { controlChanges } from './control/control-manipulations.ts';
import { bindControlArchitecture, bindControlEnv } from './bind.ts';
import { findControlRule, lookup } from './registry.ts';
import { declaredDesign } from './world.ts';

/**
 * Fills in everything that a spec leaves out, and checks all of it.
 * @throws InputError for an unknown id, an unknown parameter, a value out of range, or parts that do not fit together
 */
export function completeSpec(given: PartialSpec): Spec {
  const spec = complete.completeSpec(lookup, given);
  return isControl(spec) ? checkedControl(spec) : checkedTrials(spec);
}

/**
 * The same where the world has to be a paradigm.
 * @throws InputError also for a stepped environment
 */
export const completeTrialSpec = (given: PartialSpec): TrialSpec =>
  checkedTrials(complete.completeTrialSpec(lookup, given));

/**
 * The same where the world has to be a stepped environment.
 * @throws InputError also for a paradigm
 */
export const completeControlSpec = (given: PartialSpec): ControlSpec =>
  checkedControl(complete.completeControlSpec(lookup, given));

function checkedTrials(spec: TrialSpec): TrialSpec {
  requireFit(spec);
  // For what it refuses.
  declaredDesign(spec);
  return spec;
}

function checkedControl(spec: ControlSpec): ControlSpec {
  requireFit(spec);
  requireActs(spec);
  // For what it refuses.
  controlChanges(spec);
  return spec;
}

function requireFit(spec: Spec): void {
  const reason = misfit(lookup, spec);
  if (reason !== undefined) throw reason;
}

/** @throws InputError where the agent cannot see or act in the world */
function requireActs({ world, agent }: ControlSpec): void {
  const rule = findControlRule(agent.learningRule.id);
  const { observation, actions } = bindControlEnv(world).create();
  const encoder = bindControlArchitecture(agent.architecture).create(observation);
  if (!rule.encoders.includes(encoder.kind)) {
    throw new InputError(
      `learning rule '${rule.id}' cannot learn with architecture '${agent.architecture.id}'`,
      'agent',
      'choose an agent that has both, with --agent',
    );
  }
  if (actions.kind === 'continuous' && rule.continuous !== true) {
    throw new InputError(
      `learning rule '${rule.id}' chooses among discrete actions, but '${world.id}' takes a real number`,
      'agent',
      'choose an agent that can give one, such as ppo',
    );
  }
}
