import { describe, expect, test } from 'vitest';
import type { UnitGroup, Units } from '../../src/contracts/units.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import type { StepStage, Trial } from '../../src/contracts/trial.ts';
import { leastSquares } from '../../src/analysis/least-squares.ts';
import { observe } from '../../src/engine/run.ts';
import { agentDraws, createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import { unitColumns } from '../../src/engine/unit-columns.ts';
import softmax from '../../src/policies/softmax.ts';
import { mean } from '../core/moments.ts';

function finished(spec: PartialSpec, units: 'all' | readonly string[] = 'all'): TrialSession {
  const session = createTrialSession(completeTrialSpec(spec), { units });
  session.advance(session.trials.length);
  return session;
}

/** The output of a group's units at a step of the run. */
function rowOf({ units, signals }: TrialSession, group: string, step: number): readonly number[] {
  const { labels } = units.find((one) => one.group.id === group) as Units;
  return Array.from((signals.units[group] as Float64Array).subarray(step * labels.length, (step + 1) * labels.length));
}

const stepsOf = ({ signals }: TrialSession): readonly number[] => Array.from(signals.rpe, (_, step) => step);
const firstOf = ({ offsets }: TrialSession, trial: Trial): number => (offsets[trial.index] as number) + trial.zeroStep;

describe('recorded units', () => {
  const belief: UnitGroup = { id: 'belief', title: 'belief', unit: 'probability', each: 'a state' };
  const channel: UnitGroup = { id: 'channel-rpe', title: 'RPE', unit: 'reward units', each: 'a channel', always: true };
  const has = [
    { group: belief, labels: ['a', 'b', 'c'] },
    { group: channel, labels: ['1', '2'] },
  ];

  test('without a request only required units are recorded', () =>
    expect(Object.keys(unitColumns(has, [], 4))).toEqual(['channel-rpe']));
  test('all units, or named and required ones', () => {
    expect(Object.entries(unitColumns(has, 'all', 4)).map(([id, { length }]) => [id, length])).toEqual([
      ['belief', 12],
      ['channel-rpe', 8],
    ]);
    expect(Object.keys(unitColumns(has, ['belief'], 4))).toEqual(['belief', 'channel-rpe']);
  });
  test('unknown units are reported in one line', () => {
    expect(() => unitColumns(has, ['belif'], 4)).toThrow(
      "units: this agent has no units 'belif'; did you mean 'belief'?",
    );
    expect(() => unitColumns([], 'all', 4)).toThrow(
      'units: this agent has no units that can be recorded; `phasic show ID` says which units a learning rule or an architecture has',
    );
    expect(unitColumns([], [], 4)).toEqual({});
  });
  test('units that do not fit into memory are reported in one line before the run', () =>
    expect(() => unitColumns(has, 'all', 1e9)).toThrow(
      'units: units belief (3), channel-rpe (2) in 1,000,000,000 steps are 5,000,000,000 numbers, more than the 50,000,000 that may be recorded; name fewer groups, or use fewer trials, fewer channels or a coarser resolutionSeconds',
    ));
});

describe('channels', () => {
  const parameters = { acquisitionTrials: 300, recordingTrials: 2500 };
  const objective = { id: 'expectile', parameters: { channels: 9, gains: 'even', largestGain: 1, bootstrap: 'own' } };
  const session = finished(
    {
      world: { id: 'fiorillo-2003', parameters },
      agent: { id: 'td-expectile', objective, learningRule: { id: 'td-zero', parameters: { learningRate: 0.03 } } },
    },
    [],
  );
  const taus = [1, 3, 5, 7, 9, 11, 13, 15, 17].map((k) => k / 18);

  test('average to the RPE and the value', () => {
    let largest = 0;
    for (let step = 0; step < session.signals.rpe.length; step += 11) {
      for (const signal of ['rpe', 'value'] as const)
        largest = Math.max(
          largest,
          Math.abs(mean(rowOf(session, `channel-${signal}`, step)) - (session.signals[signal][step] as number)),
        );
    }
    expect(largest).toBeLessThan(1e-12);
  });

  test('are labelled by their τ', () =>
    expect(session.units[0]?.labels.map((label) => Number(label.split('τ ')[1]))).toEqual(
      taus.map((tau) => Number(tau.toPrecision(3))),
    ));

  // τ (1 - V) p = (1 - τ) V (1 - p). The mean update is linear in V, so V fluctuates around that.
  test('converge, just before a reward of 1 with probability p, to its expectiles τ p / (τ p + (1 - τ)(1 - p))', () => {
    for (const p of [0.25, 0.5, 0.75]) {
      const mine = session.trials
        .filter(({ type }) => session.design.trialTypes[type]?.rewards[0]?.probability === p)
        .slice(300);
      const before = mine.map((trial) => firstOf(session, trial) + (trial.outcomes[0]?.step as number) - 1);
      expect(mine.length).toBeGreaterThan(2000);
      taus.forEach((tau, channel) => {
        const value = mean(before.map((step) => rowOf(session, 'channel-value', step)[channel] as number));
        expect(Math.abs(value - (tau * p) / (tau * p + (1 - tau) * (1 - p)))).toBeLessThan(0.05);
      });
    }
  });
});

describe('OpAL', () => {
  const session = finished({
    world: { id: 'frank-2004', parameters: {} },
    agent: {
      id: 'opal',
      learningRule: { id: 'opal', parameters: { delays: 'ignored' } },
      policy: { id: 'softmax', parameters: { inverseTemperature: 2 } },
    },
  });
  const { trials, units, spec } = session;
  const choose = softmax.create({ inverseTemperature: 2 });

  test('G and N at a choice determine the choice, with the dopamine level of the phase', () => {
    expect(units.map(({ group }) => group.id)).toEqual(['go', 'no-go', 'state-value']);
    for (const trial of trials) {
      const [stage] = trial.stages as [StepStage];
      const at = firstOf(session, trial) + stage.step;
      const rho = trial.overrides?.choiceDopamine ?? 0;
      const [benefits, costs] = [rowOf(session, 'go', at), rowOf(session, 'no-go', at)];
      // A chosen object is the same in every state: one feature per action.
      const odds = choose(
        stage.options.map(
          ({ action }) => (1 + rho) * (benefits[action] as number) - (1 - rho) * (costs[action] as number),
        ),
      );
      expect(trial.choices?.[0]?.option).toBe(agentDraws(spec.seed).at(at).weighted(odds));
    }
  });

  test('G and N change by a factor of 1 ± α δ from the step of an outcome to the next', () => {
    const { goLearningRate, noGoLearningRate } = spec.agent.learningRule.parameters as Readonly<Record<string, number>>;
    let checked = 0;
    for (const trial of trials.filter(({ plastic, outcomes }) => plastic && outcomes.length > 0)) {
      const at = firstOf(session, trial) + (trial.outcomes[0]?.step as number);
      const action = trial.stages?.[0]?.options[trial.choices?.[0]?.option ?? -1]?.action as number;
      const error = session.signals.rpe[at] as number;
      const [[goBefore, goAfter], [noGoBefore, noGoAfter]] = (['go', 'no-go'] as const).map((group) =>
        [at, at + 1].map((step) => rowOf(session, group, step)[action] as number),
      ) as [[number, number], [number, number]];
      expect(goAfter).toBeCloseTo(Math.max(0, goBefore + (goLearningRate as number) * goBefore * error), 12);
      expect(noGoAfter).toBeCloseTo(Math.max(0, noGoBefore - (noGoLearningRate as number) * noGoBefore * error), 12);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(100);
  });
});

test('a cue in Mackintosh changes by its associability: V += α β (λ - V) from the step of an outcome to the next', () => {
  const session = finished({ world: 'lubow-1976', agent: 'mackintosh' });
  const { labels } = session.units[0] as Units;
  const { learningRate } = session.spec.agent.learningRule.parameters as { readonly learningRate: number };
  expect(session.units.map(({ group }) => group.id)).toEqual(['associative-strength', 'associability']);
  expect(labels.slice(0, session.design.cues.length)).toEqual(session.design.cues.map(({ title }) => title));
  const rewarded = session.trials.filter(
    ({ plastic, cues, outcomes }) => plastic && cues.length === 1 && outcomes.length === 1 && outcomes[0]?.delivered,
  );
  for (const trial of rewarded) {
    const at = firstOf(session, trial) + (trial.outcomes[0]?.step as number);
    const cue = trial.cues[0]?.cue as number;
    const [before, after] = [at, at + 1].map((step) => rowOf(session, 'associative-strength', step)[cue] as number) as [
      number,
      number,
    ];
    const alpha = rowOf(session, 'associability', at)[cue] as number;
    expect(after).toBeCloseTo(before + alpha * learningRate * ((trial.outcomes[0]?.magnitude as number) - before), 12);
    expect(session.signals.value[at]).toBeCloseTo(
      rowOf(session, 'associative-strength', at).reduce(
        (sum, one, i) => (i === cue || i === session.design.cues.length + trial.context ? sum + one : sum),
        0,
      ),
      12,
    );
  }
  expect(rewarded.length).toBeGreaterThan(10);
});

test.each([
  ['belief-state', 'starkweather-2017', 'td-belief', 'belief'],
  ['semi-markov', 'starkweather-2017', 'td-semi-markov', 'belief'],
  ['block-belief', 'babayan-2018', 'td-block-belief', 'belief'],
])('a belief of %s adds up to 1 at every step', (_, paradigm, agent, group) => {
  const session = createTrialSession(
    setParameter(completeTrialSpec({ world: paradigm, agent }), 'resolutionSeconds', 0.2),
    { units: [group] },
  );
  session.advance(300);
  for (let step = 0; step < (session.offsets[300] as number); step++) {
    const row = rowOf(session, group, step);
    expect(row.every((chance) => chance >= 0)).toBe(true);
    expect(Math.abs(row.reduce((sum, chance) => sum + chance, 0) - 1)).toBeLessThan(1e-9);
  }
});

test('the traces of ANCCR fade with time between events, over the whole session', () => {
  const seconds = 8;
  const agent = { id: 'anccr', learningRule: { id: 'anccr', parameters: { timeConstantSeconds: seconds } } };
  const session = createTrialSession(completeTrialSpec({ world: 'schultz-1997', agent }), { units: ['event-trace'] });
  session.advance(50);
  const { stepSeconds } = session.design;
  const [, reward] = (session.units[0] as Units).labels as readonly [string, string];
  expect(reward).toBe('reward');
  const rewards = session.trials
    .slice(0, 50)
    .flatMap((trial) =>
      trial.outcomes.filter(({ delivered }) => delivered).map(({ step }) => firstOf(session, trial) + step),
    );
  for (let step = 0; step < (session.offsets[50] as number); step++) {
    const trace = rewards
      .filter((at) => at <= step)
      .reduce((sum, at) => sum + Math.exp((-(step - at) * stepSeconds) / seconds), 0);
    expect(rowOf(session, 'event-trace', step)[1]).toBeCloseTo(trace, 9);
  }
});

test('the hidden units of a value-RNN determine its value: V = w·h + b while it is not trained', () => {
  const agent = {
    id: 'value-rnn',
    learningRule: { id: 'value-rnn', parameters: { units: 2, trialsPerEpisode: 1000 } },
  };
  const session = createTrialSession(completeTrialSpec({ world: 'schultz-1997', agent }), { units: 'all' });
  session.advance(20);
  const shown = stepsOf(session)
    .slice(0, session.offsets[20])
    .map((step) => ({ hidden: rowOf(session, 'hidden-unit', step), value: session.signals.value[step] as number }));
  expect(shown[0]?.hidden).toHaveLength(2);
  const { weights, intercept } = leastSquares(
    shown.map(({ hidden }) => hidden),
    shown.map(({ value }) => value),
  );
  for (const { hidden, value } of shown)
    expect(hidden.reduce((sum, one, unit) => sum + one * (weights[unit] as number), intercept)).toBeCloseTo(value, 5);
  expect(new Set(shown.map(({ value }) => value)).size).toBeGreaterThan(20);
});

test('the group that a paradigm’s measures read is recorded in every run of an agent that has it, and passed to them', () => {
  const agent = { id: 'value-rnn', learningRule: { id: 'value-rnn', parameters: { units: 3 } } };
  const world = { id: 'hennig-2023', parameters: { trainingTrials: 2, recordingTrials: 200 } };
  const session = createTrialSession(completeTrialSpec({ world, agent }));
  session.advance(session.trials.length);
  expect(Object.keys(session.signals.units)).toEqual(['hidden-unit']);
  for (const one of observe(session).evidence().trials('task-2-all').slice(0, 2)) {
    const { index, zeroStep } = one.trial;
    const zero = (session.offsets[index] as number) + zeroStep;
    for (const step of [-zeroStep, -1, 0, 7])
      expect(Array.from(one.state(step * 0.2))).toEqual(rowOf(session, 'hidden-unit', zero + step));
  }
  const other = createTrialSession(completeTrialSpec({ world, agent: 'td-csc' }));
  other.advance(3);
  expect(other.signals.units).toEqual({});
  expect(observe(other).evidence().trials('task-1-naive')[0]?.state(0)).toHaveLength(0);
});
