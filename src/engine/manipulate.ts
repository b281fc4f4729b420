import { InputError } from '../core/errors.ts';
import { randomStream } from '../core/random.ts';
import type { Design, GridDesign } from '../contracts/design.ts';
import type { TrialEnv } from '../contracts/env.ts';
import type { ControlRule, TrialRule } from '../contracts/learning-rule.ts';
import type { Changes } from '../contracts/manipulation.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { overSeconds } from '../contracts/time-constants.ts';
import type { StepOutcome, StepStage, Trial, TrialOverrides } from '../contracts/trial.ts';
import { bind } from './bind.ts';
import { findTrialRule } from './registry.ts';

/** A manipulation with its values, prepared for a design. */
export interface Applied {
  readonly id: string;
  readonly changes: Changes;
}

/** @throws InputError for a value that names something the design does not have */
export const manipulationsOf = (spec: TrialSpec, design: GridDesign): readonly Applied[] =>
  (spec.manipulations ?? []).map((part) => ({
    id: part.id,
    changes: namingManipulation(part.id, () => bind('manipulations', part).changes(design)),
  }));

/** Attributes errors of the called function to the manipulation with that id. */
export function namingManipulation<T>(id: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw error instanceof InputError ? new InputError(error.what, `manipulation ${id}`, error.remedy) : error;
  }
}

/** @throws InputError if a learning rule does not use a value that a manipulation replaces */
export function requireHeededBy(
  { id, heeds }: Pick<TrialRule | ControlRule, 'id' | 'heeds'>,
  name: keyof TrialOverrides,
): void {
  if (!(heeds as readonly string[] | undefined)?.includes(name))
    throw new InputError(
      `learning rule '${id}' makes no use of ${name}`,
      'manipulation',
      'choose another agent, or leave it out',
    );
}

export interface Manipulated {
  readonly spec: TrialSpec;
  readonly design: GridDesign;
  readonly env: TrialEnv;
  readonly applied: readonly Applied[];
}

/**
 * The trials of the manipulated subject; each manipulation acts on the result of the previous one.
 * @throws InputError for a manipulation that changes no trial, or replaces a value that the agent does not use
 */
export function manipulate(trials: readonly Trial[], where: Manipulated): readonly Trial[] {
  return where.applied.reduce((before, one) => {
    const after = before.map((trial) => changed(trial, one.changes, where.design));
    requireActs(one, before, after, where);
    requireHeeded(one, before, after, where);
    return after;
  }, trials);
}

/** The same trial object if nothing acts. */
function changed(trial: Trial, changes: Changes, design: GridDesign): Trial {
  const cues = trial.stages === undefined ? differentCues(trial, changes) : undefined;
  const intervention = changes.intervention?.(trial);
  const overrides = changes.overrides?.(trial);
  const parts: Partial<Trial> = {
    ...(cues === undefined ? {} : { cues }),
    ...(changes.outcome === undefined ? {} : changedOutcomes(trial, changes.outcome)),
    ...(intervention === undefined ? {} : { interventions: [...trial.interventions, intervention] }),
    ...(overrides === undefined ? {} : { overrides: { ...trial.overrides, ...overridesPerStep(overrides, design) } }),
  };
  return Object.keys(parts).length === 0 ? trial : { ...trial, ...parts };
}

/** Manipulations use seconds, a trial uses steps; if there are choices, traces decay once per choice. */
function overridesPerStep(
  { discount, traceDecay, ...rest }: TrialOverrides,
  { stepSeconds, states }: GridDesign,
): TrialOverrides {
  const turned = (value: number): number => overSeconds('kept', value, stepSeconds);
  return {
    ...rest,
    ...(discount === undefined ? {} : { discount: turned(discount) }),
    ...(traceDecay === undefined ? {} : { traceDecay: states === undefined ? turned(traceDecay) : traceDecay }),
  };
}

/** Undefined if the cues are unchanged. */
function differentCues(trial: Trial, changes: Changes): Trial['cues'] | undefined {
  const cues = changes.cues?.(trial);
  const isSame =
    cues?.length === trial.cues.length &&
    cues.every(
      ({ cue, onset, steps }, i) =>
        trial.cues[i]?.cue === cue && trial.cues[i].onset === onset && trial.cues[i].steps === steps,
    );
  return isSame ? undefined : cues;
}

/** Every possible outcome of the trial: its own, and those of all options. */
function changedOutcomes(
  trial: Trial,
  change: NonNullable<Changes['outcome']>,
): Pick<Trial, 'outcomes' | 'stages'> | undefined {
  let acts = false;
  const changeEach = (outcomes: readonly StepOutcome[]): readonly StepOutcome[] =>
    outcomes.map((outcome) => {
      const made = change(outcome, trial);
      if (made === undefined) return outcome;
      acts = true;
      return { ...outcome, magnitude: made.magnitude, delivered: made.delivered };
    });
  const changeStage = (stage: StepStage): StepStage => ({
    ...stage,
    options: stage.options.map((option) => ({ ...option, outcomes: changeEach(option.outcomes) })),
  });
  const outcomes = changeEach(trial.outcomes);
  const stages = trial.stages?.map(changeStage);
  return acts ? { outcomes, ...(stages === undefined ? {} : { stages }) } : undefined;
}

/**
 * Number of trials drawn per type and phase before it counts as unaffected: whether a manipulation acts may depend on
 * the random draws.
 */
const drawsOfType = 20;

function requireActs(
  { id, changes }: Applied,
  before: readonly Trial[],
  after: readonly Trial[],
  { spec, design, env }: Manipulated,
): void {
  if (after.some((trial, i) => trial !== before[i])) return;
  // Not in this session; but a randomly drawn type may happen not to occur in it.
  const random = randomStream(spec.seed, 'manipulations');
  const couldAct = design.phases.some((phase) =>
    Object.keys(phase.mixture).some((type) =>
      Array.from({ length: drawsOfType }, () =>
        env.realise(design, phase, type, { index: 0, startSeconds: 0, startStep: 0 }, random),
      ).some((trial) => changed(trial, changes, design) !== trial),
    ),
  );
  if (couldAct) return;
  throw new InputError(
    design.states !== undefined && changes.cues !== undefined
      ? 'it changes cues, and an agent that chooses sees none'
      : 'it has no effect in any trial of this experiment',
    `manipulation ${id}`,
    'leave it out, or choose other values',
  );
}

/** With one choice per trial, an error reaches back no further, whatever the trace decay. */
const isHeardOf = (name: keyof TrialOverrides, { trialTypes, states }: Design): boolean =>
  name !== 'traceDecay' ||
  states === undefined ||
  Object.values(trialTypes).some(({ stages = [] }) =>
    stages.some(({ options }) => options.some(({ next = [] }) => next.length > 0)),
  );

function requireHeeded(
  { id }: Applied,
  before: readonly Trial[],
  after: readonly Trial[],
  { spec, design }: Manipulated,
): void {
  const rule = findTrialRule(spec.agent.learningRule.id);
  const replaced = new Set(
    after.flatMap(({ overrides }, i) =>
      overrides === before[i]?.overrides ? [] : (Object.keys(overrides ?? {}) as (keyof TrialOverrides)[]),
    ),
  );
  for (const name of replaced) {
    namingManipulation(id, () => requireHeededBy(rule, name));
    if (!isHeardOf(name, design))
      throw new InputError(
        `${name} changes nothing where a trial has one choice`,
        `manipulation ${id}`,
        'choose another paradigm, or leave it out',
      );
  }
}
