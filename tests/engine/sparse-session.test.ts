import { describe, expect, test } from 'vitest';
import { readDesign } from '../../src/designs/read.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { DrawnTrials } from '../../src/engine/drawn-trials.ts';
import { find, trialAgents } from '../../src/engine/registry.ts';
import { hashRun, observe } from '../../src/engine/run.ts';
import { maxStepsByTrial } from '../../src/engine/schedule.ts';
import { createSparseSession, maxKeptTrials } from '../../src/engine/sparse-session.ts';
import { chamberOf, createTrialSession, DivergedError, type RunSession } from '../../src/engine/trial-session.ts';
import { designOf } from '../../src/engine/world.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { sha256 } from '../../src/session/sha256.ts';

/** Several groups, orders, probes, a rest, rewards that are drawn and come at drawn times. */
const design = readDesign(
  'txt',
  `Trained | rand/300A+/300AX-/20#A | cycle/40A+/20B- | rest 90 s | draw 60/2A+/1B+
   Control | 150B+/150BX- | 10#A
   iti = exponential 5 1 20
   reward time = uniform 1 2
   reward probability = 0.8`,
  'text',
);
const specOf = (agent: string, seed = 1): TrialSpec =>
  completeTrialSpec({ world: 'own-design', design, agent, seed, recording: 'gcamp6f' });
const agents = trialAgents()
  .filter(({ learningRule }) => find('learning-rules', learningRule.id).timescale === 'trial')
  .map(({ id }) => id);

function resultsOf(session: RunSession): object {
  session.advance(session.trials.length);
  const { conditions, ...others } = observe(session).look();
  const told = Object.entries(conditions).map(([id, { rate, ...one }]) => [id, one, rate.mean, rate.sem]);
  return { ...others, summaries: others.summaries, told, hash: hashRun(session, sha256()) };
}

describe('a session that keeps no trials', () => {
  test.each(agents)('has the results of one that keeps them: %s', (agent) => {
    const spec = specOf(agent);
    const sparse = createSparseSession(spec, 0) as RunSession;
    expect(sparse.signals.rpe).not.toBeInstanceOf(Float64Array);
    expect(resultsOf(sparse)).toEqual(resultsOf(createTrialSession(spec)));
  });

  test('averages what has run so far', () => {
    const spec = specOf('rescorla-wagner', 3);
    const sessions = [createSparseSession(spec, 0) as RunSession, createTrialSession(spec)];
    const seen = sessions.map((session) => {
      const observer = observe(session);
      return [0, 7, 650].map((count) => {
        session.advance(count);
        return Object.values(observer.look().conditions).map(({ n, marks, rpe, value }) => ({ n, marks, rpe, value }));
      });
    });
    expect(seen[0]).toEqual(seen[1]);
  });

  test('draws each trial again as it was, in any order', () => {
    const spec = specOf('rescorla-wagner', 2);
    const { trials, offsets } = createTrialSession(spec);
    const grid = designOf(spec);
    const drawn = new DrawnTrials(grid, chamberOf(grid), spec.seed, maxStepsByTrial);
    expect(Array.from(drawn.offsets)).toEqual(offsets);
    for (const index of [trials.length - 1, 0, 511, 512, 513, 3, 700]) expect(drawn.at(index)).toEqual(trials[index]);
    expect(drawn.at(trials.length)).toBeUndefined();
    expect(Array.from(drawn)).toEqual(trials);
  });

  test('diverges where the other one does', () => {
    const { learningRule, ...agent } = specOf('rescorla-wagner').agent;
    const wild = {
      ...specOf('rescorla-wagner'),
      agent: {
        ...agent,
        learningRule: { ...learningRule, parameters: { ...learningRule.parameters, learningRate: 5 } },
      },
    };
    const errors = [createSparseSession(wild, 0) as RunSession, createTrialSession(wild)].map((session) => {
      try {
        session.advance(session.trials.length);
        return undefined;
      } catch (error) {
        return error;
      }
    });
    expect(errors[0]).toBeInstanceOf(DivergedError);
    expect(errors[0]).toEqual(errors[1]);
  });

  test('is for long sessions of agents that predict once a trial', () => {
    expect(createSparseSession(specOf('rescorla-wagner'))).toBeUndefined();
    expect(createSparseSession(specOf('td-csc'), 0)).toBeUndefined();
    expect(
      createSparseSession(completeTrialSpec({ world: 'schultz-1997', agent: 'rescorla-wagner' }), 0),
    ).toBeDefined();
    const manipulated = completeTrialSpec({
      ...specOf('rescorla-wagner'),
      manipulations: ['rpe-gains'],
    });
    expect(createSparseSession(manipulated, 0)).toBeUndefined();
    const long = readDesign('txt', `Long | ${maxKeptTrials + 1}A+`, 'text');
    expect(
      createSparseSession(completeTrialSpec({ world: 'own-design', design: long, agent: 'mackintosh' })),
    ).toBeDefined();
  });
});
