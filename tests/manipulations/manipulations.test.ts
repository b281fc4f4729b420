import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { rpeIntervention } from '../../src/contracts/trial.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { trialOf } from '../architectures/trials.ts';
import { at, run, type Finished } from '../golden/experiment.ts';

const schultz = (
  id: string,
  parameters: Readonly<Record<string, unknown>>,
  agent: PartialSpec['agent'] = 'td-csc',
): Finished => run({ world: 'schultz-1997', agent, manipulations: [{ id, parameters }] });

const control = run({ world: 'schultz-1997', agent: 'td-csc' });
// Closed form of trained TD(0): γ at the cue, one second before the reward.
const cueBurst = 0.9;

test('interventions act in order, each in its steps, with separate gains for each sign', () => {
  const trial = trialOf({
    zeroStep: 2,
    interventions: [
      { from: 0, steps: 2, gainPositive: 2, gainNegative: 0.5, added: 0 },
      { from: 1, steps: 1, gainPositive: 1, gainNegative: 1, added: -3 },
    ],
  });
  const effect = rpeIntervention(trial) as (step: number, rpe: number) => number;
  expect([1, 2, 3, 4].map((step) => effect(step, 1))).toEqual([1, 2, -1, 1]);
  expect([1, 2, 3, 4].map((step) => effect(step, -1))).toEqual([-1, -0.5, -3.5, -1]);
  expect(rpeIntervention(trialOf({}))).toBeUndefined();
});

describe('rpe-window', () => {
  test('with the RPE at reward clamped to 0 nothing is learned: the cue evokes no response', () => {
    const clamped = schultz('rpe-window', { mode: 'clamp', amount: 0, event: 'reward' });
    expect(at(clamped, 'trained', 'rpe', 1)).toBe(0);
    expect(at(clamped, 'predicted', 'rpe', 0)).toBe(0);
    expect(at(control, 'predicted', 'rpe', 0)).toBeCloseTo(cueBurst, 3);
  });

  test('an amount added at reward is learned like reward: the cue predicts both', () => {
    const added = schultz('rpe-window', { mode: 'add', amount: 0.5, event: 'reward', phase: 'training' });
    expect(at(added, 'predicted', 'rpe', 0)).toBeCloseTo(1.5 * cueBurst, 3);
    // In the probe nothing is added, so the reward is smaller than predicted.
    expect(at(added, 'predicted', 'rpe', 1)).toBeCloseTo(-0.5, 3);
  });

  test('a factor at the cue scales only the response there', () => {
    const scaled = schultz('rpe-window', { mode: 'scale', amount: 0.5, event: 'cue' });
    expect(at(scaled, 'predicted', 'rpe', 0)).toBeCloseTo(0.5 * at(control, 'predicted', 'rpe', 0), 9);
    expect(at(scaled, 'omitted', 'rpe', 1)).toBeCloseTo(at(control, 'omitted', 'rpe', 1), 9);
  });

  test('only in the named trials', () => {
    const some = schultz('rpe-window', { mode: 'clamp', amount: 0, event: 'reward', trialType: 'omitted' });
    expect(at(some, 'omitted', 'rpe', 1)).toBe(0);
    expect(at(some, 'unpredicted', 'rpe', 1)).toBeCloseTo(1, 6);
  });
});

describe('rpe-gains', () => {
  test('half the gain of positive errors halves the first response, but not the result: learning continues until the error is 0', () => {
    const halved = schultz('rpe-gains', { gainPositive: 0.5 });
    expect(at(halved, 'naive', 'rpe', 1)).toBe(0.5);
    expect(at(halved, 'unpredicted', 'rpe', 1)).toBeCloseTo(0.5, 9);
    expect(at(halved, 'omitted', 'rpe', 1)).toBeCloseTo(-1, 2);
  });

  test('from a phase on', () => {
    const probed = schultz('rpe-gains', { gainNegative: 0, fromPhase: 'probe' });
    expect(at(probed, 'omitted', 'rpe', 1)).toBeCloseTo(0, 12);
    expect(at(probed, 'trained', 'rpe', 0)).toBe(at(control, 'trained', 'rpe', 0));
  });
});

describe('cue-lesion', () => {
  test('without its cue a reward is never predicted', () => {
    const lesioned = schultz('cue-lesion', { cue: 'light' });
    expect(at(lesioned, 'predicted', 'rpe', 0)).toBe(0);
    expect(at(lesioned, 'predicted', 'rpe', 1)).toBe(1);
    expect(at(lesioned, 'omitted', 'rpe', 1)).toBe(0);
  });

  test('after training, the learned value of the cue has no effect', () => {
    const late = schultz('cue-lesion', { cue: 'light', fromPhase: 'probe' });
    expect(at(late, 'trained', 'rpe', 0)).toBe(at(control, 'trained', 'rpe', 0));
    expect(at(late, 'predicted', 'rpe', 1)).toBe(1);
  });
});

describe('parameter-change', () => {
  test('another discount applies from its phase on: the response to a trained cue is γ₂ V - 0, γ₂ per step', () => {
    const changed = schultz('parameter-change', { parameter: 'discount', changedTo: 0.5 ** 10, fromPhase: 'probe' });
    const firstValue = at(control, 'predicted', 'value', 0);
    expect(at(changed, 'predicted', 'rpe', 0)).toBeCloseTo(0.5 * firstValue, 9);
  });

  test('a changed trace decay gives the same learning as a rule with that trace decay from the start', () => {
    const lambda = {
      id: 'td-csc',
      learningRule: { id: 'td-lambda', parameters: { learningRate: 0.1, traceDecay: 0.2 } },
    };
    const asked = run({
      world: 'schultz-1997',
      agent: { ...lambda, learningRule: { id: 'td-lambda', parameters: { learningRate: 0.1, traceDecay: 0.8 } } },
    });
    const changed = schultz('parameter-change', { parameter: 'traceDecay', changedTo: 0.8 }, lambda);
    expect(changed.session.signals.rpe).toEqual(asked.session.signals.rpe);
  });
});

test('the control of the same spec is unchanged, and every trial has the same events', () => {
  const clamped = schultz('rpe-window', { mode: 'clamp', amount: 0, event: 'reward' });
  expect(clamped.session.trials.map(({ outcomes, steps }) => [outcomes, steps])).toEqual(
    control.session.trials.map(({ outcomes, steps }) => [outcomes, steps]),
  );
});

test.each([
  ['rpe-window', { phase: 'trainin' }, /phase = 'trainin' is unknown here; did you mean 'training'/],
  ['rpe-window', { trialType: 'omited' }, /did you mean 'omitted'/],
  ['rpe-gains', { fromPhase: 'x' }, /fromPhase = 'x' is unknown here/],
  ['cue-lesion', { cue: 'ligt' }, /did you mean 'light'/],
])('%s refuses names that the design does not have', (id, parameters, message) => {
  expect(() => schultz(id, parameters)).toThrow(InputError);
  expect(() => schultz(id, parameters)).toThrow(message);
});
