// Mistakes of an author of parts, each reported in one line with what, where and the remedy.
import { expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import type { Paradigm } from '../../src/contracts/paradigm.ts';
import { instantaneous } from '../../src/contracts/recording.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { completeControlSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { addPart, find } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';

const schultz = find('paradigms', 'schultz-1997') as Paradigm<never>;
const run = (world: string): void => {
  const session = createTrialSession(completeTrialSpec({ world }));
  session.advance(20);
  observe(session).look();
};

test('a trial type with a cue that the design does not declare', () => {
  const design = (values: never) => ({ ...schultz.design(values), cues: [{ id: 'lihgt', title: 'light' }] });
  addPart('paradigms', { ...schultz, id: 'wrong-cue', design });
  expect(() => run('wrong-cue')).toThrow(InputError);
  expect(() => run('wrong-cue')).toThrow(/^paradigm wrong-cue, trialTypes.*'light'.*lihgt/);
});

test('a condition with a trial type that the design does not declare', () => {
  const conditions = (values: never) => {
    const declared = schultz.conditions(values);
    return { ...declared, omitted: { ...declared['omitted'], types: ['omited'] } };
  };
  addPart('paradigms', { ...schultz, id: 'wrong-type', conditions } as never);
  expect(() => run('wrong-type')).toThrow(
    "paradigm wrong-type: condition 'omitted' has the trial type 'omited', which the design does not declare; did you mean 'omitted'?",
  );
});

test('a signature that measures a condition that the paradigm does not have', () => {
  const { omitted, ...others } = schultz.conditions({ cueRewardSeconds: 1 } as never);
  expect(omitted).toBeDefined();
  addPart('paradigms', { ...schultz, id: 'wrong-condition', shown: [], conditions: () => others });
  expect(() => run('wrong-condition')).toThrow(InputError);
  expect(() => run('wrong-condition')).toThrow(/measures the condition 'omitted', which the paradigm does not have/);
});

test('a recording that reads something other than a finite number', () => {
  const identity = find('recordings', 'identity');
  addPart('recordings', { ...identity, id: 'wrong-reading', create: () => instantaneous((rpe) => Math.log(rpe)) });
  addPart('paradigms', { ...schultz, id: 'wrong-recording', recording: { id: 'wrong-reading', parameters: {} } });
  const session = createTrialSession(completeTrialSpec({ world: 'wrong-recording' }));
  session.advance(1);
  const { recorded } = observe(session);
  expect(() => recorded.trial(session.trials[0] as Trial)).toThrow(
    /^recording wrong-reading, trial \d+: a reading is (-Infinity|NaN); let the recording's read\(\) return finite numbers$/,
  );
});

test('a reward that is not a number', () => {
  const cliff = find('envs', 'cliff-walking') as never as { create(values: unknown): object };
  const create = (values: unknown) => Object.assign(cliff.create(values), { step: () => Number.NaN });
  addPart('envs', { ...cliff, id: 'wrong-reward', create } as never);
  const session = new ControlSession(completeControlSpec({ world: 'wrong-reward', agent: 'q-table' }), fusedNetworks);
  expect(() => session.advance(3)).toThrow(
    "step 1, environment 0: the reward is NaN; let the environment's step() return a finite number",
  );
});
