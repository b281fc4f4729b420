import { describe, expect, test } from 'vitest';
import type { Encoder, FeatureTable } from '../../src/contracts/architecture.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { InputError } from '../../src/core/errors.ts';
import { bound } from '../../src/engine/bind.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { misfitInTrials } from '../../src/spec/fits.ts';
import { find, findTrialArchitecture, findTrialRule, list, lookup, trialAgents } from '../../src/engine/registry.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import { sampled } from '../sample.ts';
import { narrow, shortest } from './variants.ts';

// An agent is run in the worlds that it supports: one that acts where there are choices, the others elsewhere.
const worlds = list('paradigms').map(({ id }) => completeTrialSpec({ world: id }));
const pairs = trialAgents().flatMap((agent) =>
  worlds
    .filter((world) => misfitInTrials(lookup, world, agent.learningRule.id) === undefined)
    .map(({ world: paradigm }) => ({ agent: agent.id, paradigm: paradigm.id })),
);

test('every agent has a world and every world an agent, and incompatible pairs are refused', () => {
  expect(new Set(pairs.map(({ agent }) => agent)).size).toBe(trialAgents().length);
  expect(new Set(pairs.map(({ paradigm }) => paradigm)).size).toBe(list('paradigms').length);
  for (const { world: paradigm, agent: own } of worlds) {
    for (const { id, learningRule } of trialAgents()) {
      const acts = find('learning-rules', learningRule.id).timescale === 'choice';
      // A world's own agent has a policy exactly if there are choices.
      const hasChoices = own.policy !== undefined;
      expect(
        pairs.some((pair) => pair.agent === id && pair.paradigm === paradigm.id),
        `${id} on ${paradigm.id}`,
      ).toBe(acts === hasChoices);
      if (acts !== hasChoices) expect(() => completeTrialSpec({ world: paradigm.id, agent: id })).toThrow(InputError);
    }
  }
});

/** A short session; networks are narrow. */
function start(paradigm: string, agent: string, units: readonly string[] = []): TrialSession {
  const { learningRule } = find('agents', agent);
  const rule = {
    ...learningRule,
    parameters: { ...narrow(find('learning-rules', learningRule.id).parameters), ...learningRule.parameters },
  };
  return createTrialSession(
    completeTrialSpec({
      world: { id: paradigm, parameters: shortest(find('paradigms', paradigm).parameters) },
      agent: { id: agent, learningRule: rule },
    }),
    { units },
  );
}

/** The group of units with an agent's contingencies, if it has one. */
const contingencies = (agent: string): readonly string[] =>
  findTrialRule(find('agents', agent).learningRule.id).units?.some(({ id }) => id === 'contingency') === true
    ? ['contingency']
    : [];

function encoderOf({ spec, design }: TrialSession): Encoder {
  const { id, parameters } = spec.agent.architecture;
  return bound(findTrialArchitecture(id), parameters).create(design);
}

/** Tables are consecutive within the trial, fit the encoder, and every feature is a finite number. */
function expectTable(encoder: Encoder, trial: Trial): void {
  let end = 0;
  for (const table of encoder.encode(trial)) {
    expect(table.layout).toBe(encoder.layout);
    expect(table.firstStep).toBeGreaterThanOrEqual(end);
    end = table.firstStep + table.rows;
    expect(end).toBeLessThanOrEqual(trial.steps);
    expect(unsound(encoder, table)).toEqual([]);
  }
}

/** The rows, or columns, of a table that are not as they must be. */
function unsound(encoder: Encoder, table: FeatureTable): readonly string[] {
  const isFeature = (feature: number): boolean => feature >= 0 && feature < encoder.size;
  if (table.layout === 'binary') {
    const ends = table.rowStart[0] === 0 && table.rowStart.length > table.rows ? [] : ['starts of rows'];
    const rows = Array.from({ length: table.rows }, (_, row) =>
      table.active.subarray(table.rowStart[row], table.rowStart[row + 1]),
    );
    const wrong = rows.filter((active) => !active.every(isFeature) || new Set(active).size < active.length);
    return [...ends, ...wrong.map((active) => active.join())];
  }
  const { columns, rows } = table;
  const values = table.values.subarray(0, rows * columns.length);
  const isRising = columns.every(
    (feature, i) => isFeature(feature) && (i === 0 || feature > (columns[i - 1] as number)),
  );
  return [
    ...(isRising ? [] : [`columns ${columns.join()}`]),
    ...(values.length === rows * columns.length && values.every(Number.isFinite) ? [] : [`values ${values.join()}`]),
  ];
}

/** Each step's nonzero features. Buffer contents beyond a table's rows are undefined. */
function activeFeatures(tables: readonly FeatureTable[], steps: number): readonly string[] {
  const active = Array.from({ length: steps }, () => '');
  for (const table of tables) activeRows(table).forEach((row, i) => (active[table.firstStep + i] = row));
  return active;
}

function activeRows(table: FeatureTable): readonly string[] {
  return Array.from({ length: table.rows }, (_, row) => {
    if (table.layout === 'binary') return table.active.subarray(table.rowStart[row], table.rowStart[row + 1]).join();
    const { columns, values } = table;
    const pairs = Array.from(columns, (feature, column) => [feature, values[row * columns.length + column]] as const);
    return pairs.filter(([, value]) => value !== 0).join(' ');
  });
}

test.each(sampled(pairs))('$agent on $paradigm runs a short session without NaN or infinity', ({ agent, paradigm }) => {
  const session = start(paradigm, agent, contingencies(agent));
  session.advance(session.trials.length);
  const { rpe, value, units } = session.signals;
  expect(session.done).toBe(session.trials.length);
  expect(rpe.every(Number.isFinite) && value.every(Number.isFinite)).toBe(true);
  expect(session.weights.every(Number.isFinite)).toBe(true);
  // Learned contingencies reach the weights only above a threshold, which a short session need not exceed.
  const learned = [...session.weights, ...(units['contingency'] ?? [])];
  expect(learned.some((number) => number !== 0)).toBe(true);
  expect(encoderOf(session).size).toBe(session.weights.length);
});

/** Agents that share an architecture share its features: the first of each is enough. */
const encoders = pairs.filter(({ agent, paradigm }, i) => {
  const architecture = JSON.stringify(find('agents', agent).architecture);
  return (
    pairs.findIndex(
      (other) =>
        other.paradigm === paradigm && JSON.stringify(find('agents', other.agent).architecture) === architecture,
    ) === i
  );
});

describe.each(sampled(encoders))('the features of $agent on $paradigm', ({ agent, paradigm }) => {
  const session = start(paradigm, agent);
  // If there are choices, outcomes are known only after running.
  if (session.design.states !== undefined) session.advance(session.trials.length);

  test('match the trials, with a label for each', () => {
    const encoder = encoderOf(session);
    for (const trial of session.trials.slice(0, 30)) expectTable(encoder, trial);
    const labels = Array.from({ length: encoder.size }, (_, feature) => encoder.label(feature));
    expect(labels.every((label) => label.length > 0 && !/undefined|NaN/.test(label))).toBe(true);
    expect(new Set(labels).size).toBe(labels.length);
  });

  test('do not depend on trials encoded in between, given the encoder’s state', () => {
    const encoder = encoderOf(session);
    const [first, second, third] = session.trials as readonly [Trial, Trial, Trial];
    encoder.encode(first);
    const state = JSON.parse(JSON.stringify(encoder.state()));
    const before = activeFeatures(encoder.encode(second), second.steps);
    encoder.encode(third);
    encoder.restore(state);
    expect(activeFeatures(encoder.encode(second), second.steps)).toEqual(before);
  });

  test('do not reveal an outcome before it occurs', () => {
    const encoder = encoderOf(session);
    const trial = session.trials.find(({ outcomes }) => outcomes[0]?.delivered && outcomes[0].step > 1) as Trial;
    const without = (outcomes: Trial['outcomes']): Trial['outcomes'] =>
      outcomes.map((outcome) => ({ ...outcome, delivered: false, magnitude: 0 }));
    const stages = trial.stages?.map((stage) => ({
      ...stage,
      options: stage.options.map((option) => ({ ...option, outcomes: without(option.outcomes) })),
    }));
    const omitted: Trial = { ...trial, outcomes: without(trial.outcomes), ...(stages === undefined ? {} : { stages }) };
    const state = encoder.state();
    const rowsBefore = (of: Trial): readonly string[] => {
      encoder.restore(state);
      return activeFeatures(encoder.encode(of), of.steps).slice(
        0,
        trial.zeroStep + (trial.outcomes[0]?.step as number),
      );
    };
    expect(rowsBefore(omitted)).toEqual(rowsBefore(trial));
  });
});
