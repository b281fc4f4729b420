import { InputError } from '../core/errors.ts';
import type { AgentPart } from '../contracts/agent.ts';
import type { Design } from '../contracts/design.ts';
import { find, type Declared, type Lookup, type WorldFacts } from './lookup.ts';
import { isControl, type AgentParts, type Spec } from './spec.ts';

type Rule = Pick<Declared<'learning-rules'>, 'timescale'> & { readonly takesPolicy?: true };

/** Whether a rule chooses by a policy that is a part of the agent. */
export const takesPolicy = ({ timescale, takesPolicy: takes }: Rule): boolean =>
  timescale === 'choice' || (timescale === 'control' && takes === true);

/** Whether an agent learns to act in stepped environments; else it learns from trials, in paradigms. */
export const actsInSteps = (
  lookup: Lookup,
  { learningRule }: { readonly learningRule: Pick<AgentPart, 'id'> },
): boolean => find(lookup, 'learning-rules', learningRule.id).timescale === 'control';

/** Why the parts of an agent do not go together; undefined where they do. */
export function misfitInAgent(
  lookup: Lookup,
  { architecture, learningRule, policy }: AgentParts,
): InputError | undefined {
  const rule = find(lookup, 'learning-rules', learningRule.id);
  const gives = find(lookup, 'architectures', architecture.id).timescale;
  if (rule.timescale !== gives)
    return new InputError(
      `learning rule '${rule.id}' learns once per ${rule.timescale}, but architecture '${architecture.id}' gives features once per ${gives}`,
      'agent',
      'choose an architecture and a learning rule of the same time scale',
    );
  if (policy !== undefined && !takesPolicy(rule))
    return new InputError(
      `learning rule '${rule.id}' ${rule.timescale === 'control' ? 'has its own policy' : 'makes no choices'}`,
      'agent.policy',
      'leave the policy out, or choose a learning rule that takes one',
    );
  return undefined;
}

export const worldFacts = ({ states, trialTypes }: Design): WorldFacts => ({
  hasChoices: states !== undefined,
  hasRates: Object.values(trialTypes).some(({ rewards }) =>
    rewards.some(({ learningRateFactor }) => learningRateFactor !== undefined),
  ),
});

/** A paradigm, and the design that a spec brings along for it. */
interface TrialWorld {
  readonly world: Pick<AgentPart, 'id'>;
  readonly design?: Design | undefined;
}

/** Why a learning rule cannot learn in a world of trials; undefined where it can. */
export function misfitInTrials(
  lookup: Lookup,
  { world, design }: TrialWorld,
  learningRule: string,
): InputError | undefined {
  const { timescale } = find(lookup, 'learning-rules', learningRule);
  if (timescale === 'control')
    return new InputError(
      `learning rule '${learningRule}' is for stepped environments`,
      'learning-rules',
      'use it with phasic train',
    );
  const { hasChoices, hasRates } = design === undefined ? find(lookup, 'paradigms', world.id) : worldFacts(design);
  if (hasRates && timescale !== 'trial')
    return new InputError(
      `the design gives rewards learning rates of their own (beta), which learning rule '${learningRule}' cannot take`,
      'agent',
      'choose an agent that learns once per trial, such as rescorla-wagner, or leave them out',
    );
  const acts = timescale === 'choice';
  if (acts === hasChoices) return undefined;
  return acts
    ? new InputError(
        `learning rule '${learningRule}' requires choices, but paradigm '${world.id}' has none`,
        'agent',
        'choose an agent that predicts',
      )
    : new InputError(
        `paradigm '${world.id}' requires choices, but learning rule '${learningRule}' makes none`,
        'agent',
        'choose an agent that acts, such as q-learning',
      );
}

/** Why a learning rule cannot learn in a stepped environment, whichever it is; undefined where it can in some. */
function misfitInSteps(lookup: Lookup, learningRule: string): InputError | undefined {
  return find(lookup, 'learning-rules', learningRule).timescale === 'control'
    ? undefined
    : new InputError(
        `learning rule '${learningRule}' is for experiments of trials`,
        'learning-rules',
        'use it with phasic run',
      );
}

/** Why a spec is not that of an experiment that can be run; undefined where nothing is known against it. */
export function misfit(lookup: Lookup, spec: Spec): InputError | undefined {
  const { agent } = spec;
  return (
    misfitInAgent(lookup, agent) ??
    (isControl(spec)
      ? misfitInSteps(lookup, agent.learningRule.id)
      : misfitInTrials(lookup, spec, agent.learningRule.id))
  );
}
