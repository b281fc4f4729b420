import type { RandomStream } from '../core/random.ts';
import type { Encoder } from '../contracts/architecture.ts';
import type { GridDesign } from '../contracts/design.ts';
import type { AnyValues, Parameters } from '../contracts/parameters.ts';
import type { TdTerms } from '../contracts/td-terms.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { perStep, termsPerStep } from '../contracts/time-constants.ts';
import { find, findTrialArchitecture, findTrialRule } from './registry.ts';

type AgentOf = Pick<TrialSpec, 'agent'>;
type Clock = Pick<GridDesign, 'stepSeconds'>;

// A spec gives time constants per second; its objects work in steps of the design.

export const encoderOf = ({ agent: { architecture } }: AgentOf, design: GridDesign): Encoder => {
  const declared = findTrialArchitecture(architecture.id);
  return declared.create(stepValues(declared.parameters, architecture.parameters, design), design);
};

export const termsOf = ({ agent: { objective } }: AgentOf, { stepSeconds }: Clock, random: RandomStream): TdTerms =>
  termsPerStep(find('objectives', objective.id).terms(objective.parameters as never, random), stepSeconds);

/** The values of the learning rule. */
export const ruleValuesOf = ({ agent: { learningRule } }: AgentOf, clock: Clock): never =>
  stepValues(findTrialRule(learningRule.id).parameters, learningRule.parameters, clock);

const stepValues = (declared: Parameters, values: AnyValues, { stepSeconds }: Clock): never =>
  perStep(declared, values, stepSeconds) as never;
