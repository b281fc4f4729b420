import { randomStream } from '../../core/random.ts';
import type { GridDesign } from '../../contracts/design.ts';
import { lastingWeight, type LinearTd } from '../../contracts/linear-td.ts';
import type { Channels, TdTerms } from '../../contracts/td-terms.ts';
import type { PopulationSetup } from '../../contracts/population.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { ruleOf, termsOf } from '../per-step.ts';
import { findTrialArchitecture, findTrialRule } from '../registry.ts';
import { designOf } from '../world.ts';
import type { PopulationPlan } from './plan.ts';

type Parameters = Omit<PopulationSetup, 'groupOf' | 'windows'>;

/** Why an experiment cannot be computed as a population; undefined if it can. */
export function populationRefusal(spec: TrialSpec): string | undefined {
  const { learningRule, objective } = spec.agent;
  if (findTrialRule(learningRule.id).linear === undefined)
    return `learning rule '${learningRule.id}' has no population program`;
  const design = designOf(spec);
  if (Object.hasOwn(learningRule.parameters, 'traceDecay') && linearOf(spec, design).boundary === 'continuous') {
    return 'eligibility traces that run on from trial to trial have no population program; those of learningRule.boundary=reset have one';
  }
  const { rewardRateLearning, utility, channels } = agentTerms(spec, design);
  if (rewardRateLearning !== 0 || utility !== undefined) return `objective '${objective.id}' has no population program`;
  if (channels?.tie === 'up' && linearOf(spec, design).traceDecay > 0)
    return 'quantiles whose ties go up have no population program with traces';
  return undefined;
}

/**
 * Why a population would differ from the typed-array engine; undefined if it would not. Learning from the sign of an
 * error takes a full step in either direction if an error is 0 except for rounding, and rounding differs between floats
 * and doubles.
 */
export const populationDoubt = (spec: TrialSpec): string | undefined =>
  agentTerms(spec, designOf(spec)).channels?.statistic === 'quantile'
    ? 'learning from the sign of errors depends on rounding where an error is almost 0'
    : undefined;

/** The same, once the features are known. */
export function planRefusal({ session: { spec, design }, meetsAgain, runsOn }: PopulationPlan): string | undefined {
  if (runsOn)
    return 'features that are on from one trial to the next have no population program; with learningRule.boundary=reset they have one';
  const { trace } = linearOf(spec, design);
  return trace !== 'accumulating' && meetsAgain
    ? `${trace} traces have a population program only for features that are on in one step of a trial`
    : undefined;
}

/** Counts subjects that differ only in parameters of their objective and learning rule. */
export function populationParameters(specs: readonly TrialSpec[]): Parameters {
  const subjects = specs.length;
  const first = specs[0] as TrialSpec;
  const design = designOf(first);
  const { channels: many } = agentTerms(first, design);
  const channels = many?.each.length ?? 1;
  const column = (): Float32Array => new Float32Array(channels * subjects);
  const setup = { discount: column(), traceDecay: column(), positiveRate: column(), negativeRate: column() };
  specs.forEach((spec, subject) => {
    const { learningRate: rate, traceDecay, trace } = linearOf(spec, design);
    const isWeighed =
      many === undefined &&
      trace === 'accumulating' &&
      findTrialArchitecture(spec.agent.architecture.id).lasting === true;
    predictorsOf(spec, design).forEach(({ discount, gainPositive, gainNegative }, channel) => {
      const at = channel * subjects + subject;
      const learningRate = isWeighed ? rate * lastingWeight(discount * traceDecay, design.stepSeconds) : rate;
      setup.discount[at] = discount;
      setup.traceDecay[at] = traceDecay;
      setup.positiveRate[at] = learningRate * gainPositive;
      setup.negativeRate[at] = learningRate * gainNegative;
    });
  });
  return { subjects, channels, ...setup, statistic: many?.statistic ?? 'expectile', tie: many?.tie };
}

function linearOf(spec: TrialSpec, design: GridDesign): LinearTd {
  const { id, linear } = ruleOf(spec, design);
  if (linear === undefined) throw new Error(`learning rule ${id} is not linear TD`);
  return linear();
}

const agentTerms = (spec: TrialSpec, design: GridDesign): TdTerms =>
  termsOf(spec, design, randomStream(spec.seed, 'agent'));

/** Every channel of a subject. */
function predictorsOf(spec: TrialSpec, design: GridDesign): Channels['each'] {
  const { discount, channels } = agentTerms(spec, design);
  return channels?.each ?? [{ discount, gainPositive: 1, gainNegative: 1 }];
}
