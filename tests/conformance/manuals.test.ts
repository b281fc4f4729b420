import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  timeLimitOf,
  type ActionSpace,
  type ControlEnv,
  type ObservationSpace,
} from '../../src/contracts/control-env.ts';
import type { AgentPart } from '../../src/contracts/agent.ts';
import { envPage } from '../../src/contracts/env-page.ts';
import type { EnvManual } from '../../src/contracts/env-manual.ts';
import { parseParameters, type AnyValues } from '../../src/contracts/parameters.ts';
import type { Saved } from '../../src/contracts/saved.ts';
import { randomStream } from '../../src/core/random.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { streamDraws } from '../../src/engine/control/draws.ts';
import { gymnasiumWorld, minAtarGame } from '../../src/engine/control/reference-worlds.ts';
import { parseTrajectoryFile } from '../../src/engine/control/trajectory-file.ts';
import { Worlds } from '../../src/engine/control/worlds.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { find, list } from '../../src/engine/registry.ts';
import { canBring, disagreement, eventsOf, shownBy, type PlayedStep } from './manual.ts';
import { smallIn } from './small-control.ts';

const envs = list('envs').filter((env): env is ControlEnv => env.kind === 'control');

/** Other parameter values for which the rules must hold as well, and with which random play reaches rare events. */
const variants: Readonly<Record<string, readonly AnyValues[]>> = {
  bandit: [{ rewards: 'chance', trials: 20 }],
  'cliff-walking': [{ slippery: true }],
  'deep-sea': [{ size: 2 }, { size: 3, mapping: 0 }],
  'frozen-lake': [{ ownMap: 'SF/HG' }, { map: '8x8' }],
  'linear-track': [{ length: 5, rewardProbability: 0.5 }],
  'open-field': [{ ownMap: 'S~X/.G.', goalReward: 3, hazardReward: -7, waterReward: -0.5, stepReward: -0.01 }],
  pong: [{ points: 1 }],
  snake: [{ hunger: 5 }],
  't-maze': [{ stem: 1 }],
  taxi: [{ rainy: true, fickle: true, timeLimit: 0 }],
  'two-step': [{ fixation: true, trials: 7 }],
  'w-maze': [{ arm: 1, visits: 6 }],
};

/** Heuristic policies that reach events which random play does not. */
const directed: Readonly<Record<string, (seen: Float32Array) => number>> = {
  // Pump energy in the direction of the lower link's motion, or the car's.
  acrobot: (seen) => ((seen[5] as number) > 0 ? 2 : 0),
  'mountain-car': (seen) => ((seen[1] as number) > 0 ? 2 : 0),
  // Balance the pole at a lean to the right, so that the cart must follow it.
  cartpole: (seen) => ((seen[2] as number) + 0.5 * (seen[3] as number) > 0.05 ? 1 : 0),
};

interface Given {
  readonly values?: AnyValues;
  /** Changes to the initial state of an episode. */
  readonly state: Readonly<Record<string, Saved>>;
  readonly action: number;
}

/** States whose next step causes events that none of that play reaches. */
const given: Readonly<Record<string, readonly Given[]>> = {
  seaquest: [
    { state: { y: 1, surfaced: false, carried: 6, oxygen: 199 }, action: 2 },
    { state: { y: 1, surfaced: false, carried: 6, oxygen: 1 }, action: 2 },
    { state: { y: 5, surfaced: false, oxygen: 0 }, action: 0 },
  ],
  // The last free cell of the board is before the head.
  snake: [
    {
      values: { side: 4 },
      state: { cells: Int32Array.of(0, 1, 2, 3, 7, 6, 5, 4, 8, 9, 10, 11, 15, 14, 13), heading: 3, food: 12 },
      action: 3,
    },
  ],
  // Aliens in the upper row turn at the edge before the one in the lowest row reaches the cannon.
  'space-invaders': [
    {
      state: {
        aliens: [
          [9, 1],
          [0, 9],
        ],
        marchDir: 1,
        marchCountdown: 0,
      },
      action: 0,
    },
  ],
};

interface Played {
  readonly manual: EnvManual;
  readonly values: AnyValues;
  readonly steps: readonly PlayedStep[];
  /** Lengths of truncated episodes. */
  readonly truncated: readonly number[];
  readonly limit: number;
  /** Length of the longest episode. */
  readonly longest: number;
  /** Observed numbers outside their declared range, in steps that do not end an episode. */
  readonly outside: readonly string[];
}

/** Records the results of each step of the environments. */
class Notes {
  readonly steps: PlayedStep[] = [];
  readonly truncated: number[] = [];
  readonly outside: string[] = [];
  longest = 0;
  private counts: Record<string, number>[];
  private readonly env: ControlEnv;
  private readonly worlds: Worlds;

  constructor(env: ControlEnv, worlds: Worlds) {
    this.env = env;
    this.worlds = worlds;
    this.counts = Array.from({ length: worlds.count }, () => ({}));
  }

  look(): void {
    const { worlds } = this;
    for (let i = 0; i < worlds.count; i++) {
      const events = eventsOf(this.env, worlds.happened[i] as number);
      const counts = { ...this.counts[i] };
      for (const id of events) counts[id] = (counts[id] ?? 0) + 1;
      const [terminated, truncated] = [worlds.terminated[i] === 1, worlds.truncated[i] === 1];
      this.steps.push({ reward: worlds.rewards[i] as number, events, terminated, counts });
      this.counts[i] = terminated || truncated ? {} : counts;
      this.lookAt(worlds.world(i).observation, worlds.observations, i);
      if (truncated) this.truncated.push(worlds.endLengths[i] as number);
      this.longest = Math.max(
        this.longest,
        (terminated || truncated ? worlds.endLengths[i] : worlds.lengths[i]) as number,
      );
    }
  }

  /** After the end of an episode the observation is the first of the next one. */
  private lookAt(space: ObservationSpace, seen: Float32Array, world: number): void {
    if (space.kind !== 'box') return;
    space.names.forEach((name, k) => {
      const value = seen[world * space.names.length + k] as number;
      // A bound that is not a single-precision number is rounded up in the observation.
      if (value < Math.fround(space.low[k] as number) || value > Math.fround(space.high[k] as number))
        this.outside.push(`${name} ${value}`);
    });
  }
}

const played = (
  env: ControlEnv,
  values: AnyValues,
  worlds: Worlds,
  { steps, truncated, longest, outside }: Notes,
): Played => ({
  manual: env.manual,
  values,
  steps,
  truncated,
  longest,
  outside,
  limit: timeLimitOf(worlds.world(0), values['timeLimit'] as number),
});

function play(
  env: ControlEnv,
  given: AnyValues,
  seed: number,
  steps: number,
  choose: (seen: Float32Array, space: ActionSpace) => number,
): Played {
  const values = parseParameters(env.parameters, given, env.id);
  const worlds = new Worlds(env, { id: env.id, parameters: values }, 1, seed);
  const notes = new Notes(env, worlds);
  const { actions } = worlds.world(0);
  const action = new Float64Array(1);
  worlds.reset();
  for (let k = 0; k < steps; k++) {
    action[0] = choose(worlds.observations, actions);
    worlds.step(action);
    notes.look();
  }
  return played(env, values, worlds, notes);
}

function randomPlay(env: ControlEnv, given: AnyValues, seed: number, steps: number): Played {
  const random = randomStream(seed, 'actions');
  return play(env, given, seed, steps, (_, actions) =>
    actions.kind === 'discrete'
      ? random.integer(actions.actions.length)
      : actions.low + (actions.high - actions.low) * random.next(),
  );
}

/** One step from a given state. */
function givenPlay(env: ControlEnv, { values: given = {}, state, action }: Given): Played {
  const values = parseParameters(env.parameters, given, env.id);
  const world = env.create(values);
  const draws = streamDraws(randomStream(1, 'draws'));
  world.reset(draws);
  world.restore({ ...(world.state() as object), ...state });
  const reward = world.step(action, draws);
  const step = { reward, events: eventsOf(env, world.happened), terminated: world.terminated, counts: {} };
  return { manual: env.manual, values, steps: [step], truncated: [], longest: 1, outside: [], limit: 0 };
}

function agentPlay(env: ControlEnv, ticks: number): Played {
  const session = new ControlSession(smallIn(env.id, env.agent), fusedNetworks);
  const notes = new Notes(env, session.worlds);
  session.onStep(() => notes.look());
  session.advance(ticks);
  return played(env, session.spec.world.parameters, session.worlds, notes);
}

const disagreements = (manual: EnvManual, { values, steps }: Played): readonly string[] => [
  ...new Set(steps.flatMap((step) => disagreement(manual, values, step) ?? [])),
];

const disagrees = (manual: EnvManual, { values, steps }: Played): boolean =>
  steps.some((step) => disagreement(manual, values, step) !== undefined);

/** The rules with one reward or one end removed, or one reward of another size; each with the text of the changed rule. */
const falsified = (manual: EnvManual): readonly { readonly what: string; readonly manual: EnvManual }[] => [
  ...manual.rewards.flatMap((reward, k) => {
    const what = `reward: ${reward.when}`;
    const others = manual.rewards.filter((_, i) => i !== k);
    const size = { from: 1000, to: 1001 };
    // Without it, another reward of the same size would suffice.
    const isSpare =
      reward.size === 0 || others.some(({ size, on }) => size === reward.size && on === 'some other steps');
    return [
      ...(isSpare ? [] : [{ what, manual: { ...manual, rewards: others } }]),
      { what, manual: { ...manual, rewards: manual.rewards.map((one, i) => (i === k ? { ...one, size } : one)) } },
    ];
  }),
  ...manual.ends.map((end, k) => ({
    what: `end: ${end.when}`,
    manual: { ...manual, ends: manual.ends.filter((_, i) => i !== k) },
  })),
];

/** Recorded outputs of the original programs: the results of each step, up to the end of its episode. */
describe('rewards of MinAtar and Gymnasium', () => {
  const folder = join(import.meta.dirname, '../golden/trajectories');
  test.each(readdirSync(folder).filter((name) => name.endsWith('.json.gz')))('%s', (name) => {
    const file = parseTrajectoryFile(JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8')), name);
    const recorded = new Set<number>();
    const parts = file.trajectories.map((one) => {
      const ended = 'done' in one ? one.done : one.terminated;
      Array.from(one.ops).forEach((op, call) => {
        if (op !== 'R' && op !== 'S' && ended[call - 1] !== '1') recorded.add(one.reward[call] as number);
      });
      return 'done' in one ? minAtarGame(file.env, one, name) : gymnasiumWorld(file.env, one, name);
    });
    const { id, parameters } = parts[0] as AgentPart;
    const { manual } = find('envs', id) as ControlEnv;
    expect([...recorded].filter((reward) => !canBring(manual, parameters, reward))).toEqual([]);
    // Each fixed size occurs among them.
    for (const { size, each } of manual.rewards)
      if (typeof size === 'number' && each !== true) expect([...recorded], `${size}`).toContain(size);
  });
});

test('the pendulum costs most where it hangs down at full speed under full torque', () => {
  const env = find('envs', 'pendulum') as ControlEnv;
  const world = env.create(parseParameters(env.parameters, {}, env.id));
  world.restore([Math.PI, 8]);
  const cost = Math.PI ** 2 + 0.1 * 8 ** 2 + 0.001 * 2 ** 2;
  expect(world.step(2, streamDraws(randomStream(1, 'draws')))).toBeCloseTo(-cost, 12);
  expect(env.manual.rewards).toMatchObject([{ size: { from: expect.closeTo(-cost, 12), to: 0 } }]);
});

describe.each(envs.map((env) => ({ id: env.id, env })))('$id', ({ env }) => {
  const { manual } = env;

  test('names the observations of its space, and existing events and parameters', () => {
    const { observation } = env.create(parseParameters(env.parameters, {}, env.id));
    const names = Object.keys(manual.seen ?? {});
    if (observation.kind === 'binary') expect(names).toEqual(observation.channels);
    else if (observation.kind === 'box') expect(names).toEqual(observation.names);
    else if (names.length > 0) expect(names).toEqual(Array.from({ length: observation.count }, (_, i) => String(i)));
    const ids = env.events.map(({ id }) => id);
    for (const { on } of [...manual.rewards, ...manual.ends])
      if (typeof on !== 'string') expect(ids).toEqual(expect.arrayContaining([...on]));
    const named = [
      ...manual.rewards.flatMap(({ size }) =>
        typeof size === 'object' && 'parameter' in size ? [size.parameter] : [],
      ),
      ...manual.ends.flatMap(({ times = [] }) => times),
    ];
    for (const name of named) expect(['real', 'integer']).toContain(env.parameters[name]?.kind);
  });

  test('its sentences are complete, without markup, and its page has no gaps', () => {
    for (const text of [manual.observation, manual.start, ...(manual.actions === undefined ? [] : [manual.actions])])
      expect(text).toMatch(/^[A-Z(][^\n`_]*\.$/);
    for (const text of Object.values(manual.seen ?? {})) expect(text).toMatch(/^[A-Z][^\n`_]*[^.\s]$/);
    for (const { when } of [...manual.rewards, ...manual.ends]) expect(when).toMatch(/^[a-z0-9][^\n`_]*[^.\s]$/);
    expect(JSON.stringify(envPage(env))).not.toMatch(/undefined|NaN|null|""(?!,"list")/);
  });

  test('play shows exactly the declared rewards and ends, and all of them', () => {
    const choose = directed[env.id];
    const plays = [
      ...[1, 2, 3].map((seed) => randomPlay(env, {}, seed, 3000)),
      ...(variants[env.id] ?? []).map((values) => randomPlay(env, values, 3, 2000)),
      agentPlay(env, 600),
      ...(given[env.id] ?? []).map((one) => givenPlay(env, one)),
      ...(choose === undefined ? [] : [play(env, {}, 1, 1000, choose)]),
    ];
    for (const one of plays) {
      expect(disagreements(manual, one)).toEqual([]);
      // Only a time limit truncates.
      expect(one.truncated.every((length) => length === one.limit)).toBe(true);
      expect(one.outside).toEqual([]);
      if (one.limit > 0) expect(one.longest).toBeLessThanOrEqual(one.limit);
    }
    const shown = new Set(plays.flatMap(({ steps }) => steps.flatMap((step) => shownBy(manual, step))));
    const all = [
      ...manual.rewards.map(({ when }) => `reward: ${when}`),
      ...manual.ends.map(({ when }) => `end: ${when}`),
    ];
    expect(all.filter((rule) => !shown.has(rule))).toEqual([]);
    // With another size, or with one of them removed, the same play disagrees.
    for (const { what, manual: changed } of falsified(manual))
      if (shown.has(what))
        expect(
          plays.some((one) => disagrees(changed, one)),
          what,
        ).toBe(true);
  });
});
