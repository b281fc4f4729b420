import { describe, expect, test } from 'vitest';
import type { AnyValues } from '../../src/contracts/parameters.ts';
import type { ControlSpec } from '../../src/spec/spec.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { InputError } from '../../src/core/errors.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { controlAgents, find, list } from '../../src/engine/registry.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/storage/safetensors.ts';
import { sampled } from '../sample.ts';
import { settings } from './arms.ts';
import { smallIn, smallControlRun } from './small-control.ts';

const manipulations = list('manipulations');
/** Every environment with its default agent, and every agent in an environment. */
const places = [
  ...list('envs').flatMap((env) =>
    env.kind === 'control' ? [{ env: env.id, agent: env.agent, spec: smallIn(env.id, env.agent) }] : [],
  ),
  ...controlAgents()
    .map(({ id }) => ({ agent: id, spec: smallControlRun(id) }))
    .map((place) => ({ env: place.spec.world.id, ...place })),
].filter(({ env, agent }, i, all) => all.findIndex((other) => other.env === env && other.agent === agent) === i);
/** Each manipulation in each of them. */
const cases = (of: readonly { readonly id: string }[]) =>
  sampled(of.flatMap(({ id }) => places.map(({ env, agent }) => ({ manipulation: id, agent, paradigm: env }))));
const changing = cases(manipulations);
const leaving = cases(manipulations.filter(({ neutral }) => neutral !== undefined));
const specOf = ({ agent, paradigm }: { readonly agent: string; readonly paradigm: string }): ControlSpec =>
  places.find((place) => place.agent === agent && place.env === paradigm)?.spec as ControlSpec;
const ticks = 120;

/** Bytes of all signals of an agent, step by step, and of its final state. */
interface TrialResult {
  readonly shown: Float64Array;
  readonly happened: number;
  readonly hasRewards: boolean;
  /** Whether there is an error that a factor could change, and a nonzero value without discount. */
  readonly hasSignals: boolean;
  readonly hasValues: boolean;
}

function runTrial(spec: ControlSpec, session = new ControlSession(spec, fusedNetworks)): TrialResult {
  const shown: number[] = [];
  let [happened, hasRewards, hasSignals, hasValues] = [0, false, false, false];
  session.onStep(({ acting: { signals }, worlds }) => {
    shown.push(...signals.rpe, ...signals.value, ...signals.policy);
    for (const bits of worlds.happened) happened |= bits;
    hasRewards ||= worlds.rewards.some((reward) => reward !== 0);
    hasSignals ||= signals.rpe.some((rpe) => rpe !== 0);
    hasValues ||= signals.value.some((value, i) => value !== 0 && worlds.starts[i] === 0);
  });
  session.advance(ticks);
  session.dispose();
  return { shown: Float64Array.from(shown), happened, hasRewards, hasSignals, hasValues };
}

const controls = new Map<ControlSpec, TrialResult>();
function control(spec: ControlSpec): TrialResult {
  const completed = controls.get(spec) ?? runTrial(spec);
  controls.set(spec, completed);
  return completed;
}

const manipulated = (spec: ControlSpec, id: string, parameters: AnyValues): ControlSpec =>
  completeControlSpec({ ...spec, manipulations: [{ id, parameters }] });

function arm(spec: ControlSpec, id: string, parameters: AnyValues): TrialResult | InputError {
  let changed: ControlSpec;
  try {
    changed = manipulated(spec, id, parameters);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  try {
    return runTrial(changed);
  } catch (error) {
    // Divergence counts as a change.
    if (error instanceof InputError)
      return { shown: Float64Array.of(Number.NaN), happened: 0, hasRewards: false, hasSignals: true, hasValues: true };
    throw error;
  }
}

/** An event that did not happen opens no window, and a changed discount of 0 stays 0. */
function hasWhatItActsOn(
  { world: env }: ControlSpec,
  { event, parameter }: AnyValues,
  { happened, hasRewards, hasSignals, hasValues }: TrialResult,
): boolean {
  if (parameter !== undefined) return hasValues;
  if (event === undefined || event === 'always') return hasSignals;
  const bit = eventsOf(env.id).findIndex(({ id }) => id === event);
  return bit >= 0 ? ((happened >> bit) & 1) === 1 : hasRewards;
}

const eventsOf = (id: string) => {
  const env = find('envs', id);
  return env.kind === 'control' ? env.events : [];
};

const bytes = ({ shown }: TrialResult): Buffer => Buffer.from(shown.buffer);
const isSame = (one: TrialResult, other: TrialResult): boolean => bytes(one).equals(bytes(other));

function expectLine({ message, where, remedy }: InputError, id: string): void {
  expect(message).not.toContain('\n');
  expect(where).toBe(`manipulation ${id}`);
  expect(remedy).not.toBe('');
}

describe.each(manipulations.map((manipulation) => ({ id: manipulation.id, manipulation })))(
  '$id',
  ({ id, manipulation }) => {
    test('declares its effect in a stepped environment, or why it has none', () => {
      expect(manipulation.stepped === undefined).toBe(manipulation.notInControl !== undefined);
      if (manipulation.notInControl !== undefined) expect(manipulation.notInControl).toMatch(/^[a-z][^\n]*[^\s.]$/);
    });

    test.each(changing.filter((one) => one.manipulation === id))(
      'has an effect on $agent in $paradigm, or is refused there in one line',
      (one) => {
        const spec = specOf(one);
        const alone = control(spec);
        for (const { options, values } of settings(manipulation.parameters)) {
          const canAct = hasWhatItActsOn(spec, values[0] ?? {}, alone);
          let refused = 0;
          const acts = values.some((one) => {
            const completed = arm(spec, id, one);
            if (!(completed instanceof InputError)) return !isSame(completed, alone);
            expectLine(completed, id);
            refused += 1;
            return false;
          });
          expect(acts || refused === values.length || !canAct, options).toBe(true);
        }
      },
    );

    test.each(leaving.filter((one) => one.manipulation === id))(
      'at its neutral values changes no bit for $agent in $paradigm',
      (one) => {
        const spec = specOf(one);
        const neutral = arm(spec, id, manipulation.neutral as AnyValues);
        if (neutral instanceof InputError) throw neutral;
        expect(isSame(neutral, control(spec))).toBe(true);
      },
    );
  },
);

describe('a clamp in a window after an event', () => {
  test.each(places)('acts on $agent in $env after each event that occurred, in the requested steps', ({ spec }) => {
    const { happened } = control(spec);
    eventsOf(spec.world.id).forEach((event, bit) => {
      if (((happened >> bit) & 1) === 0) return;
      const [early, late] = [
        arm(spec, 'rpe-window', { mode: 'clamp', amount: 7, event: event.id }),
        arm(spec, 'rpe-window', { mode: 'clamp', amount: 7, event: event.id, fromStep: ticks * spec.worlds }),
      ] as [TrialResult, TrialResult];
      expect(isSame(early, control(spec)), event.id).toBe(false);
      expect(isSame(late, control(spec)), event.id).toBe(true);
    });
  });
});

describe.each(controlAgents().map(({ id }) => ({ agent: id, spec: smallControlRun(id) })))('$agent', ({ spec }) => {
  test('learns nothing if all its errors are 0', () => {
    // The entropy of a policy is not an error, and changes weights by itself.
    const rule = Object.fromEntries(
      Object.keys(spec.agent.learningRule.parameters)
        .filter((name) => name.startsWith('entCoef'))
        .map((name) => [name, 0]),
    );
    const calm = {
      ...spec,
      agent: {
        ...spec.agent,
        learningRule: { ...spec.agent.learningRule, parameters: { ...spec.agent.learningRule.parameters, ...rule } },
      },
    };
    const session = new ControlSession(
      manipulated(calm, 'rpe-window', { mode: 'clamp', amount: 0, event: 'always' }),
      fusedNetworks,
    );
    const weightsOf = (): Buffer => Buffer.from(encodeSafetensors(weightState(session)));
    const before = weightsOf();
    session.advance(300);
    expect(weightsOf().equals(before)).toBe(true);
    expect(session.acting.signals.rpe.every((rpe) => rpe === 0)).toBe(true);
  });

  test('continues a manipulated run from a state saved midway, as bytes, as if it had never stopped', () => {
    const parameters = { mode: 'add', amount: 0.25, event: 'reward', durationSeconds: 1, fromStep: 20, untilStep: 300 };
    const changed = completeControlSpec({
      ...spec,
      manipulations: [
        { id: 'rpe-window', parameters },
        { id: 'rpe-gains', parameters: { gainNegative: 0.5, fromStep: 90 } },
        { id: 'parameter-change', parameters: { changedTo: 0.5, fromStep: 60 } },
      ],
    });
    const [whole, resumed] = [new ControlSession(changed, fusedNetworks), new ControlSession(changed, fusedNetworks)];
    whole.advance(70);
    const saved = decodeSafetensors(encodeSafetensors(whole.state()), 'memory') as never;
    whole.episodes.visit(0, whole.episodes.count, (...episode) => resumed.episodes.add(...episode));
    resumed.restore(saved);
    whole.advance(80);
    resumed.advance(80);
    expect(Buffer.from(encodeSafetensors(resumed.state())).equals(Buffer.from(encodeSafetensors(whole.state())))).toBe(
      true,
    );
  });
});

/** The learned state, without the optimiser's counters. */
function weightState(session: ControlSession): Parameters<typeof encodeSafetensors>[0] {
  const parameters = (part: unknown): unknown => {
    if (ArrayBuffer.isView(part) || typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part)
        .filter(([name]) => !['steps', 'step', 'updates'].includes(name))
        .map(([name, inner]) => [name, parameters(inner)]),
    );
  };
  const kept = Object.entries(session.acting.state()).filter(([name]) =>
    ['weights', 'critic', 'actor', 'networks', 'online', 'network'].includes(name),
  );
  return Object.fromEntries(kept.map(([name, part]) => [name, parameters(part)])) as never;
}
