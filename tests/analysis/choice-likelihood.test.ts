import { describe, expect, test } from 'vitest';
import { choicesTable } from '../../src/analysis/choices-csv.ts';
import { likelihoodOf } from '../../src/analysis/choice-likelihood.ts';
import type { Design, RecordedTrial } from '../../src/contracts/design.ts';
import { checkDesign, parseDesign } from '../../src/contracts/design-schema.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';

/** A bandit with three arms: what was chosen in each trial, and whether it was rewarded; -1 where nothing was. */
const made = Array.from({ length: 80 }, (_, i) => [
  i % 11 === 7 ? -1 : (i * i + (i >> 2)) % 3,
  (i * 7) % 5 < 2 ? 1 : 0,
]);
const arms = ['a', 'b', 'c'];
const size = 1;

const recorded = made.map(([arm = 0, reward = 0], i): RecordedTrial => ({
  type: 'bandit',
  zeroSeconds: 1 + 4 * i,
  cues: [],
  rewards: arm < 0 ? [] : [{ seconds: 1.5, magnitude: reward, ...(reward > 0 ? {} : { omitted: size }) }],
  choices: arm < 0 ? [] : [{ stage: 'choice', action: arms[arm] as string, seconds: 0.4 }],
}));

const design: Design = {
  cues: [],
  states: [{ id: 'bandit', title: 'three arms' }],
  actions: arms.map((id) => ({ id, title: `arm ${id}` })),
  trialTypes: {
    bandit: {
      title: 'bandit',
      cues: [],
      rewards: [],
      stages: [
        {
          id: 'choice',
          state: 'bandit',
          onsetSeconds: 0,
          options: arms.map((action) => ({
            action,
            rewards: [{ time: { kind: 'fixed', seconds: 1.5 }, magnitude: size, probability: 0.5 }],
          })),
        },
      ],
    },
  },
  phases: [{ id: 'session', trials: made.length, plastic: true, mixture: { bandit: 1 }, order: 'recorded', recorded }],
  iti: { kind: 'fixed', seconds: 1 },
  trialSeconds: 2,
};

const [rate, temperature, start] = [0.23, 4.1, 0.5];
const agent = {
  id: 'q-learning',
  learningRule: { id: 'q-learning', parameters: { learningRate: rate, initialValue: start, delays: 'ignored' } },
  policy: { id: 'softmax', parameters: { inverseTemperature: temperature } },
};

function run(of: Design, given: unknown = agent): TrialSession {
  const spec = { world: 'own-design', design: parseDesign(of, 'test'), agent: given as never };
  const session = createTrialSession(completeTrialSpec(spec));
  session.advance(Infinity);
  return session;
}

/** Q(a) <- Q(a) + α (r - Q(a)), and ln of exp(β Q(a)) / Σ exp(β Q), trial by trial. */
function byHand(): { readonly logs: readonly number[]; readonly errors: readonly number[] } {
  const q = [start, start, start];
  const logs: number[] = [];
  const errors: number[] = [];
  for (const [arm = 0, reward = 0] of made) {
    if (arm < 0) continue;
    const odds = q.map((value) => Math.exp(temperature * value));
    logs.push(Math.log((odds[arm] as number) / odds.reduce((sum, one) => sum + one)));
    const error = reward - (q[arm] as number);
    errors.push(error);
    q[arm] = (q[arm] as number) + rate * error;
  }
  return { logs, errors };
}

describe('the likelihood of recorded choices', () => {
  const session = run(design);
  const { logs, errors } = byHand();

  test('is that of Q-learning with a softmax, computed directly', () => {
    const { likelihood } = observe(session).look();
    const sum = logs.reduce((all, one) => all + one, 0);
    expect(likelihood?.choices).toBe(made.filter(([arm = 0]) => arm >= 0).length);
    expect(Math.abs((likelihood?.logLikelihood ?? 0) - sum)).toBeLessThan(1e-9);
    expect(likelihood?.byChance).toBeCloseTo(-logs.length * Math.log(3), 9);
    const { rpe } = session.signals;
    const shown = session.trials.flatMap(({ index, zeroStep, outcomes: [outcome] }) =>
      outcome === undefined ? [] : [rpe[(session.offsets[index] as number) + zeroStep + outcome.step] as number],
    );
    errors.forEach((error, i) => expect(shown[i]).toBeCloseTo(error, 12));
  });

  test('is none of a free session, and null where a policy excludes a choice', () => {
    const free = run({
      ...design,
      phases: [{ id: 'free', trials: 20, plastic: true, mixture: { bandit: 1 }, order: 'random' }],
    });
    expect(observe(free).look()).not.toHaveProperty('likelihood');
    const greedy = run(design, { ...agent, policy: { id: 'epsilon-greedy', parameters: { exploration: 0 } } });
    expect(observe(greedy).look().likelihood?.logLikelihood).toBeNull();
  });

  test('does not count a stage with one option', () => {
    const one = { stage: 0, option: 0, probabilities: [1] };
    const two = { stage: 0, option: 1, probabilities: [0.75, 0.25] };
    expect(likelihoodOf([[one], [], [two, one]])).toEqual({
      choices: 1,
      logLikelihood: Math.log(0.25),
      byChance: -Math.log(2),
    });
  });

  test('has a row for each choice, and one for each trial without', () => {
    const [head = '', ...rows] = choicesTable(session).csv.trim().split('\n');
    const columns = head.split(',');
    const cells = rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [columns[i], cell])));
    expect(cells).toHaveLength(made.length);
    expect(cells[0]).toMatchObject({ stage: 'choice', state: 'bandit', choice: 'a', choice_s: '0.4', shown_s: '0' });
    expect(cells[7]).toMatchObject({ stage: '', choice: '', probability: '', recorded: '1', outcome: 'none' });
    const found = cells.filter(({ choice }) => choice !== '').map(({ log_likelihood: log }) => Number(log));
    logs.forEach((log, i) => expect(found[i]).toBeCloseTo(log, 9));
    const sums = cells
      .filter(({ choice }) => choice !== '')
      .map((row) => Number(row['p_a']) + Number(row['p_b']) + Number(row['p_c']));
    sums.forEach((sum) => expect(sum).toBeCloseTo(1, 12));
  });

  test('curves: what was recorded, next to the probabilities of the policy', () => {
    const [stage] = observe(session).look().summaries;
    expect(stage?.series.map(({ id }) => id)).toEqual(arms);
    const [first] = stage?.series ?? [];
    expect(first?.points).toHaveLength(stage?.recorded?.series[0]?.points.length as number);
    const shares = stage?.recorded?.series.map(({ points }) => points[0]?.y ?? 0) ?? [];
    expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
  });
});

describe('faults of recorded choices', () => {
  const faultOf = (change: (first: any, design: any) => void): string => {
    const given = JSON.parse(JSON.stringify(design));
    change(given.phases[0].recorded[0], given);
    const checked = checkDesign(given);
    const [fault] = 'faults' in checked ? checked.faults : [];
    return fault === undefined ? '' : `${fault.path.join('.')}: ${fault.what}; ${fault.remedy}`;
  };

  test.each<[string, (first: any, design: any) => void, string]>([
    [
      'an unknown action',
      (first) => (first.choices[0].action = 'aa'),
      "'aa' is not offered at stage 'choice'; did you mean 'a'?",
    ],
    [
      'an unknown stage',
      (first) => (first.choices[0].stage = 'choise'),
      "unknown stage 'choise'; did you mean 'choice'?",
    ],
    [
      'no word on what was chosen',
      (first) => delete first.choices,
      'it does not say what was chosen; add choices, [] if nothing was chosen',
    ],
    ['a missing outcome', (first) => (first.rewards = []), 'the outcome of the choice is missing; add it'],
    [
      'a reward before the choice',
      (first) => (first.rewards[0].seconds = 0.2),
      'a reward comes before the last choice',
    ],
    [
      'a choice before its state',
      (first) => (first.choices[0].onsetSeconds = 0.5),
      'the choice, at 0.4 s, comes before its state, at 0.5 s',
    ],
    ['a late choice', (first) => (first.choices[0].seconds = 2.5), "it comes after the trial's window"],
    [
      'a choice after the last',
      (first) => first.choices.push(first.choices[0]),
      "stage 'choice' cannot come here; leave it out",
    ],
    ['choices without stages', (_, of) => delete of.trialTypes.bandit.stages, 'it has no stage, so nothing is chosen'],
    ['no states', (_, of) => delete of.states, 'it has actions and no states'],
    ['an unknown state', (_, of) => (of.trialTypes.bandit.stages[0].state = 'x'), "unknown state 'x'"],
    [
      'an unknown action of an option',
      (_, of) => (of.trialTypes.bandit.stages[0].options[0].action = 'x'),
      "unknown action 'x'",
    ],
    [
      'the same action twice',
      (_, of) => (of.trialTypes.bandit.stages[0].options[0].action = 'b'),
      "'b' is offered twice",
    ],
    [
      'a reward before its stage',
      (_, of) => (of.trialTypes.bandit.stages[0].options[0].rewards[0].time.seconds = 0),
      'it can come at 0 s, not between its stage',
    ],
    [
      'rewards whatever is chosen',
      (_, of) => (of.trialTypes.bandit.rewards = of.trialTypes.bandit.stages[0].options[0].rewards),
      'its rewards come whatever is chosen',
    ],
    [
      'a stage that nothing precedes',
      (_, of) => (of.trialTypes.bandit.stages[0].options[0].next = [{ stage: 'choice', probability: 1 }]),
      'it has rewards and a next stage',
    ],
  ])('%s', (_, change, expected) => expect(faultOf(change)).toContain(expected));

  test('none', () => expect(faultOf(() => {})).toBe(''));

  test('an agent that makes no choices is refused in one line', () => {
    expect(() => run(design, 'td-csc')).toThrow(
      "paradigm 'own-design' requires choices, but learning rule 'td-zero' makes none",
    );
    expect(() => run(design, 'dqn')).toThrow('for stepped environments');
  });
});
