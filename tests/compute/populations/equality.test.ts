import { describe, expect, test } from 'vitest';
import type { PopulationMaker } from '../../../src/contracts/population.ts';
import type { PartialSpec, TrialSpec } from '../../../src/spec/spec.ts';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { planPopulation, type PopulationPlan } from '../../../src/engine/population/plan.ts';
import { planRefusal, populationParameters } from '../../../src/engine/population/parameters.ts';
import { createTrialSession, type TrialSession } from '../../../src/engine/trial-session.ts';
import { populationsFor } from '../../../src/compute/backends.ts';

/** Allowed difference between a population and the typed-array engine after a whole session, in reward units. */
const tolerance = 1e-4;

const makers: Readonly<Record<string, PopulationMaker>> = {
  cpu: await populationsFor('cpu'),
  wasm: await populationsFor('wasm'),
};

interface Case {
  readonly name: string;
  readonly spec: PartialSpec;
  /** Parameters of the subjects, by part. */
  readonly subjects: readonly { readonly learningRule?: object; readonly objective?: object }[];
}

const traced = [0, 0.5, 0.9, 1].flatMap((traceDecay, i) => [
  {
    learningRule: { learningRate: 0.05 + 0.1 * i, traceDecay, boundary: 'reset' },
    objective: { discount: 0.9 + 0.03 * i },
  },
]);
const shortDabney = { id: 'dabney-2020', parameters: { acquisitionTrials: 150, recordingTrials: 60 } };
const cases: readonly Case[] = [
  {
    name: 'TD(0), serial compound, omissions',
    spec: { world: 'schultz-1997', agent: 'td-csc' },
    subjects: [0.02, 0.1, 0.5].map((learningRate) => ({ learningRule: { learningRate } })),
  },
  { name: 'TD(λ), serial compound', spec: { world: 'schultz-1997', agent: 'td-lambda-csc' }, subjects: traced },
  {
    name: 'TD(λ), serial compounds that overlap, of several groups of subjects',
    spec: { world: 'waelti-2001', agent: 'td-lambda-csc' },
    subjects: traced,
  },
  {
    name: 'TD(λ), microstimuli',
    spec: { world: { id: 'schultz-1997', parameters: { trainingTrials: 100 } }, agent: 'td-microstimuli' },
    subjects: [0, 0.5, 0.95].map((traceDecay, i) => ({
      learningRule: { learningRate: 0.005 + 0.01 * i, traceDecay, boundary: 'reset' },
      objective: { discount: 0.9 + 0.04 * i },
    })),
  },
  {
    name: 'TD(λ), presence',
    spec: {
      world: { id: 'fiorillo-2003', parameters: { acquisitionTrials: 20, recordingTrials: 20 } },
      agent: 'td-presence',
    },
    subjects: traced.map(({ learningRule, objective }) => ({
      learningRule: { ...learningRule, learningRate: 0.01 },
      objective,
    })),
  },
  {
    name: 'TD(λ), context, weights held in probes',
    spec: { world: 'ricker-bouton-1996', agent: 'td-lambda-csc' },
    subjects: traced.map(({ learningRule, objective }) => ({
      learningRule: { ...learningRule, learningRate: 0.02 },
      objective,
    })),
  },
  {
    name: 'beliefs',
    spec: { world: { id: 'schultz-1997', parameters: { trainingTrials: 40, probeTrials: 10 } }, agent: 'td-belief' },
    subjects: [0.05, 0.2].map((learningRate) => ({ learningRule: { learningRate, boundary: 'reset' } })),
  },
  {
    name: 'expectiles, next values of other channels',
    spec: { world: shortDabney, agent: 'td-expectile' },
    subjects: [0.1, 0.5].map((learningRate) => ({
      learningRule: { learningRate },
      objective: { largestGain: 0.9 * learningRate + 0.05 },
    })),
  },
  // Numbers that are exact in floats as in doubles: otherwise rounding decides the sign of an error near 0, and a step
  // goes the other way.
  ...[
    ['sample', 'none'],
    ['own', 'none'],
    ['own', 'up'],
  ].map(([bootstrap, tie]): Case => ({
    name: `quantiles, next values: ${bootstrap}, ties: ${tie}`,
    spec: {
      world: 'schultz-1997',
      agent: { id: 'td-quantile', objective: { id: 'quantile', parameters: { channels: 16, bootstrap, tie } } },
    },
    subjects: [1 / 32, 1 / 16].map((learningRate) => ({
      learningRule: { learningRate },
      objective: { discount: 1 - 8 * learningRate },
    })),
  })),
  {
    name: 'expectiles, recurring features',
    spec: {
      world: shortDabney,
      agent: {
        id: 'td-expectile',
        architecture: { id: 'presence' },
        learningRule: { id: 'td-lambda', parameters: { learningRate: 0.1, traceDecay: 0.9, boundary: 'reset' } },
      },
    },
    subjects: [{ learningRule: { traceDecay: 0.3 } }, {}],
  },
  {
    name: 'many time scales',
    spec: { world: { id: 'masset-2025', parameters: { acquisitionTrials: 100 } }, agent: 'td-multi-timescale' },
    subjects: [0.05, 0.3].map((learningRate) => ({
      learningRule: { learningRate },
      objective: { smallestDiscount: learningRate + 0.2 },
    })),
  },
  {
    name: 'RPE clamped in a window',
    spec: { world: 'steinberg-2013', agent: 'td-csc' },
    subjects: [0.05, 0.3].map((learningRate) => ({ learningRule: { learningRate } })),
  },
  {
    name: 'gains of negative RPE',
    spec: {
      world: 'schultz-1997',
      agent: 'td-lambda-csc',
      manipulations: [{ id: 'rpe-gains', parameters: { gainNegative: 0.5 } }],
    },
    subjects: traced,
  },
];

function specsOf({ spec, subjects }: Case): readonly TrialSpec[] {
  const base = completeTrialSpec(spec);
  const part = (name: 'learningRule' | 'objective', parameters: object | undefined) => ({
    id: base.agent[name].id,
    parameters: { ...base.agent[name].parameters, ...parameters },
  });
  return subjects.map(({ learningRule, objective }) =>
    completeTrialSpec({
      ...base,
      agent: {
        ...base.agent,
        learningRule: part('learningRule', learningRule),
        objective: part('objective', objective),
      },
    }),
  );
}

const known = new Map<Case, readonly TrialSession[]>();

/** The subjects of a case, run to their ends by the typed-array engine: once for all populations. */
function completed(one: Case): readonly TrialSession[] {
  const sessions =
    known.get(one) ??
    specsOf(one).map((spec) => {
      const session = createTrialSession(spec);
      session.advance(session.trials.length);
      return session;
    });
  known.set(one, sessions);
  return sessions;
}

/** The largest difference between the signals and weights of each subject and those of the typed-array engine. */
async function distances(maker: PopulationMaker, one: Case): Promise<{ rpe: number; value: number; weights: number }> {
  const [specs, sessions] = [specsOf(one), completed(one)];
  const plan = planPopulation(sessions[0] as TrialSession, new Map(), 'channels');
  expect(planRefusal(plan)).toBeUndefined();
  const parameters = populationParameters(specs);
  const population = maker.create({ ...parameters, groupOf: plan.groupOf, windows: [] });
  const most = { rpe: 0, value: 0, weights: 0 };
  const note = (name: keyof typeof most, distance: number): void => {
    most[name] = Math.max(most[name], Number.isNaN(distance) ? Infinity : distance);
  };
  for (const trial of plan.trials) {
    const kept = await population.runTrial(trial);
    compareTrial(plan, trial, kept, sessions, note);
  }
  const weights = await population.weights();
  sessions.forEach((session, subject) => {
    session.weights.forEach((weight, feature) => {
      let sum = 0;
      for (let channel = 0; channel < plan.session.channels; channel++)
        sum += weights[(feature * plan.session.channels + channel) * specs.length + subject] as number;
      note('weights', Math.abs(weight - sum / plan.session.channels));
    });
  });
  population.dispose();
  return most;
}

function compareTrial(
  plan: PopulationPlan,
  trial: PopulationPlan['trials'][number],
  kept: { rpe: Float32Array; value: Float32Array } | undefined,
  sessions: readonly TrialSession[],
  note: (name: 'rpe' | 'value', distance: number) => void,
): void {
  const index = plan.trials.indexOf(trial);
  const { channels, offsets } = plan.session;
  const first = (offsets[index] as number) + (plan.firstSteps[index] as number);
  sessions.forEach(({ signals }, subject) => {
    const { 'channel-rpe': channelRpe = signals.rpe, 'channel-value': channelValue = signals.value } = signals.units;
    for (let row = 0; row < trial.table.rows; row++) {
      for (let channel = 0; channel < channels; channel++) {
        const here = (row * channels + channel) * sessions.length + subject;
        const there = (first + row) * channels + channel;
        note('rpe', Math.abs((kept?.rpe[here] as number) - (channelRpe[there] as number)));
        note('value', Math.abs((kept?.value[here] as number) - (channelValue[there] as number)));
      }
    }
    for (let step = offsets[index] as number; step < (offsets[index + 1] as number); step++) {
      const quiet = plan.quietRpe[step] as number;
      if (Number.isNaN(quiet)) continue;
      note('rpe', Math.abs(quiet - (signals.rpe[step] as number)));
      note('value', Math.abs(signals.value[step] as number));
    }
  });
}

describe.each(Object.entries(makers))('%s', (_, maker) => {
  test.each(cases)(
    '$name',
    async (one) => {
      const most = await distances(maker, one);
      expect(most.rpe).toBeLessThan(tolerance);
      expect(most.value).toBeLessThan(tolerance);
      expect(most.weights).toBeLessThan(tolerance);
    },
    120_000,
  );
});
