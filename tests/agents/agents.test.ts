import { describe, expect, test } from 'vitest';
import type { Agent, AgentPart } from '../../src/contracts/agent.ts';
import type { TrialArchitecture } from '../../src/contracts/architecture.ts';
import type { LearningRule, TrialRule } from '../../src/contracts/learning-rule.ts';
import type { Objective } from '../../src/contracts/objective.ts';
import type { Declaration } from '../../src/contracts/declaration.ts';
import type { Interval } from '../../src/contracts/design.ts';
import { perStep, termsPerStep } from '../../src/contracts/time-constants.ts';
import { randomStream } from '../../src/core/random.ts';
import { scheduleTrials } from '../../src/engine/schedule.ts';
import chamber from '../../envs/conditioning-chamber.ts';
import type { Policy } from '../../src/contracts/policy.ts';
import { brings, chooser, choiceDesign, scheduleOf, stage } from '../envs/choices.ts';
import { designOf, fixed, runTrial, subjectOf, trialOf, valuesOf, type TrialResult } from '../architectures/trials.ts';

const byId = <T extends { readonly id: string }>(
  files: Readonly<Record<string, { readonly default: T }>>,
): ReadonlyMap<string, T> => new Map(Object.values(files).map((file) => [file.default.id, file.default]));
const agents = byId(import.meta.glob<{ default: Agent }>('../../src/agents/*.ts', { eager: true }));
const architectures = byId(
  import.meta.glob<{ default: TrialArchitecture }>('../../src/architectures/*.ts', { eager: true }),
);
const objectives = byId(import.meta.glob<{ default: Objective<never> }>('../../src/objectives/*.ts', { eager: true }));
const everyRule = byId(import.meta.glob<{ default: LearningRule }>('../../src/learning-rules/*.ts', { eager: true }));
// Agents for stepped environments are in tests/learning-rules/control.test.ts and deep.test.ts; the Value-RNN, which
// must train a network, is in value-rnn.test.ts.
const isQuickOfTrials = (rule: LearningRule): rule is TrialRule => rule.timescale !== 'control' && rule.slow !== true;
const rules = new Map([...everyRule].flatMap(([id, rule]) => (isQuickOfTrials(rule) ? [[id, rule] as const] : [])));
const ofTrials = [...agents.values()].filter(({ learningRule }) => rules.has(learningRule.id)).map(({ id }) => id);

const policies = byId(import.meta.glob<{ default: Policy<never> }>('../../src/policies/*.ts', { eager: true }));

type Given = Readonly<Record<string, number>>;

/** The step of every design here. */
const stepSeconds = 0.1;

/** The parts of a named agent, with some parameters replaced and time constants per step. */
function partsOf(id: string, given: { readonly objective?: Given; readonly learningRule?: Given } = {}) {
  const agent = agents.get(id) as Agent;
  const part = <T extends Declaration>(
    things: ReadonlyMap<string, T>,
    { id, parameters }: AgentPart,
    replaced: Given = {},
  ) => {
    const declared = things.get(id) as T;
    return [declared, perStep(declared.parameters, { ...parameters, ...replaced }, stepSeconds)] as const;
  };
  const objective = objectives.get(agent.objective.id) as Objective<never>;
  const values = valuesOf(objective, { ...agent.objective.parameters, ...given.objective });
  return {
    architecture: part(architectures, agent.architecture),
    rule: part(rules, agent.learningRule, given.learningRule),
    terms: termsPerStep(objective.terms(values, randomStream(1, 'agent')), stepSeconds),
  };
}

const meanOf = (completed: readonly TrialResult[], measure: (completed: TrialResult) => number): number =>
  completed.reduce((sum, one) => sum + measure(one), 0) / completed.length;

const cue = { cue: 'light', onsetSeconds: 0, durationSeconds: 1 };
/** As long as a laboratory's inter-trial interval: the memory of one trial is over when the next begins. */
const itiSeconds = 30;
const shown = (outcomes: readonly (readonly [number, number])[]) =>
  trialOf({ zeroStep: 10 * itiSeconds, window: 30, cues: [[0, 0, 10]], outcomes, plastic: false });

/** Value just before reward, where the correct value is below 0.4. Presence has one value for the whole cue. */
const minValue: Readonly<Record<string, number>> = { 'td-presence': 0.2 };

/**
 * A cause is found if it comes more often before the reward than at any time. If all events come at equal intervals I
 * and traces last T = 1.2 I, that is at most Σ_k e^(-k / 1.2) - 1.2 = 1 / (1 - e^(-1 / 1.2)) - 1.2 = .57, which is
 * below the threshold of .6 that Jeong et al. 2022 set.
 */
const withoutRhythm: ReadonlySet<string> = new Set(['anccr', 'anccr-slow-base-rates']);
const noRhythm: Interval = { kind: 'exponential', meanSeconds: itiSeconds, minSeconds: 1, maxSeconds: 3 * itiSeconds };
/**
 * Base rates over only the last ten seconds carry a contingency above its threshold and back, so the result is averaged
 * over many trials.
 */
const lateTrials = 300;

/** A named agent trained on light, then reward after 1 s. */
function trained(id: string, iti: Interval = fixed(itiSeconds)) {
  const design = designOf({
    cues: ['light'],
    types: { cued: { cues: [cue], rewards: [{ time: fixed(1), magnitude: 1, probability: 1 }] } },
    iti,
    trialSeconds: 3,
    trials: 600,
  });
  const subject = subjectOf(design, partsOf(id));
  const values = scheduleTrials(design, chamber, 1).map((trial) => subject.runTrial(trial).valueAt(9));
  return { ...subject, lateValue: mean(values.slice(-lateTrials)) };
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

const acts = (id: string): boolean => (agents.get(id) as Agent).policy !== undefined;

function expectChoice(id: string): void {
  const { architecture, rule, terms } = partsOf(id);
  const { id: policy, parameters } = (agents.get(id) as Agent).policy as AgentPart;
  const design = choiceDesign({
    types: { pair: [stage('lever', 0, brings(1, 'left', 0.1), brings(1, 'right', 0.9))] },
    phases: [{ trials: 600 }],
  });
  const found = policies.get(policy) as Policy<never>;
  const subject = chooser(design, {
    architecture: architecture[0],
    rule,
    terms,
    choose: found.create(valuesOf(found, parameters)),
  });
  const late = scheduleOf(design)
    .map((trial) => subject.runTrial(trial))
    .slice(-200);
  const share = (option: number): number =>
    late.filter(({ choices }) => choices[0]?.option === option).length / late.length;
  expect(share(1)).toBeGreaterThan(0.75);
  // The prediction is the reward of the usual choice, 0.9, at its own time: a step of 0.1 s ahead, 0.9 γ^0.1 = 0.89.
  const value = late.reduce((sum, { valueAt }) => sum + valueAt(9), 0) / late.length;
  expect(Math.abs(value - 0.89)).toBeLessThan(0.12);
  for (const { rpe, valueAt } of late) {
    expect(rpe[0]).toBe(0);
    expect([...rpe].every(Number.isFinite) && Number.isFinite(valueAt(9))).toBe(true);
  }
}

function expectPrediction(id: string): void {
  const isGated = withoutRhythm.has(id);
  const subject = trained(id, isGated ? noRhythm : undefined);
  const { valueAt, rpe, value } = subject.runTrial(shown([[10, 1]]));
  expect(isGated ? subject.lateValue : valueAt(9)).toBeGreaterThan(minValue[id] ?? 0.4);
  expect([...rpe, ...value].every(Number.isFinite)).toBe(true);
}

describe.each(ofTrials)('%s', (id) => {
  const agent = agents.get(id) as Agent;

  test('its parts exist, accept the given parameters, and are compatible', () => {
    const { architecture, rule } = partsOf(id);
    expect(architecture[0].timescale).toBe(rule[0].timescale);
    for (const [thing, given] of [architecture, rule]) expect(valuesOf(thing, given)).toMatchObject(given);
    expect(acts(id)).toBe(rule[0].timescale === 'choice');
    if (agent.policy !== undefined)
      expect(valuesOf(policies.get(agent.policy.id) as Policy<never>, agent.policy.parameters)).toMatchObject(
        agent.policy.parameters,
      );
  });

  if (acts(id)) test('it learns which of two actions is rewarded', () => expectChoice(id));
  else test('it learns that reward follows the cue', () => expectPrediction(id));

  test('has a citation', () => {
    expect(agent.citation.text).toMatch(/\d{4}/);
    expect(agent.summary).toMatch(/\.$/);
  });
});

describe('Schultz, Dayan & Montague 1997: transfer to the cue, dip at the omitted reward', () => {
  test.each(['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-belief'])('%s', (id) => {
    const { runTrial } = trained(id);
    const rewarded = runTrial(shown([[10, 1]]));
    const omitted = runTrial(shown([[10, 0]]));
    // γ = .9; an agent that also values the inter-trial interval responds to the cue by the difference.
    expect(rewarded.rpeAt(0)).toBeGreaterThan(0.6);
    expect(rewarded.rpeAt(0)).toBeLessThan(0.91);
    expect(Math.abs(rewarded.rpeAt(10))).toBeLessThan(0.05);
    expect(omitted.rpeAt(0)).toBeCloseTo(rewarded.rpeAt(0), 2);
    expect(Math.abs(omitted.rpeAt(10) + 1)).toBeLessThan(0.05);
  });

  test('a naive agent responds only to the reward', () => {
    const design = designOf({ cues: ['light'], types: {} });
    const { runTrial } = subjectOf(design, partsOf('td-csc'));
    const completed = runTrial(shown([[10, 1]]));
    expect([completed.rpeAt(0), completed.rpeAt(10)]).toEqual([0, 1]);
  });

  test('microstimuli: a response to the cue, a small one left at the reward, a shallow dip', () => {
    const { runTrial } = trained('td-microstimuli');
    const rewarded = runTrial(shown([[10, 1]]));
    expect(rewarded.rpeAt(0)).toBeGreaterThan(0.5);
    expect(rewarded.rpeAt(10)).toBeGreaterThan(0);
    expect(rewarded.rpeAt(10)).toBeLessThan(0.5);
    const dip = Math.min(...runTrial(shown([[10, 0]])).rpe);
    expect(dip).toBeLessThan(-0.05);
    expect(dip).toBeGreaterThan(-0.5);
  });

  test('Rescorla-Wagner has no time within a trial: no response at the cue', () => {
    const completed = trained('rescorla-wagner').runTrial(shown([[10, 1]]));
    expect(completed.rpeAt(0)).toBe(0);
    expect(completed.rpeAt(10)).toBeCloseTo(0, 6);
  });
});

describe('Hollerman & Schultz 1998: a reward that comes .5 s early', () => {
  const early = (id: string) => trained(id).runTrial(shown([[5, 1]]));

  test('plain serial compound: a full response, and a dip at 1 s that the neurons do not show', () => {
    const { rpeAt } = early('td-csc');
    expect(rpeAt(5)).toBeCloseTo(1, 2);
    expect(rpeAt(10)).toBeCloseTo(-1, 2);
  });

  test('with reset: only the discounted difference, and no dip', () => {
    const { rpeAt } = early('td-csc-reset');
    expect(rpeAt(5)).toBeCloseTo(1 - 0.9 ** 0.5, 2);
    for (let step = 6; step < 30; step++) expect(rpeAt(step)).toBe(0);
  });

  test('belief state: a response, and no dip', () => {
    const { rpeAt } = early('td-belief');
    expect(rpeAt(5)).toBeGreaterThan(0.05);
    for (let step = 6; step < 30; step++) expect(Math.abs(rpeAt(step))).toBeLessThan(0.02);
  });
});

describe('Starkweather et al. 2017: response to reward as a function of its time', () => {
  const seconds = Array.from({ length: 9 }, (_, i) => 1.2 + 0.2 * i);
  const weights = seconds.map((time) => Math.exp(-(((time - 2) / 0.5) ** 2) / 2));

  /** Mean RPE at rewards after 1.2, 1.4 ... 2.8 s. */
  function responses(id: string, probability: number): readonly number[] {
    const trialSeconds = 4;
    const meanSeconds = 13 - trialSeconds + 2 * probability; // 65 steps from the end of an interval to the next cue
    const design = designOf({
      cues: ['light'],
      types: {
        cued: { cues: [cue], rewards: [{ time: { kind: 'grid', seconds, weights }, magnitude: 1, probability }] },
      },
      trials: 20000,
      iti: { kind: 'exponential', meanSeconds, minSeconds: 0, maxSeconds: 1000 },
      trialSeconds,
      stepSeconds: 0.2,
    });
    // At the agent's α of .1 the value of the inter-trial interval fluctuates and raises all responses by about .01.
    const completed = runTrial(
      design,
      partsOf(id, { objective: { discount: 0.93 ** 10 }, learningRule: { learningRate: 0.03 } }),
    ).slice(5000);
    return seconds.map((_, i) => {
      const rewarded = completed.filter(
        ({ trial }) => trial.outcomes[0]?.delivered && trial.outcomes[0].step === 6 + i,
      );
      return meanOf(rewarded, ({ rpeAt }) => rpeAt(6 + i));
    });
  }

  const slope = (y: readonly number[]): number => {
    const mean = meanNumber(y);
    return (
      y.reduce((sum, value, i) => sum + (seconds[i] as number) * (value - mean), 0) /
      seconds.reduce((sum, s) => sum + (s - 2) ** 2, 0)
    );
  };
  const meanNumber = (numbers: readonly number[]): number =>
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

  test('belief state, reward certain: falls from .264 to 0', () => {
    const measured = responses('td-belief', 1);
    expect(Math.abs((measured[0] as number) - 0.264)).toBeLessThan(0.02);
    expect(Math.abs(measured.at(-1) as number)).toBeLessThan(0.02);
    measured.slice(1).forEach((response, i) => expect(response).toBeLessThan(measured[i] as number));
    expect(Math.abs(slope(measured) + 0.16)).toBeLessThan(0.02);
  });

  test('belief state, reward in 90 %: falls, then rises', () => {
    const golden = [0.34, 0.299, 0.268, 0.249, 0.25, 0.278, 0.347, 0.482, 0.701];
    const measured = responses('td-belief', 0.9);
    measured.forEach((response, i) => expect(Math.abs(response - (golden[i] as number))).toBeLessThan(0.02));
    expect(Math.abs(slope(measured) - 0.18)).toBeLessThan(0.02);
  });

  test('serial compound without reset: no slope in either', () => {
    for (const probability of [1, 0.9]) expect(Math.abs(slope(responses('td-csc', probability)))).toBeLessThan(0.03);
  });
});
