import { describe, expect, test } from 'vitest';
import type { Design, RecordedTrial } from '../../src/contracts/design.ts';
import { parseDesign } from '../../src/contracts/design-schema.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find, list, trialAgents } from '../../src/engine/registry.ts';
import { reusableSession } from '../../src/engine/reusable-session.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import { declaredDesign } from '../../src/engine/world.ts';
import { brings, choiceDesign, leads, stage } from '../envs/choices.ts';
import { takenFrom } from '../recorded/taken.ts';

/** Trials of one to three stages, several outcomes or none, an item that is the same in every state, and levels. */
const { stepSeconds: _, ...chains } = choiceDesign({
  types: {
    chain: [
      stage('first', 0, leads('left', ['second', 0.6], ['third', 0.4]), leads('right', ['third', 1])),
      stage('second', 0.7, brings(1.3, 'left', 0.7), brings(1.1, 'fruit', 0.4, 2)),
      stage('third', 1, leads('left', ['again', 1]), brings(1.4, 'right', 0.5, -1)),
      { ...stage('again', 1.6, brings(2, 'left', 0.9), brings(2.4, 'right', 0.2)), state: 'first' },
    ],
    one: [stage('third', 0, brings(0.8, 'fruit', 0.6), { action: 'right', rewards: [] })],
  },
  states: [
    { id: 'first', title: 'first', level: 0 },
    { id: 'second', title: 'second', level: 0.3 },
    { id: 'third', title: 'third', level: -0.2 },
  ],
  actions: [
    { id: 'left', title: 'left' },
    { id: 'right', title: 'right' },
    { id: 'fruit', title: 'fruit', isThing: true },
  ],
  phases: [{ trials: 60 }, { trials: 20, plastic: false }],
  iti: { kind: 'exponential', meanSeconds: 3, minSeconds: 1.5, maxSeconds: 20 },
});

const agents = trialAgents().flatMap(({ id, learningRule }) =>
  find('learning-rules', learningRule.id).timescale === 'choice' ? [id] : [],
);

function sessionOf(spec: PartialSpec): TrialSession {
  const complete = completeTrialSpec({ seed: 7, ...spec });
  const session = createTrialSession(complete, { units: 'all' });
  session.advance(Infinity);
  return session;
}

const driven = (agent: string, design: Design): TrialSession =>
  sessionOf({ world: 'own-design', design: parseDesign(design, 'test'), agent });

/** The first step at which two columns differ; -1 if none does. */
const firstDifference = (one: Float64Array, other: Float64Array): number =>
  one.length === other.length ? one.findIndex((value, i) => !Object.is(value, other[i])) : 0;

function expectSame(forced: TrialSession, free: TrialSession): void {
  for (const name of ['rpe', 'value'] as const)
    expect(firstDifference(forced.signals[name], free.signals[name]), name).toBe(-1);
  for (const [id, column] of Object.entries(free.signals.units))
    expect(firstDifference(forced.signals.units[id] as Float64Array, column), id).toBe(-1);
  expect(forced.offsets).toEqual(free.offsets);
  expect(forced.trials.map(({ choices }) => choices)).toEqual(free.trials.map(({ choices }) => choices));
  expect(forced.trials.map(({ outcomes }) => outcomes)).toEqual(free.trials.map(({ outcomes }) => outcomes));
}

describe.each(agents)('%s', (agent) => {
  const free = driven(agent, chains);
  const taken = takenFrom(free, chains);

  test('gives the same signals, units and probabilities to the bit where it is forced to choose as it did', () => {
    expect(free.signals.rpe.some((rpe) => rpe !== 0)).toBe(true);
    expectSame(driven(agent, taken), free);
  });

  test('a session that is run many times gives the same probabilities', () => {
    const spec = completeTrialSpec({ seed: 7, world: 'own-design', design: taken, agent });
    const reused = reusableSession(spec);
    reused.run(spec.agent);
    expect(reused.run(spec.agent).choices).toEqual(free.trials.map(({ choices }) => choices));
  });

  test('a later choice changes nothing before it', () => {
    const [learning, probe] = taken.phases as [Design['phases'][number], Design['phases'][number]];
    const recorded = [...(learning.recorded ?? [])];
    const at = recorded.findIndex(({ type }, i) => i > 30 && type === 'one');
    const [choice] = recorded[at]?.choices ?? [];
    const action = choice?.action === 'fruit' ? 'right' : 'fruit';
    const rewards = action === 'fruit' ? [{ seconds: 0.8, magnitude: 1 }] : [];
    recorded[at] = { ...(recorded[at] as RecordedTrial), rewards, choices: [{ ...choice, action }] as never };
    const other = driven(agent, { ...taken, phases: [{ ...learning, recorded }, probe] });
    const { zeroStep } = free.trials[at] as Trial;
    const moved = (free.offsets[at] as number) + zeroStep;
    expect(firstDifference(other.signals.rpe, free.signals.rpe)).toBeGreaterThanOrEqual(moved);
    const until = (session: TrialSession) => session.trials.slice(0, at).map(({ choices }) => choices);
    expect(until(other)).toEqual(until(free));
    // The policy knows the choice of the trial no sooner than it is made.
    expect(other.trials[at]?.choices?.[0]?.probabilities).toEqual(free.trials[at]?.choices?.[0]?.probabilities);
  });

  test('where nothing is chosen, nothing is learned, and a reward is unexpected', () => {
    const [phase] = taken.phases as [Design['phases'][number]];
    const seen = phase.recorded?.slice(0, 30) ?? [];
    const missed = [...seen.entries()].map(([i, trial]) =>
      i % 3 === 0 ? { ...trial, choices: [], rewards: [{ seconds: 0.5, magnitude: 2 }] } : trial,
    );
    const of = (recorded: readonly RecordedTrial[]): TrialSession =>
      driven(agent, { ...taken, phases: [{ ...phase, recorded, trials: recorded.length }] });
    const withMissed = of(missed);
    const without = of(missed.filter(({ choices = [] }) => choices.length > 0));
    const [one] = withMissed.trials as [Trial];
    expect(one.choices).toEqual([]);
    expect(one.outcomes.map(({ magnitude }) => magnitude)).toEqual([2]);
    const rpe = withMissed.signals.rpe.subarray(0, one.steps);
    expect(rpe[one.zeroStep + (one.outcomes[0]?.step as number)]).toBe(2);
    expect(rpe.filter((error) => error !== 0)).toHaveLength(1);
    // Belief-state Q-learning draws percepts from the time of the session, which is another one in the shorter session.
    if (agent !== 'belief-q') expect(withMissed.weights).toEqual(without.weights);
  });
});

const choiceParadigms = list('paradigms').filter(({ id }) => designOf(id).states !== undefined);

test.each(choiceParadigms.map(({ id }) => id))(
  '%s: a manipulated session and the same one with its choices recorded are equal',
  (world) => {
    const manipulations = [{ id: 'rpe-gains', parameters: { gainNegative: 0.5 } }];
    const { agent, seed } = completeTrialSpec({ world });
    // A paradigm's own words for its rewards are no part of a design of one's own.
    const plain = JSON.stringify(withFewer(designOf(world)), (key, value: unknown) =>
      key === 'amount' || key === 'name' ? undefined : value,
    );
    const run = (design: Design): TrialSession => {
      const spec = { world: 'own-design', seed, agent, manipulations, design: parseDesign(design, world) };
      const session = createTrialSession(completeTrialSpec(spec));
      session.advance(Infinity);
      return session;
    };
    const design = parseDesign(JSON.parse(plain), world);
    const free = run(design);
    expectSame(run(takenFrom(free, design)), free);
  },
);

function designOf(world: string): Design {
  return declaredDesign(completeTrialSpec({ world }));
}

const withFewer = (design: Design): Design => ({
  ...design,
  phases: design.phases.map((phase) => ({ ...phase, trials: Math.min(phase.trials, 30) })),
});
