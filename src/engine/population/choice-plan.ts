import { power } from '../../core/power.ts';
import { choiceFeaturesOf } from '../../contracts/choice-features.ts';
import type {
  ChoicePopulationSetup,
  ChoicePopulationStage,
  ChoicePopulationTrial,
  StageSignals,
} from '../../contracts/choice-population.ts';
import type { GridDesign } from '../../contracts/design.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { SubjectResult } from '../../spec/sweep.ts';
import { firstStage, type StepChoice, type StepStage, type Trial } from '../../contracts/trial.ts';
import { atItsTime } from '../../learning-rules/choice/choice-learner.ts';
import { randomStream } from '../../core/random.ts';
import { termsOf } from '../per-step.ts';
import { agentDraws, largestWeight, chosen, type TrialSession } from '../trial-session.ts';
import { subjectResult, divergedResult } from './subject-results.ts';

/** What all actor-critics of a population share. */
export interface ChoicePlan {
  readonly session: TrialSession;
  readonly trials: readonly ChoicePopulationTrial[];
}

const ignoresDelays = ({ agent: { learningRule } }: TrialSpec): boolean =>
  learningRule.parameters['delays'] === 'ignored';

/** Why actor-critics cannot run these trials in lockstep; undefined if they can. */
export function choiceRefusal(
  { agent: { learningRule, policy } }: TrialSpec,
  trials: readonly Trial[],
): string | undefined {
  if (learningRule.id !== 'actor-critic') return `learning rule '${learningRule.id}' has no population program`;
  if (policy?.id !== 'softmax') return `policy '${policy?.id}' has no population program`;
  if (trials.some(({ interventions }) => interventions.length > 0))
    return 'RPEs that are changed from outside have no population program where there are choices';
  return trials.some(({ stages = [] }) => arrivals(stages) === undefined)
    ? 'stages to which several ways of different lengths lead have no population program'
    : undefined;
}

interface Arrival {
  /** Stages before this one. */
  readonly depth: number;
  readonly sinceLast: number;
}

/**
 * How each stage is reached, if the times and the number of earlier choices are the same on every path; otherwise
 * undefined.
 */
function arrivals(stages: readonly StepStage[]): readonly Arrival[] | undefined {
  const found: (Arrival | undefined)[] = stages.map((_, i) => (i === 0 ? { depth: 0, sinceLast: 1 } : undefined));
  for (const [index, { options, step }] of stages.entries()) {
    for (const { next } of options) {
      if (next === undefined) continue;
      const arrival = { depth: (found[index]?.depth ?? 0) + 1, sinceLast: (stages[next] as StepStage).step - step };
      const known = found[next];
      if (
        next <= index ||
        (known !== undefined && (known.depth !== arrival.depth || known.sinceLast !== arrival.sinceLast))
      )
        return undefined;
      found[next] = arrival;
    }
  }
  return found.map((arrival) => arrival ?? { depth: 0, sinceLast: 1 });
}

/** @param session one of the subjects, which has the schedule of all */
export function planChoices(session: TrialSession): ChoicePlan {
  const { index } = choiceFeaturesOf(session.design);
  const { seed } = session.spec;
  const isFixed = ignoresDelays(session.spec);
  const agent = agentDraws(seed);
  const trials = session.trials.map((trial, i): ChoicePopulationTrial => {
    const { plastic, group, overrides, forced } = trial;
    const stages = firstStage(trial) === undefined ? [] : (trial.stages ?? []);
    const random = agent.at((session.offsets[i] as number) + trial.zeroStep);
    const draws = stages.map(() => random.next());
    const come = arrivals(stages) ?? [];
    return {
      isNaive: i > 0 && group !== session.trials[i - 1]?.group,
      plastic,
      discount: isFixed ? undefined : overrides?.discount,
      traceDecay: overrides?.traceDecay,
      stages: stages.map((stage, place): ChoicePopulationStage => {
        const { depth, sinceLast } = come[place] as Arrival;
        const options = stage.options.map(({ action, next, outcomes }) => ({
          pair: index(stage.state, action),
          next,
          outcomes: outcomes.map(({ step, magnitude }) => ({ after: step - stage.step, magnitude })),
        }));
        return {
          state: stage.state,
          sinceLast,
          draw: draws[depth] as number,
          forced: forced?.find((one) => one.stage === place)?.option,
          options,
        };
      }),
    };
  });
  return { session, trials };
}

/** Counts subjects that differ only in parameters of objective, learning rule and policy. */
export function choiceParameters(
  { session: { design } }: ChoicePlan,
  specs: readonly TrialSpec[],
): ChoicePopulationSetup {
  const column = (part: 'learningRule' | 'policy', name: string): Float32Array =>
    Float32Array.from(specs, ({ agent }) => agent[part]?.parameters[name] as number);
  return {
    subjects: specs.length,
    states: design.states?.length ?? 0,
    pairs: choiceFeaturesOf(design).size,
    criticRate: column('learningRule', 'criticLearningRate'),
    actorRate: column('learningRule', 'actorLearningRate'),
    traceDecay: column('learningRule', 'traceDecay'),
    discount: Float32Array.from(specs, (spec) => discountOf(spec, design)),
    inverseTemperature: column('policy', 'inverseTemperature'),
  };
}

/** γ, per step. */
const discountOf = (spec: TrialSpec, design: GridDesign): number =>
  ignoresDelays(spec) ? 1 : termsOf(spec, design, randomStream(spec.seed, 'agent')).discount;

/** The output of a population of actor-critics. */
export interface ChoiceRecord {
  /** For each trial and each of its stages. */
  readonly signals: readonly (readonly StageSignals[])[];
  /** Σ |w| of each subject. */
  readonly sizes: Float32Array;
}

/** Judges the subjects one by one from their choices and errors, as if each had run alone. */
export function choiceJudge(
  plan: ChoicePlan,
  record: ChoiceRecord,
): (place: number, subject: number, spec: TrialSpec) => SubjectResult {
  return (place, subject, spec) =>
    (record.sizes[place] as number) < largestWeight
      ? subjectResult(subject, sessionOf(plan, record, place, spec))
      : divergedResult(subject, spec);
}

/** The session of one subject, with its choices and signals. */
export function sessionOf(
  { session }: ChoicePlan,
  { signals }: ChoiceRecord,
  place: number,
  spec: TrialSpec,
): TrialSession {
  const rpe = new Float64Array(session.offsets.at(-1) as number);
  const value = new Float64Array(rpe.length);
  const trials = session.trials.map((trial, i) => {
    const { stages = [] } = trial;
    const offset = (session.offsets[i] as number) + trial.zeroStep;
    const discount = ignoresDelays(spec) ? 1 : (trial.overrides?.discount ?? discountOf(spec, session.design));
    const end = session.offsets[i + 1] as number;
    const choices: StepChoice[] = [];
    let before = (stages[0]?.step ?? 0) - 1;
    for (let at = firstStage(trial); at !== undefined;) {
      const stage = stages[at] as StepStage;
      const rawError = signals[i]?.[at] as StageSignals;
      const option = rawError.option[place] as number;
      choices.push({ stage: at, option, probabilities: rawError.probabilities.map((one) => one[place] as number) });
      const from = offset + stage.step;
      rpe[from] = atItsTime(rawError.error[place] as number, power(discount, stage.step - before - 1), 0);
      // A prediction lasts until the next one, and its value rises as the outcome approaches.
      for (let step = from, held = rawError.value[place] as number; step < end; step++, held /= discount || 1)
        value[step] = held;
      const { next, outcomes } = stage.options[option] as StepStage['options'][number];
      const last = next === undefined ? outcomes.at(-1) : undefined;
      if (last !== undefined) {
        rpe[offset + last.step] = atItsTime(
          rawError.endError[place] as number,
          power(discount, last.step - stage.step - 1),
          last.magnitude,
        );
        value.fill(0, offset + last.step, end);
      }
      before = stage.step;
      at = next;
    }
    if (choices.length === 0)
      for (const { step, magnitude } of trial.outcomes) rpe[offset + step] = (rpe[offset + step] as number) + magnitude;
    return chosen(trial, choices);
  });
  return { ...session, spec, trials, signals: { rpe, value, units: {} }, done: trials.length };
}
