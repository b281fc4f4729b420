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
// Closed form of TD(0) once learned: γ at the cue, a second before.
const cueBurst = 0.9;

test('interventions act in their order, each in its own steps, each sign with its own gain', () => {
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
  test('clamping the RPE at reward to 0 leaves nothing to learn from: the cue stays silent', () => {
    const clamped = schultz('rpe-window', { mode: 'clamp', amount: 0, event: 'reward' });
    expect(at(clamped, 'trained', 'rpe', 1)).toBe(0);
    expect(at(clamped, 'predicted', 'rpe', 0)).toBe(0);
    expect(at(control, 'predicted', 'rpe', 0)).toBeCloseTo(cueBurst, 3);
  });

  test('an amount added at reward is learned like reward: the cue comes to predict both', () => {
    const added = schultz('rpe-window', { mode: 'add', amount: 0.5, event: 'reward', phase: 'training' });
    expect(at(added, 'predicted', 'rpe', 0)).toBeCloseTo(1.5 * cueBurst, 3);
    // In the probe nothing is added, and less comes than was predicted.
    expect(at(added, 'predicted', 'rpe', 1)).toBeCloseTo(-0.5, 3);
  });

  test('a factor at the cue scales what is shown there and changes nothing else', () => {
    const scaled = schultz('rpe-window', { mode: 'scale', amount: 0.5, event: 'cue' });
    expect(at(scaled, 'predicted', 'rpe', 0)).toBeCloseTo(0.5 * at(control, 'predicted', 'rpe', 0), 9);
    expect(at(scaled, 'omitted', 'rpe', 1)).toBeCloseTo(at(control, 'omitted', 'rpe', 1), 9);
  });

  test('only in the trials that it names', () => {
    const some = schultz('rpe-window', { mode: 'clamp', amount: 0, event: 'reward', trialType: 'omitted' });
    expect(at(some, 'omitted', 'rpe', 1)).toBe(0);
    expect(at(some, 'unpredicted', 'rpe', 1)).toBeCloseTo(1, 6);
  });
});

describe('rpe-gains', () => {
  test('half the gain of positive errors halves the first response and, in time, nothing else: learning goes on until the error is 0', () => {
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
  test('without its cue a reward is always a surprise', () => {
    const lesioned = schultz('cue-lesion', { cue: 'light' });
    expect(at(lesioned, 'predicted', 'rpe', 0)).toBe(0);
    expect(at(lesioned, 'predicted', 'rpe', 1)).toBe(1);
    expect(at(lesioned, 'omitted', 'rpe', 1)).toBe(0);
  });

  test('after training, what was learned of the cue is out of reach', () => {
    const late = schultz('cue-lesion', { cue: 'light', fromPhase: 'probe' });
    expect(at(late, 'trained', 'rpe', 0)).toBe(at(control, 'trained', 'rpe', 0));
    expect(at(late, 'predicted', 'rpe', 1)).toBe(1);
  });
});

describe('parameter-change', () => {
  test('another discount holds from its phase on: the cue response of learned values is γ₂ V - 0 at the cue, γ₂ for a step', () => {
    const changed = schultz('parameter-change', { parameter: 'discount', changedTo: 0.5 ** 10, fromPhase: 'probe' });
    const firstValue = at(control, 'predicted', 'value', 0);
    expect(at(changed, 'predicted', 'rpe', 0)).toBeCloseTo(0.5 * firstValue, 9);
  });

  test('trace decay changes how learning goes, as the rule of that trace decay from the start would', () => {
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

test('the control arm of the same spec is untouched, and every trial has the same events', () => {
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
])('%s refuses what the design does not have', (id, parameters, message) => {
  expect(() => schultz(id, parameters)).toThrow(InputError);
  expect(() => schultz(id, parameters)).toThrow(message);
});
