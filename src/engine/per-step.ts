import type { RandomStream } from '../core/random.ts';
import type { Encoder } from '../contracts/architecture.ts';
import type { GridDesign } from '../contracts/design.ts';
import type { TrialRule } from '../contracts/learning-rule.ts';
import type { TdTerms } from '../contracts/td-terms.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { perStep, termsPerStep } from '../contracts/time-constants.ts';
import { bind, bound, type Bound } from './bind.ts';
import { findTrialArchitecture, findTrialRule } from './registry.ts';

type AgentOf = Pick<TrialSpec, 'agent'>;
type Clock = Pick<GridDesign, 'stepSeconds'>;

// A spec gives time constants per second; its objects work in steps of the design.

export const encoderOf = ({ agent: { architecture } }: AgentOf, design: GridDesign): Encoder => {
  const declared = findTrialArchitecture(architecture.id);
  return bound(declared, perStep(declared.parameters, architecture.parameters, design.stepSeconds)).create(design);
};

export const termsOf = ({ agent: { objective } }: AgentOf, { stepSeconds }: Clock, random: RandomStream): TdTerms =>
  termsPerStep(bind('objectives', objective).terms(random), stepSeconds);

/** The learning rule, with its values. */
export const ruleOf = ({ agent: { learningRule } }: AgentOf, { stepSeconds }: Clock): Bound<TrialRule> => {
  const declared = findTrialRule(learningRule.id);
  return bound(declared, perStep(declared.parameters, learningRule.parameters, stepSeconds));
};
