import { describe, expect, test } from 'vitest';
import actorCritic from '../../src/learning-rules/actor-critic.ts';
import beliefQ from '../../src/learning-rules/belief-q.ts';
import expectedSarsa from '../../src/learning-rules/expected-sarsa.ts';
import modelBased from '../../src/learning-rules/model-based.ts';
import opal from '../../src/learning-rules/opal.ts';
import qLearning from '../../src/learning-rules/q-learning.ts';
import sarsa from '../../src/learning-rules/sarsa.ts';
import softmax from '../../src/policies/softmax.ts';
import type { GridDesign } from '../../src/contracts/design.ts';
import type { TrialRule } from '../../src/contracts/learning-rule.ts';
import type { TdTerms } from '../../src/contracts/td-terms.ts';
import type { ActionProbabilities } from '../../src/contracts/policy.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { randomStream } from '../../src/core/random.ts';
import { InputError } from '../../src/core/errors.ts';
import { fixed } from '../architectures/trials.ts';
import { always, brings, chooser, choiceDesign, drawsOf, leads, scheduleOf, stage } from '../envs/choices.ts';
import { pairName, slowTrial, Table, type SlowRule } from './choice-reference.ts';

const rules = [
  qLearning,
  sarsa,
  expectedSarsa,
  actorCritic,
  opal,
  beliefQ,
  modelBased,
] as unknown as readonly TrialRule[];
type Given = Readonly<Record<string, number>>;

/**
 * Trials of all kinds: chains of one to three stages, a repeated state, several outcomes, none, an object in two
 * states.
 */
const design: GridDesign = choiceDesign({
  types: {
    chain: [
      stage('first', 0, leads('left', ['second', 0.6], ['third', 0.4]), leads('right', ['third', 1])),
      stage('second', 0.7, brings(1.3, 'left', 0.7), brings(1.1, 'fruit', 0.4, 2)),
      stage('third', 1, leads('left', ['again', 1]), brings(1.4, 'right', 0.5, -1)),
      { ...stage('again', 1.6, brings(2, 'left', 0.9), brings(2.4, 'right', 0.2)), state: 'first' },
    ],
    many: [
      stage(
        'second',
        0,
        {
          action: 'left',
          rewards: [
            { time: fixed(0.5), magnitude: 1, probability: 0.5 },
            { time: fixed(1.2), magnitude: 0.5, probability: 1 },
          ],
        },
        { action: 'right', rewards: [] },
      ),
    ],
    fruit: [stage('third', 0, brings(0.8, 'fruit', 0.6))],
  },
  phases: [{ trials: 240 }],
});

const softly: ActionProbabilities = softmax.create({ inverseTemperature: 1.5 });

/** Slow reference versions of the rules, with names instead of indices. Each takes the values that differ from the defaults. */
function actionValues(
  stateValue: (q: readonly number[], probabilities: readonly number[], taken: number) => number,
  cuts: boolean,
  hasTraces = true,
) {
  return ({ learningRate = 0.1, traceDecay = 0, initialValue = 0 }: Given, of: GridDesign): SlowRule => {
    const q = new Table(initialValue);
    const e = new Table();
    let lambda = traceDecay;
    let now = '';
    const at = (state: string, open: readonly string[]): readonly number[] =>
      open.map((action) => q.get(pairName(of, state, action)));
    return {
      begin(trial) {
        lambda = hasTraces ? (trial.overrides?.traceDecay ?? traceDecay) : 0;
        e.clear();
      },
      scores: at,
      stateValue: ({ state, open, taken, probabilities }) =>
        stateValue(at(state, open), probabilities, open.indexOf(taken)),
      predicted: () => q.get(now),
      take({ state, open, taken }, discount) {
        now = pairName(of, state, taken);
        const isBest = q.get(now) === Math.max(...at(state, open));
        for (const pair of e.names()) e.set(pair, cuts && !isBest ? 0 : e.get(pair) * discount * lambda);
        e.set(now, 1);
      },
      learn: (delta) => e.names().forEach((pair) => q.add(pair, learningRate * delta * e.get(pair))),
    };
  };
}

function slowActorCritic(
  { criticLearningRate = 0.1, actorLearningRate = 0.1, traceDecay = 0 }: Given,
  of: GridDesign,
): SlowRule {
  const [v, h, eV, eH] = [new Table(), new Table(), new Table(), new Table()];
  let lambda = traceDecay;
  let now = '';
  return {
    begin(trial) {
      lambda = trial.overrides?.traceDecay ?? traceDecay;
      eV.clear();
      eH.clear();
    },
    scores: (state, open) => open.map((action) => h.get(pairName(of, state, action))),
    stateValue: ({ state }) => v.get(state),
    predicted: () => v.get(now),
    take({ state, taken }, discount) {
      now = state;
      for (const e of [eV, eH]) for (const name of e.names()) e.set(name, e.get(name) * discount * lambda);
      eV.set(state, 1);
      eH.set(pairName(of, state, taken), 1);
    },
    learn(delta) {
      for (const state of eV.names()) v.add(state, criticLearningRate * delta * eV.get(state));
      for (const pair of eH.names()) h.add(pair, actorLearningRate * delta * eH.get(pair));
    },
  };
}

function slowOpal(
  {
    criticLearningRate = 0.1,
    goLearningRate = 0.1,
    noGoLearningRate = 0.1,
    choiceDopamine = 0,
    initialValue = 0.5,
  }: Given,
  of: GridDesign,
): SlowRule {
  const [v, g, n] = [new Table(initialValue), new Table(1), new Table(1)];
  let rho = 0;
  let state = '';
  let pair = '';
  return {
    begin: (trial) => void (rho = Math.max(-1, Math.min(1, choiceDopamine + (trial.overrides?.choiceDopamine ?? 0)))),
    scores: (at, open) =>
      open.map((action) => (1 + rho) * g.get(pairName(of, at, action)) - (1 - rho) * n.get(pairName(of, at, action))),
    stateValue: (look) => v.get(look.state),
    predicted: () => v.get(state),
    take(look) {
      state = look.state;
      pair = pairName(of, look.state, look.taken);
    },
    learn(delta) {
      v.add(state, criticLearningRate * delta);
      g.set(pair, Math.max(0, g.get(pair) + goLearningRate * g.get(pair) * delta));
      n.set(pair, Math.max(0, n.get(pair) + noGoLearningRate * n.get(pair) * -delta));
    },
  };
}

function slowModelBased({ learningRate = 0.2, transitionLearningRate = 0.1 }: Given, of: GridDesign): SlowRule {
  const q = new Table();
  const m = new Map<string, Table>();
  const open = new Map<string, Set<string>>();
  const states = (of.states ?? []).map(({ id }) => id);
  // Pairs in the order of the features, because each pass uses the results so far.
  const order = [...new Set(states.flatMap((state) => (of.actions ?? []).map(({ id }) => pairName(of, state, id))))];
  let plastic = true;
  let now = '';
  const workOut = (): void =>
    states.forEach(() =>
      order
        .filter((pair) => m.has(pair))
        .forEach((pair) =>
          q.set(
            pair,
            (m.get(pair) as Table)
              .names()
              .reduce(
                (sum, state) =>
                  sum +
                  (m.get(pair) as Table).get(state) *
                    Math.max(...[...(open.get(state) ?? [])].map((action) => q.get(pairName(of, state, action)))),
                0,
              ),
          ),
        ),
    );
  return {
    begin(trial) {
      plastic = trial.plastic;
      now = '';
    },
    scores: (state, actions) => actions.map((action) => q.get(pairName(of, state, action))),
    stateValue: ({ state, open: actions }) => Math.max(...actions.map((action) => q.get(pairName(of, state, action)))),
    predicted: () => q.get(now),
    take({ state, open: actions, taken }, discount) {
      if (plastic) {
        open.set(state, new Set([...(open.get(state) ?? []), ...actions]));
        if (now !== '') {
          const led = m.get(now) ?? new Table();
          m.set(now, led);
          for (const other of new Set([...led.names(), state]))
            led.add(other, transitionLearningRate * ((other === state ? discount : 0) - led.get(other)));
          workOut();
        }
      }
      now = pairName(of, state, taken);
    },
    learn(delta) {
      // Nothing is recomputed while learning is off: with a cycle of states each pass changes values.
      if (delta === 0 || m.has(now)) return;
      q.add(now, learningRate * delta);
      workOut();
    },
  };
}

const slow: Readonly<Record<string, (given: Given, of: GridDesign) => SlowRule>> = {
  'q-learning': actionValues((q) => Math.max(...q), true),
  sarsa: actionValues((q, _, taken) => q[taken] as number, false),
  'expected-sarsa': actionValues((q, p) => q.reduce((sum, one, i) => sum + one * (p[i] as number), 0), false),
  'actor-critic': slowActorCritic,
  opal: slowOpal,
  'model-based': slowModelBased,
  // Without levels no state is confused: SARSA without traces.
  'belief-q': actionValues((q, _, taken) => q[taken] as number, false, false),
};

/** Largest difference between two lists; infinite if their lengths differ. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Math.max(0, ...Array.from(a, (one, i) => (Number.isNaN(one) ? Infinity : Math.abs(one - (b[i] as number)))))
    : Infinity;

const plain: TdTerms = { discount: 0.9, rewardRateLearning: 0 };
const intervention = (from: number, steps: number, added: number): Trial['interventions'] => [
  { from, steps, gainPositive: 0.5, gainNegative: 2, added },
];

/** Modifications of trials, and the terms of the error. */
const circumstances: Readonly<
  Record<
    string,
    {
      readonly change?: (trial: Trial) => Trial;
      readonly terms?: TdTerms;
      readonly given?: Given;
      readonly delays?: 'ignored';
    }
  >
> = {
  unchanged: {},
  'fast learning': {
    given: {
      learningRate: 0.6,
      criticLearningRate: 0.5,
      actorLearningRate: 0.3,
      goLearningRate: 0.5,
      noGoLearningRate: 0.4,
      initialValue: 0.3,
    },
  },
  'with traces': { given: { traceDecay: 0.7 } },
  'with other traces from trial to trial': {
    given: { traceDecay: 0.7 },
    change: (trial) => ({ ...trial, overrides: { traceDecay: (trial.index % 3) / 2 } }),
  },
  'with other discounts from trial to trial': {
    change: (trial) => ({ ...trial, overrides: { discount: 0.8 + 0.2 * (trial.index % 2) } }),
  },
  'with delays ignored': { delays: 'ignored', given: { traceDecay: 0.7 } },
  'with a utility': { terms: { ...plain, utility: (r) => Math.sign(r) * Math.sqrt(Math.abs(r)) } },
  'without learning in every other trial': { change: (trial) => ({ ...trial, plastic: trial.index % 2 === 0 }) },
  'with errors changed': { change: (trial) => ({ ...trial, interventions: intervention(-5, trial.steps, 0) }) },
  'with errors added at and between events, before and after': {
    given: { traceDecay: 0.5 },
    change: (trial) => ({ ...trial, interventions: intervention((trial.index % 30) - 8, 6, 0.2) }),
  },
  'with dopamine at choice': {
    change: (trial) => ({ ...trial, overrides: { choiceDopamine: (trial.index % 5) / 2 - 1 } }),
  },
};

describe.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ id, rule }) => {
  test.each(Object.entries(circumstances))(
    'agrees with the slow version of its equations, %s',
    (_, { change = (trial: Trial) => trial, terms = plain, given = {}, delays }) => {
      const known = Object.fromEntries(Object.entries(given).filter(([name]) => name in rule.parameters));
      const asked: (readonly number[])[] = [];
      const spy: ActionProbabilities = (scores) => {
        asked.push([...scores]);
        return softly(scores);
      };
      const subject = chooser(design, {
        rule: [rule, delays === undefined ? known : { ...known, delays }],
        choose: spy,
        terms,
      });
      const meant = delays === 'ignored' ? { ...terms, discount: 1 } : terms;
      const reference = (slow[id] as (typeof slow)[string])(known, design);
      for (const trial of scheduleOf(design).map(change)) {
        asked.length = 0;
        const completed = subject.runTrial(trial);
        const expected = slowTrial(reference, design, completed, meant, softly);
        expect(apart(completed.rpe, expected.rpe), `rpe of trial ${trial.index}`).toBeLessThan(1e-10);
        expect(apart(completed.value, expected.value), `value of trial ${trial.index}`).toBeLessThan(1e-10);
        expect(apart(asked.flat(), expected.scores.flat()), `scores of trial ${trial.index}`).toBeLessThan(1e-10);
        expect(asked).toHaveLength(completed.choices.length);
      }
    },
  );

  test('reaches only the stages of its choices', () => {
    const subject = chooser(design, { rule: [rule], choose: softly });
    for (const trial of scheduleOf(design)) {
      const { choices } = subject.runTrial(trial);
      expect(choices[0]?.stage).toBe(0);
      choices.forEach(({ stage: at, option }, nth) =>
        expect(trial.stages?.[at]?.options[option]?.next).toBe(choices[nth + 1]?.stage),
      );
    }
  });

  test('does not depend on outcomes before they occur, or on options that it does not choose', () => {
    const trials = scheduleOf(design);
    const known = chooser(design, { rule: [rule], choose: softly });
    const blind = chooser(design, { rule: [rule], choose: softly });
    for (const trial of trials) {
      const { choices, rpe } = known.runTrial(trial);
      const taken = (stage: number, option: number): boolean =>
        choices.some((choice) => choice.stage === stage && choice.option === option);
      const stages = trial.stages?.map((one, s) => ({
        ...one,
        options: one.options.map((option, o) =>
          taken(s, o)
            ? option
            : { ...option, outcomes: option.outcomes.map((outcome) => ({ ...outcome, magnitude: 99 })) },
        ),
      }));
      expect(
        blind.runTrial({ ...trial, ...(stages === undefined ? {} : { stages }), outcomes: [], choices: [] }).rpe,
      ).toEqual(rpe);
    }
  });

  test('has a complete saved state', () => {
    const trials = scheduleOf(design);
    const whole = chooser(design, { rule: [rule], choose: softly });
    const resumed = chooser(design, { rule: [rule], choose: softly });
    for (const trial of trials.slice(0, 100)) whole.runTrial(trial);
    resumed.learner.restore(JSON.parse(JSON.stringify(Array.from(whole.learner.state()))));
    for (const trial of trials.slice(100)) expect(resumed.runTrial(trial).rpe).toEqual(whole.runTrial(trial).rpe);
    expect(resumed.learner.weights).toEqual(whole.learner.weights);
  });

  test('does not change its weights while learning is off', () => {
    const subject = chooser(design, { rule: [rule], choose: softly });
    const trials = scheduleOf(design);
    for (const trial of trials.slice(0, 50)) subject.runTrial(trial);
    const before = Array.from(subject.learner.state());
    for (const trial of trials.slice(50)) subject.runTrial({ ...trial, plastic: false });
    expect(Array.from(subject.learner.state())).toEqual(before);
  });

  test('refuses an objective with a reward rate', () => {
    expect(() =>
      chooser(design, { rule: [rule], choose: softly, terms: { discount: 1, rewardRateLearning: 0.1 } }),
    ).toThrow(InputError);
  });
});

describe('closed forms', () => {
  const sure = choiceDesign({ types: { sure: [stage('s', 0, brings(1, 'a'))] } });
  /**
   * V after n trials of a certain reward k steps ahead: γ^(k-1) r (1 - (1 - α)^n), and V / γ^j after j steps; the reward evokes r (1 - α)^n, and r
   * at first. In the long run the cue evokes γ^k, as with TD(0).
   */
  test.each(
    [qLearning, sarsa, expectedSarsa, actorCritic, beliefQ].map((rule) => ({
      id: rule.id,
      rule: rule as unknown as TrialRule,
    })),
  )('$id: one certain reward', ({ rule }) => {
    const subject = chooser(sure, { rule: [rule], choose: always(0) });
    scheduleOf(sure).forEach((trial, n) => {
      const { rpeAt, valueAt } = subject.runTrial(trial);
      const value = 0.9 ** 9 * (1 - 0.9 ** n);
      expect(rpeAt(0)).toBeCloseTo(0.9 * value, 10);
      expect(valueAt(0)).toBeCloseTo(value, 10);
      expect(valueAt(5)).toBeCloseTo(value / 0.9 ** 5, 10);
      expect(valueAt(10)).toBe(0);
      expect(rpeAt(10)).toBeCloseTo(0.9 ** n, 10);
    });
  });

  test.each(rules.filter(({ id }) => id !== 'opal').map((rule) => ({ id: rule.id, rule })))(
    '$id, delays ignored: the cue evokes V and the reward r - V, whatever its delay',
    ({ rule }) => {
      const late = choiceDesign({ types: { late: [stage('s', 0, brings(2.5, 'a'))] } });
      const [soon, far] = [sure, late].map((of) =>
        chooser(of, {
          rule: [rule, { delays: 'ignored', ...('learningRate' in rule.parameters ? { learningRate: 0.1 } : {}) }],
          choose: always(0),
        }),
      ) as [ReturnType<typeof chooser>, ReturnType<typeof chooser>];
      const [soonTrials, lateTrials] = [scheduleOf(sure), scheduleOf(late)];
      soonTrials.forEach((trial, n) => {
        const [one, other] = [soon.runTrial(trial), far.runTrial(lateTrials[n] as Trial)];
        for (const { rpeAt, valueAt } of [one, other]) {
          expect(rpeAt(0)).toBeCloseTo(1 - 0.9 ** n, 10);
          expect(valueAt(9)).toBeCloseTo(1 - 0.9 ** n, 10);
        }
        expect(one.rpeAt(10)).toBeCloseTo(0.9 ** n, 10);
        expect(other.rpeAt(25)).toBeCloseTo(0.9 ** n, 10);
      });
    },
  );

  test('with γ = 0 a late reward is never expected, and all numbers are finite', () => {
    const subject = chooser(sure, {
      rule: [opal],
      choose: always(0),
      terms: { discount: 0, rewardRateLearning: 0 },
    });
    for (const trial of scheduleOf(sure)) {
      const { rpe, value, rpeAt } = subject.runTrial(trial);
      expect(rpeAt(10)).toBe(1);
      expect([...rpe, ...value].every(Number.isFinite)).toBe(true);
    }
  });

  test('a chain of stages has the value of single steps: γ^T for a reward T steps ahead', () => {
    const chain = choiceDesign({
      types: { chain: [stage('first', 0, leads('a', ['second', 1])), stage('second', 0.7, brings(1.5, 'a'))] },
      phases: [{ trials: 3000 }],
    });
    for (const rule of [qLearning, sarsa, expectedSarsa, actorCritic]) {
      const subject = chooser(chain, { rule: [rule], choose: always(0) });
      const last = scheduleOf(chain)
        .map((trial) => subject.runTrial(trial))
        .at(-1);
      expect(last?.rpeAt(0), rule.id).toBeCloseTo(0.9 ** 15, 6);
      expect(last?.rpeAt(7), rule.id).toBeCloseTo(0, 6);
      expect(last?.rpeAt(15), rule.id).toBeCloseTo(0, 6);
    }
  });

  test('at a cue: the best action, the chosen one, the mean over the policy, the state (Morris 2006, Roesch 2007)', () => {
    const pair = choiceDesign({
      types: { pair: [stage('s', 0, brings(1, 'rich', 1, 1), brings(1, 'poor', 1, 0.2))] },
      phases: [{ trials: 4000 }],
    });
    const half: ActionProbabilities = () => [0.5, 0.5];
    const stateValue = (magnitude: number): number => 0.9 ** 10 * magnitude;
    const cue = (rule: unknown): readonly [number, number] => {
      const subject = chooser(pair, {
        rule: [rule as TrialRule, rule === actorCritic ? { criticLearningRate: 0.01 } : {}],
        choose: half,
      });
      const last = scheduleOf(pair)
        .map((trial) => subject.runTrial(trial))
        .slice(-400);
      const mean = (option: number): number => {
        const of = last.filter(({ choices }) => choices[0]?.option === option);
        return of.reduce((sum, { rpeAt }) => sum + rpeAt(0), 0) / of.length;
      };
      return [mean(0), mean(1)];
    };
    for (const [rule, rich, poor] of [
      [qLearning, 1, 1],
      [sarsa, 1, 0.2],
      [expectedSarsa, 0.6, 0.6],
    ] as const) {
      const [onRich, onPoor] = cue(rule);
      expect(onRich, rule.id).toBeCloseTo(stateValue(rich), 6);
      expect(onPoor, rule.id).toBeCloseTo(stateValue(poor), 6);
    }
    const [onRich, onPoor] = cue(actorCritic);
    expect(Math.abs(onRich - stateValue(0.6))).toBeLessThan(0.02);
    expect(Math.abs(onRich - onPoor)).toBeLessThan(0.01);
  });

  test('traces: with λ = 1 the first choice learns from the outcome immediately, with λ = 0 not at all', () => {
    const chain = choiceDesign({
      types: { chain: [stage('first', 0, leads('a', ['second', 1])), stage('second', 1, brings(2, 'a'))] },
      phases: [{ trials: 1 }],
    });
    const learned = (traceDecay: number): readonly number[] => {
      const subject = chooser(chain, {
        rule: [sarsa, { traceDecay }],
        choose: always(0),
      });
      subject.runTrial(scheduleOf(chain)[0] as Trial);
      return [...subject.learner.weights];
    };
    const reward = 0.9 ** 9;
    [0, 0.1 * reward].forEach((weight, i) => expect(learned(0)[i]).toBeCloseTo(weight, 12));
    [0.1 * 0.9 ** 10 * reward, 0.1 * reward].forEach((weight, i) => expect(learned(1)[i]).toBeCloseTo(weight, 12));
  });

  test('model-based: the first choice changes with the values of its next states, weighted by their transition probabilities', () => {
    const two = choiceDesign({
      types: {
        two: [
          stage('first', 0, leads('a', ['pink', 0.7], ['blue', 0.3]), leads('b', ['pink', 0.3], ['blue', 0.7])),
          stage('pink', 1, brings(2, 'left'), brings(2, 'right', 0)),
          stage('blue', 1, brings(2, 'left', 0), brings(2, 'right', 0)),
        ],
      },
      phases: [{ trials: 4000 }],
    });
    const subject = chooser(two, {
      rule: [modelBased, { transitionLearningRate: 0.002 }],
      choose: (scores) => scores.map(() => 1 / scores.length),
    });
    for (const trial of scheduleOf(two)) subject.runTrial(trial);
    // Features of the first stage come first: a, b.
    const [a, b] = subject.learner.weights as unknown as readonly [number, number];
    const reward = 0.9 ** 10 * 0.9 ** 9;
    expect(Math.abs(a / reward - 0.7)).toBeLessThan(0.05);
    expect(Math.abs(b / reward - 0.3)).toBeLessThan(0.05);
  });

  test('Watkins: an action that is not the best one ends earlier traces', () => {
    const chain = choiceDesign({
      types: {
        chain: [stage('first', 0, leads('a', ['second', 1])), stage('second', 1, brings(2, 'a'), brings(2, 'b', 1, 5))],
      },
      phases: [{ trials: 1 }],
    });
    const learned = (rule: unknown): number => {
      const subject = chooser(chain, { rule: [rule as TrialRule, { traceDecay: 1 }], choose: always(1) });
      // first/a, first/b, second/a, second/b: the second stage's b is taken, and a is better.
      subject.learner.restore([0, 0, 0.8, 0.5]);
      subject.runTrial(scheduleOf(chain)[0] as Trial);
      return subject.learner.weights[0] as number;
    };
    // The transition to the second stage is learned by the first choice before its trace ends.
    expect(learned(qLearning)).toBeCloseTo(0.1 * 0.9 ** 10 * 0.8, 12);
    expect(learned(sarsa)).toBeGreaterThan(0.1 * 0.9 ** 10 * 0.8);
  });

  test('OpAL: G and N are products of 1 ± α δ over the trials, and never negative', () => {
    const subject = chooser(sure, {
      rule: [opal],
      choose: always(0),
      terms: { discount: 1, rewardRateLearning: 0 },
    });
    let [value, go, noGo] = [0.5, 1, 1];
    for (const trial of scheduleOf(sure).slice(0, 30)) {
      const delta = subject.runTrial(trial).rpeAt(10);
      expect(delta).toBeCloseTo(1 - value, 10);
      [value, go, noGo] = [value + 0.1 * delta, go * (1 + 0.1 * delta), noGo * (1 - 0.1 * delta)];
    }
    expect(subject.learner.weights[0]).toBeCloseTo(go - noGo, 10);
    const harsh = chooser(choiceDesign({ types: { sure: [stage('s', 0, brings(1, 'a', 1, 50))] } }), {
      rule: [opal],
      choose: always(0),
    });
    for (const trial of scheduleOf(choiceDesign({ types: { sure: [stage('s', 0, brings(1, 'a', 1, 50))] } })).slice(
      0,
      3,
    ))
      harsh.runTrial(trial);
    expect(Array.from(harsh.learner.state())[2]).toBe(0);
  });

  test('OpAL: with ρ = 1 only G determines the choice, with ρ = -1 only N', () => {
    const pair = choiceDesign({
      types: { pair: [stage('s', 0, brings(1, 'a'), brings(1, 'b'))] },
      phases: [{ trials: 1 }],
    });
    const scores = (choiceDopamine: number): readonly number[] => {
      let seen: readonly number[] = [];
      const spy: ActionProbabilities = (given) => {
        seen = [...given];
        return [1, 0];
      };
      const subject = chooser(pair, { rule: [opal, { choiceDopamine }], choose: spy });
      // Displayed weights, then G, N, V.
      subject.learner.restore([0, 0, 3, 2, 0.5, 4, 0]);
      subject.runTrial({ ...(scheduleOf(pair)[0] as Trial), plastic: false });
      return seen;
    };
    expect(scores(1)).toEqual([6, 4]);
    expect(scores(-1)).toEqual([-1, -8]);
    expect(scores(0)).toEqual([2.5, -2]);
  });
});

describe('belief-q', () => {
  const levels = [-0.5, 0.2, 1];
  const noisy: GridDesign = choiceDesign({
    types: Object.fromEntries(
      levels.map((_, i) => [`t${i}`, [stage(`s${i}`, 0, brings(1, 'a', 0.3 * i), brings(1, 'b', 1 - 0.3 * i))]]),
    ),
    states: levels.map((level, i) => ({ id: `s${i}`, title: `s${i}`, level })),
    phases: [{ trials: 300 }],
  });

  test('agrees with the slow version of its equations', () => {
    const noise = 0.4;
    const asked: (readonly number[])[] = [];
    const subject = chooser(noisy, {
      rule: [beliefQ, { noise }],
      choose: (scores) => {
        asked.push([...scores]);
        return softly(scores);
      },
    });
    const q = levels.map(() => [0, 0]);
    for (const trial of scheduleOf(noisy)) {
      const { choices, rpeAt } = subject.runTrial(trial);
      const state = trial.stages?.[0]?.state as number;
      const option = choices[0]?.option as number;
      const m = drawsOf(trial).normal(levels[state] as number, noise);
      const likelihood = levels.map((c) => Math.exp(-((m - c) ** 2) / (2 * noise * noise)));
      const b = likelihood.map((one) => one / likelihood.reduce((sum, other) => sum + other, 0));
      const values = [0, 1].map((a) => b.reduce((sum, share, s) => sum + share * (q[s]?.[a] as number), 0));
      values.forEach((value, a) => expect(asked.at(-1)?.[a]).toBeCloseTo(value, 10));
      expect(rpeAt(0)).toBeCloseTo(0.9 * (values[option] as number), 10);
      const magnitude = trial.stages?.[0]?.options[option]?.outcomes[0]?.magnitude as number;
      const delta = 0.9 ** 9 * magnitude - (values[option] as number);
      expect(rpeAt(10)).toBeCloseTo(magnitude - (values[option] as number) / 0.9 ** 9, 10);
      b.forEach((share, s) => ((q[s] as number[])[option] = (q[s]?.[option] as number) + 0.1 * share * delta));
    }
  });

  test('without noise it is SARSA', () => {
    const [blind, sharp] = [
      chooser(noisy, { rule: [beliefQ, { noise: 0 }], choose: softly }),
      chooser(noisy, { rule: [sarsa], choose: softly }),
    ];
    for (const trial of scheduleOf(noisy)) expect(blind.runTrial(trial).rpe).toEqual(sharp.runTrial(trial).rpe);
  });

  test('a percept that no state explains gives the true state', () => {
    const narrow = chooser(noisy, { rule: [beliefQ, { noise: 1e-9 }], choose: softly });
    for (const trial of scheduleOf(noisy)) expect([...narrow.runTrial(trial).rpe].every(Number.isFinite)).toBe(true);
  });
});

test('draws of a trial do not depend on when it is run', () => {
  const [trial] = scheduleOf(design) as readonly [Trial];
  expect(drawsOf(trial).next()).toBe(randomStream(1, `agent/${trial.index}`).next());
});
