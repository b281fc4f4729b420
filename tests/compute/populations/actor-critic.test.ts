import { describe, expect, test } from 'vitest';
import type { StageSignals } from '../../../src/contracts/choice-population.ts';
import type { PopulationMaker } from '../../../src/contracts/population.ts';
import type { PartialSpec, TrialSpec } from '../../../src/spec/spec.ts';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { choiceParameters, choiceRefusal, planChoices, sessionOf } from '../../../src/engine/population/choice-plan.ts';
import { createTrialSession, type TrialSession } from '../../../src/engine/trial-session.ts';
import type { RecordedTrial } from '../../../src/contracts/design.ts';
import { declaredDesign } from '../../../src/engine/world.ts';
import { takenFrom } from '../../recorded/taken.ts';
import { populationsFor } from '../../../src/compute/backends.ts';

const tolerance = 1e-4;
const makers: Readonly<Record<string, PopulationMaker>> = {
  cpu: await populationsFor('cpu'),
  wasm: await populationsFor('wasm'),
};

const subjects = [
  { critic: 0.05, actor: 0.2, traceDecay: 0, discount: 0.98, inverseTemperature: 2 },
  { critic: 0.3, actor: 0.05, traceDecay: 0.6, discount: 0.9, inverseTemperature: 5 },
  { critic: 0.1, actor: 0.1, traceDecay: 1, discount: 1, inverseTemperature: 0.5 },
];

const specsOf = (given: PartialSpec, delays: string): readonly TrialSpec[] =>
  subjects.map(({ critic, actor, traceDecay, discount, inverseTemperature }) =>
    completeTrialSpec({
      ...given,
      agent: {
        id: 'actor-critic',
        learningRule: {
          id: 'actor-critic',
          parameters: { criticLearningRate: critic, actorLearningRate: actor, traceDecay, delays },
        },
        objective: { id: 'discounted-return', parameters: { discount } },
        policy: { id: 'softmax', parameters: { inverseTemperature } },
      },
    }),
  );

function completed(spec: TrialSpec): TrialSession {
  const session = createTrialSession(spec);
  session.advance(session.trials.length);
  return session;
}

/** Two stages, whose choices were recorded; in every fifth trial nothing was chosen, and in some of these a reward came. */
function recordedChoices(): PartialSpec {
  const given = { world: { id: 'daw-2011', parameters: { trials: 60 } } };
  const declared = declaredDesign(completeTrialSpec(given));
  const taken = takenFrom(completed(completeTrialSpec(given)), declared);
  const missed = (trial: RecordedTrial, i: number): RecordedTrial =>
    i % 5 > 0 ? trial : { ...trial, choices: [], rewards: i % 10 === 0 ? trial.rewards : [] };
  const phases = taken.phases.map((phase) => ({ ...phase, recorded: (phase.recorded ?? []).map(missed) }));
  return { world: 'own-design', design: { ...taken, phases } };
}

const choicesOf = ({ trials }: TrialSession) =>
  trials.map(({ choices = [] }) => choices.map(({ stage, option }) => [stage, option]));
const probabilitiesOf = ({ trials }: TrialSession): readonly number[] =>
  trials.flatMap(({ choices = [] }) => choices.flatMap(({ probabilities }) => Array.from(probabilities)));

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, one, i) => Math.max(most, Math.abs(one - (b[i] as number))), 0);

describe.each(Object.entries(makers))('%s: actor-critics choose and learn like the typed-array engine', (_, maker) => {
  test.each<[string, PartialSpec, delays?: string]>([
    ['two stages', { world: { id: 'daw-2011', parameters: { trials: 200 } } }],
    ['forced and free choices', { world: 'roesch-2007' }],
    ['forced and free choices, delays ignored', { world: 'roesch-2007' }, 'ignored'],
    [
      'objects that are the same in every state',
      { world: { id: 'morris-2006', parameters: { trainingTrials: 40, recordingTrials: 10 } } },
    ],
    ['a reversal', { world: 'cools-2002' }],
    ['recorded choices', recordedChoices()],
  ])('%s', async (_name, given, delays = 'discounted') => {
    const specs = specsOf(given, delays);
    const sessions = specs.map(completed);
    const plan = planChoices(sessions[0] as TrialSession);
    expect(choiceRefusal(specs[0] as TrialSpec, plan.session.trials)).toBeUndefined();
    const population = maker.createChoosing(choiceParameters(plan, specs));
    const signals: (readonly StageSignals[])[] = [];
    for (const trial of plan.trials) signals.push(await population.runTrial(trial));
    const [weights, sizes] = [await population.weights(), await population.size()];
    population.dispose();
    sessions.forEach((session, subject) => {
      const other = sessionOf(plan, { signals, sizes }, subject, specs[subject] as TrialSpec);
      expect(choicesOf(other)).toEqual(choicesOf(session));
      expect(furthest(probabilitiesOf(session), probabilitiesOf(other))).toBeLessThan(tolerance);
      expect(furthest(session.signals.rpe, other.signals.rpe)).toBeLessThan(tolerance);
      expect(furthest(session.signals.value, other.signals.value)).toBeLessThan(tolerance);
      expect(
        furthest(
          session.weights,
          weights.filter((__, i) => i % specs.length === subject),
        ),
      ).toBeLessThan(tolerance);
    });
  });
});
