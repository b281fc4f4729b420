import { expect, test } from 'vitest';
import { power } from '../../src/core/power.ts';
import { correlationsByType, record } from '../../bench/learning/likeness.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';

const short = { trainingTrials: 60, recordingTrials: 200, itiSeconds: 2 };

function sessionOf(given: Readonly<Record<string, number | string>>): TrialSession {
  return createTrialSession(
    Object.entries({ ...short, ...given }).reduce(
      (spec, [path, value]) => setParameter(spec, path, value),
      completeTrialSpec({ world: 'starkweather-2017', agent: 'td-csc' }),
    ),
  );
}

const recorded = ({ trials }: TrialSession): TrialSession['trials'] =>
  trials.filter(({ phase }) => phase.endsWith('recording'));

test('RPEs are compared only in recorded trials, by type, without the first step of each trial', () => {
  const [one, other] = [sessionOf({ animals: 'one' }), sessionOf({ animals: 'one' })];
  for (const { phase, type, index, steps } of one.trials) {
    for (let step = 0; step < steps; step++) {
      const at = (one.offsets[index] as number) + step;
      const isCompared = phase === 'recording' && step > 0;
      one.signals.rpe[at] = isCompared ? Math.sin(at) : 100 * Math.sin(7 * at);
      // A straight line through each type's points: r is 1 or -1, and would be neither over both types at once.
      other.signals.rpe[at] = isCompared ? (type.startsWith('task-1') ? 2 * Math.sin(at) + 1 : 3 - Math.sin(at)) : 100;
    }
  }
  const correlations = correlationsByType(one, other);
  expect([...correlations.keys()].sort()).toEqual(
    ['task-1', 'task-2'].flatMap((task) => [task, `${task}-long`, `${task}-none`, `${task}-short`]),
  );
  expect(correlations.get('task-1')).toBeCloseTo(1, 12);
  expect(correlations.get('task-2')).toBeCloseTo(-1, 12);
});

test('each subject is recorded with its weights from the end of training, which do not change', () => {
  const given = { animals: 'one-per-task' };
  const session = sessionOf({ ...given, learningRate: 0 });
  record(session, sessionOf(given));
  const ordinary = sessionOf(given);
  for (const phase of ['task-1-recording', 'task-2-recording']) {
    const trials = recorded(session).filter((trial) => trial.phase === phase);
    ordinary.advance((trials[0]?.index as number) - ordinary.done);
    // Until the reward, the value of a complete serial compound is the weight of the current step.
    const weights = [...ordinary.weights];
    expect(weights.some((weight) => weight !== 0)).toBe(true);
    for (const { index, zeroStep } of trials) {
      const at = (session.offsets[index] as number) + zeroStep;
      for (let step = 0; step < 6; step++) expect(weights).toContain(session.signals.value[at + step]);
    }
  }
  expect([...session.weights]).toEqual([...ordinary.weights]);
});

test('an agent that was trained for longer is recorded in the trials of the shorter session', () => {
  const session = sessionOf({ animals: 'one-per-task', learningRate: 0 });
  const longer = sessionOf({ animals: 'one-per-task', trainingTrials: 90 });
  record(session, longer);
  expect(session.done).toBe(session.trials.length);
  const discount = power(session.spec.agent.objective.parameters['discount'] as number, session.design.stepSeconds);
  for (const { index, steps, outcomes, zeroStep } of recorded(session)) {
    const offset = session.offsets[index] as number;
    const reward = outcomes.find(({ delivered }) => delivered);
    for (let step = 1; step < steps; step++) {
      const { rpe, value } = session.signals;
      const came = reward !== undefined && step === zeroStep + reward.step ? reward.magnitude : 0;
      expect(rpe[offset + step]).toBeCloseTo(
        came + discount * (value[offset + step] as number) - (value[offset + step - 1] as number),
        12,
      );
    }
  }
});
