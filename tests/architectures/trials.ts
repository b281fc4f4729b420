import * as fc from 'fast-check';
import chamber from '../../envs/conditioning-chamber.ts';
import type { TrialArchitecture, FeatureTable } from '../../src/contracts/architecture.ts';
import type { CueEvent, GridDesign, Interval, RewardEvent } from '../../src/contracts/design.ts';
import type { LearnerSetup, TrialRule } from '../../src/contracts/learning-rule.ts';
import type { TdTerms } from '../../src/contracts/td-terms.ts';
import { parseParameters, type Parameters, type Values } from '../../src/contracts/parameters.ts';
import { perStep } from '../../src/contracts/time-constants.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { randomStream } from '../../src/core/random.ts';
import { stepDraws } from '../../src/core/step-draws.ts';
import { scheduleTrials } from '../../src/engine/schedule.ts';

/** Uniform over [min, max] in thousandths. fc.double favours numbers too small to matter. */
export const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1000 }).map((n) => min + ((max - min) * n) / 1000);

/** A trial with cues [cue, onset, steps] and outcomes [step, magnitude], steps counted from time zero. */
export function trialOf(given: {
  readonly zeroStep?: number;
  readonly window?: number;
  readonly cues?: readonly (readonly [number, number, number])[];
  readonly outcomes?: readonly (readonly [number, number])[];
  readonly plastic?: boolean;
  readonly context?: number;
  readonly interventions?: Trial['interventions'];
  readonly overrides?: Trial['overrides'];
}): Trial {
  const {
    zeroStep = 2,
    window = 10,
    cues = [],
    outcomes = [],
    plastic = true,
    context = -1,
    interventions = [],
    overrides,
  } = given;
  return {
    index: 0,
    phase: 'training',
    group: '',
    type: 'only',
    plastic,
    startSeconds: 0,
    zeroSeconds: zeroStep / 10,
    steps: zeroStep + window,
    zeroStep,
    cues: cues.map(([cue, onset, steps]) => ({ cue, onset, steps })),
    outcomes: outcomes.map(([step, magnitude]) => ({ step, magnitude, scheduled: 1, delivered: magnitude !== 0 })),
    context,
    interventions,
    ...(overrides === undefined ? {} : { overrides }),
  };
}

export const fixed = (seconds: number): Interval => ({ kind: 'fixed', seconds });

/** A design of one phase whose trial types are equally frequent unless the mixture says otherwise. */
export function designOf(given: {
  readonly cues: readonly string[];
  readonly types: Readonly<
    Record<string, { readonly cues: readonly CueEvent[]; readonly rewards: readonly RewardEvent[] }>
  >;
  readonly mixture?: Readonly<Record<string, number>>;
  readonly trials?: number;
  readonly iti?: Interval;
  readonly trialSeconds?: number;
  readonly stepSeconds?: number;
}): GridDesign {
  const { cues, types, trials = 100, iti = fixed(1), trialSeconds = 4, stepSeconds = 0.1 } = given;
  const mixture = given.mixture ?? Object.fromEntries(Object.keys(types).map((type) => [type, 1]));
  return {
    cues: cues.map((id) => ({ id, title: id })),
    trialTypes: Object.fromEntries(Object.entries(types).map(([id, type]) => [id, { title: id, ...type }])),
    phases: [{ id: 'training', trials, plastic: true, mixture, order: 'random' }],
    iti,
    trialSeconds,
    stepSeconds,
  };
}

/** All features of a trial's steps, up to its last table or beyond, zeros included: steps x size. */
export function featuresOf(tables: readonly FeatureTable[], size: number, steps = 0): number[][] {
  const full = Array.from(
    { length: tables.reduce((end, { firstStep, rows }) => Math.max(end, firstStep + rows), steps) },
    () => Array.from({ length: size }, () => 0),
  );
  for (const table of tables) writeFeatures(table, full);
  return full;
}

function writeFeatures(table: FeatureTable, full: number[][]): void {
  for (let row = 0; row < table.rows; row++) {
    const features = full[table.firstStep + row] as number[];
    if (table.layout === 'binary') {
      for (const feature of table.active.subarray(table.rowStart[row], table.rowStart[row + 1])) features[feature] = 1;
    } else {
      table.columns.forEach((feature, column) => {
        features[feature] = table.values[row * table.columns.length + column] as number;
      });
    }
  }
}

/** The default values of a declaration, with some of them replaced. */
export const valuesOf = <P extends Parameters>(
  declared: { readonly id: string; readonly parameters: P },
  given: Readonly<Record<string, unknown>> = {},
): Values<P> => parseParameters(declared.parameters, given, declared.id);

/** The same with default time constants converted to per step; given ones are already per step. */
const stepValuesOf = <P extends Parameters>(
  declared: { readonly id: string; readonly parameters: P },
  given: Readonly<Record<string, unknown>>,
  stepSeconds: number,
): Values<P> => valuesOf(declared, { ...perStep(declared.parameters, valuesOf(declared), stepSeconds), ...given });

/** One trial after it was run, signals step by step. */
export interface TrialResult {
  readonly trial: Trial;
  readonly rpe: Float64Array;
  readonly value: Float64Array;
  /** Signals by step from time zero. */
  readonly rpeAt: (step: number) => number;
  readonly valueAt: (step: number) => number;
}

/** The inputs of a learner, without draws and, unless given, without a design. */
export function setupOf(given: Pick<LearnerSetup, 'terms' | 'layout' | 'size'> & Partial<LearnerSetup>): LearnerSetup {
  return {
    label: (feature) => `feature ${feature}`,
    design: designOf({ cues: [], types: {} }),
    random: randomStream(1, 'agent'),
    ...given,
  };
}

interface Parts {
  readonly architecture: readonly [TrialArchitecture, Readonly<Record<string, unknown>>?];
  readonly rule: readonly [TrialRule, Readonly<Record<string, unknown>>?];
  readonly terms: TdTerms;
}

/** A subject that runs trials one at a time. All given values are per step. */
export function subjectOf(
  design: GridDesign,
  { architecture: [architecture, given = {}], rule: [rule, ruleGiven = {}], terms }: Parts,
) {
  const encoder = architecture.create(stepValuesOf(architecture, given, design.stepSeconds), design);
  const learner = rule.create(
    stepValuesOf(rule, ruleGiven, design.stepSeconds),
    setupOf({ terms, layout: encoder.layout, size: encoder.size, design }),
  );
  return {
    encoder,
    learner,
    runTrial: (trial: Trial): TrialResult => {
      const rpe = new Float64Array(trial.steps);
      const value = new Float64Array(trial.steps);
      learner.learnTrial(trial, encoder.encode(trial), { rpe, value, offset: 0 }, stepDraws(1, `agent/${trial.index}`));
      return {
        trial,
        rpe,
        value,
        rpeAt: (step) => rpe[trial.zeroStep + step] as number,
        valueAt: (step) => value[trial.zeroStep + step] as number,
      };
    },
  };
}

/** Runs a whole design. */
export function runTrial(design: GridDesign, parts: Parts, seed = 1): readonly TrialResult[] {
  const subject = subjectOf(design, parts);
  return scheduleTrials(design, chamber, seed).map((trial) => subject.runTrial(trial));
}
