import { describe, expect, test } from 'vitest';
import { defineManipulation, type Changes, type Manipulation } from '../../src/contracts/manipulation.ts';
import { parseParameters, real, text, type AnyValues } from '../../src/contracts/parameters.ts';
import { InputError } from '../../src/core/errors.ts';
import { list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession, DivergedError, type TrialSession } from '../../src/engine/trial-session.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { designOf } from '../../src/engine/world.ts';
import { fromPhaseOn } from '../../src/manipulations/targets/targets.ts';
import { sampled } from '../sample.ts';
import {
  agentsInWorlds,
  apply,
  control,
  encodersInWorlds,
  runTrial,
  runManipulated,
  runWithoutCaches,
  ownAgents,
  settings,
  shortSpec,
  type Signals,
} from './arms.ts';

const stub = (id: string) => ({ id, version: 1, title: id, summary: 'for tests', citation: { text: 'none' } });

/** No cue from a phase on: a one-line manipulation that ignores caches of trials. */
const cueOff = defineManipulation({
  ...stub('cue-off'),
  parameters: { fromPhase: text({ default: '', help: 'from when on' }) },
  changes({ fromPhase }, design) {
    const isOn = fromPhaseOn(fromPhase, design);
    return { cues: (trial) => (isOn(trial) ? [] : undefined) };
  },
});

const devaluation = defineManipulation({
  ...stub('devaluation'),
  parameters: { factor: real({ default: 0.5, min: 0, max: 2, help: 'on every outcome' }) },
  neutral: { factor: 1 },
  changes: ({ factor }): Changes => ({
    outcome: ({ magnitude, delivered }) => ({ magnitude: factor * magnitude, delivered }),
  }),
});

const omission = defineManipulation({
  ...stub('omission'),
  parameters: {},
  changes: (): Changes => ({ outcome: () => ({ magnitude: 0, delivered: false }) }),
});

const all: readonly Manipulation[] = [
  ...list('manipulations'),
  cueOff,
  devaluation,
  omission,
] as readonly Manipulation[];

/** Every manipulation in each of these places. */
const cases = (places: typeof agentsInWorlds, of = all) =>
  sampled(of.flatMap((manipulation) => places.map((place) => ({ manipulation: manipulation.id, ...place }))));
const places = [
  ...ownAgents,
  ...agentsInWorlds.filter(
    (place) => !ownAgents.some((own) => own.paradigm === place.paradigm && own.agent === place.agent),
  ),
];
const changing = cases(places);
const leaving = cases(
  places,
  all.filter(({ neutral }) => neutral !== undefined),
);
const uncached = cases(encodersInWorlds);

const valuesOf = (manipulation: Manipulation, values: AnyValues): AnyValues =>
  parseParameters(manipulation.parameters, values, manipulation.id);
const arm = (manipulation: Manipulation, values: AnyValues, spec: TrialSpec): Signals | InputError => {
  try {
    return runManipulated(manipulation, valuesOf(manipulation, values), spec);
  } catch (error) {
    // Divergence counts as a change.
    if (error instanceof DivergedError) return Float64Array.of(Number.NaN);
    throw error;
  }
};

function expectLine({ message, where, remedy }: InputError, id: string): void {
  expect(message).not.toContain('\n');
  expect(where).toContain(id);
  expect(remedy).not.toBe('');
}

describe.each(all.map((manipulation) => ({ id: manipulation.id, manipulation })))('$id', ({ id, manipulation }) => {
  const ofIt = (one: (typeof changing)[number]): boolean => one.manipulation === id;

  test.each(changing.filter(ofIt))(
    'has an effect on $agent in $paradigm, or is refused there in one line',
    ({ paradigm, agent }) => {
      const spec = shortSpec(paradigm, agent);
      const alone = control(paradigm, agent);
      for (const { options, values } of settings(manipulation.parameters)) {
        let refused = 0;
        const acts = values.some((one) => {
          const completed = arm(manipulation, one, spec);
          if (!(completed instanceof InputError)) return completed.some((x, i) => x !== alone[i]);
          expectLine(completed, manipulation.id);
          refused += 1;
          return false;
        });
        expect(acts || refused === values.length, options).toBe(true);
      }
    },
  );

  test.each(leaving.filter(ofIt))(
    'at its neutral values changes nothing for $agent in $paradigm',
    ({ paradigm, agent }) => {
      const spec = shortSpec(paradigm, agent);
      const neutral = arm(manipulation, manipulation.neutral as AnyValues, spec);
      if (neutral instanceof InputError) expect(neutral.what).toContain('has no effect in any trial');
      else expect(neutral).toEqual(control(paradigm, agent));
    },
  );

  test.each(uncached.filter(ofIt))(
    'has the same effect on $agent in $paradigm with and without caches of earlier trials',
    ({ paradigm, agent }) => {
      const spec = shortSpec(paradigm, agent);
      const values = valuesOf(
        manipulation,
        'fromPhase' in manipulation.parameters ? { fromPhase: designOf(spec).phases.at(-1)?.id ?? '' } : {},
      );
      const applied = apply(manipulation, values, spec);
      expect(runWithoutCaches(spec, applied)).toEqual(runTrial(spec, applied));
    },
  );
});

const run = (spec: TrialSpec, manipulation?: Manipulation, values: AnyValues = {}): TrialSession => {
  const session = createTrialSession(
    spec,
    manipulation === undefined
      ? {}
      : {
          manipulated: (design) => [
            { id: manipulation.id, changes: manipulation.changes(valuesOf(manipulation, values), design) },
          ],
        },
  );
  session.advance(session.trials.length);
  return session;
};

test('a removed cue evokes nothing, whatever was encoded before', () => {
  const look = observe(
    run(completeTrialSpec({ world: 'schultz-1997', agent: 'td-csc' }), cueOff, { fromPhase: 'probe' }),
  ).look();
  const { t, rpe } = look.conditions['predicted'] as (typeof look.conditions)[string];
  expect(rpe.mean[t.indexOf(0)]).toBe(0);
  const signature = (id: string) => look.signatures.find((one) => one.id === id);
  expect(signature('trained-cue-burst')).toMatchObject({ measured: 0, pass: false });
  // The unpredicted reward gives an error of its own size, and its omission none.
  expect(signature('trained-reward-silent')).toMatchObject({ measured: 1, pass: false });
  expect(signature('omission-dip')).toMatchObject({ measured: 0, pass: false });
});

test('half the outcome halves all signals of a linear rule, with and without choices', () => {
  // Choices by rank of the actions, not by difference, do not change: neither do the signals, except for the factor.
  const greedy = { id: 'q-learning', policy: { id: 'epsilon-greedy' } };
  const specs = [
    completeTrialSpec({ world: 'schultz-1997', agent: 'td-csc' }),
    completeTrialSpec({ world: 'morris-2006', agent: greedy }),
    completeTrialSpec({ world: 'daw-2011', agent: greedy }),
  ];
  for (const spec of specs) {
    const [whole, halved] = [run(spec).signals, run(spec, devaluation, { factor: 0.5 }).signals];
    expect(whole.rpe.some((x) => x !== 0)).toBe(true);
    expect(halved.rpe).toEqual(whole.rpe.map((x) => x / 2));
    expect(halved.value).toEqual(whole.value.map((x) => x / 2));
  }
});

test('the shown outcome of a choice is the devalued one', () => {
  const { trials } = run(shortSpec('morris-2006', 'q-learning'), devaluation, { factor: 0.25 });
  const delivered = trials.flatMap(({ outcomes }) => outcomes).filter((outcome) => outcome.delivered);
  expect(delivered.length).toBeGreaterThan(0);
  expect(delivered.every(({ magnitude, scheduled }) => magnitude === scheduled / 4)).toBe(true);
});

test.each<[string, string, Manipulation, RegExp]>([
  [
    'morris-2006',
    'q-learning',
    cueOff,
    /^manipulation cue-off: it changes cues, and an agent that chooses sees none; /,
  ],
  [
    'matsumoto-2009',
    'td-csc',
    { ...omission, changes: (): Changes => ({}) },
    /^manipulation omission: it has no effect in any trial of this experiment; /,
  ],
])('in %s for %s, a manipulation without effect is refused', (paradigm, agent, manipulation, message) => {
  expect(() => run(shortSpec(paradigm, agent), manipulation)).toThrow(message);
});

test.each([
  ['rescorla-wagner', 'schultz-1997', 'discount', "learning rule 'rescorla-wagner' makes no use of discount"],
  ['td-semi-markov', 'schultz-1997', 'traceDecay', "learning rule 'semi-markov-td' makes no use of traceDecay"],
  ['q-learning', 'morris-2006', 'traceDecay', 'traceDecay changes nothing where a trial has one choice'],
])('%s in %s refuses another %s', (agent, paradigm, parameter, message) => {
  const spec = completeTrialSpec({
    world: paradigm,
    agent,
    manipulations: [{ id: 'parameter-change', parameters: { parameter } }],
  });
  expect(() => createTrialSession(spec)).toThrow(message);
});

test('a manipulation is not refused if its trial type happens not to occur', () => {
  const spec = completeTrialSpec({ world: { id: 'schultz-1997' }, agent: 'td-csc' });
  const { phases } = designOf(spec);
  // Acts only in a trial that does not occur in the session, but could have.
  const rare: Changes = {
    intervention: (trial) =>
      trial.index === 0 && trial.phase === phases.at(-1)?.id
        ? { from: 0, steps: 1, gainPositive: 1, gainNegative: 1, added: 1 }
        : undefined,
  };
  expect(() => createTrialSession(spec, { manipulated: () => [{ id: 'rare', changes: rare }] })).not.toThrow();
});
