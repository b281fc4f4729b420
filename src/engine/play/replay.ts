import * as v from 'valibot';
import { InputError } from '../../core/errors.ts';
import type { Saved } from '../../contracts/saved.ts';
import { observationSize, type Draws, type SteppedEnv, type World } from '../../contracts/stepped-env.ts';
import { parseParameters, type AnyValues } from '../../contracts/parameters.ts';
import { findSteppedEnv } from '../registry.ts';
import type { Hasher } from '../run.ts';

/** The one format of trajectories that is read. */
const format = 'rl-golden/1';
const mostTrajectories = 100_000;

/** Worlds by the names that trajectory files give them. */
const worldNames: Readonly<Record<string, string>> = {
  'minatar/breakout': 'breakout',
  'minatar/asterix': 'asterix',
  'minatar/freeway': 'freeway',
  'minatar/seaquest': 'seaquest',
  'minatar/space_invaders': 'space-invaders',
  'gym-cartpole': 'cartpole',
  'gym-mountaincar': 'mountain-car',
  'gym-acrobot': 'acrobot',
  'gym-pendulum': 'pendulum',
  'gym-frozenlake': 'frozen-lake',
  'gym-cliffwalking': 'cliff-walking',
  'gym-taxi': 'taxi',
};

/** Step limits of Gymnasium's registered ids. */
const timeLimits: Readonly<Record<string, number>> = {
  'CartPole-v1': 500,
  'MountainCar-v0': 200,
  'Acrobot-v1': 500,
  'Pendulum-v1': 200,
  'FrozenLake-v1': 100,
  'FrozenLake8x8-v1': 200,
  'Taxi-v3': 200,
  'Taxi-v4': 200,
};

/** sin and cos differ in their last bits between machines: states are compared one step from each recorded one, relative to max(1, |value|). */
const tolerance = 1e-13;

const draw = v.union([
  v.tuple([v.picklist(['s', 'u']), v.number()]),
  v.tuple([v.literal('i'), v.number(), v.number(), v.number()]),
  v.tuple([v.literal('U'), v.number(), v.number(), v.number(), v.number()]),
]);
type LoggedDraw = v.InferOutput<typeof draw>;

const trajectorySchema = v.looseObject({
  id: v.string(),
  variant: v.string(),
  ops: v.string(),
  reward: v.array(v.number()),
  draws: v.array(v.array(draw)),
  given: v.optional(v.unknown()),
  actions: v.optional(v.array(v.nullable(v.number()))),
  done: v.optional(v.string()),
  terminated: v.optional(v.string()),
  truncated: v.optional(v.string()),
  fickle: v.optional(v.string()),
  stickyProb: v.optional(v.number()),
  ramping: v.optional(v.boolean()),
  envId: v.optional(v.string()),
  config: v.optional(v.record(v.string(), v.unknown())),
  /** MinAtar: indices of bits, by call; Gymnasium: values, at some calls. */
  obs: v.optional(v.union([v.array(v.array(v.number())), v.record(v.string(), v.union([v.number(), v.array(v.number())]))])),
  obsSha256: v.optional(v.string()),
  states: v.optional(v.record(v.string(), v.unknown())),
  state: v.optional(v.array(v.union([v.number(), v.array(v.number())]))),
});
type Trajectory = v.InferOutput<typeof trajectorySchema>;

const fileSchema = v.looseObject({
  format: v.literal(format, `must be ${format}`),
  env: v.string(),
  trajectories: v.pipe(v.array(trajectorySchema), v.maxLength(mostTrajectories)),
});

/** What came of one trajectory. */
export interface Replayed {
  readonly id: string;
  readonly calls: number;
  /** Calls that agreed, up to the first that did not. */
  readonly agreed: number;
  readonly mismatch?: { readonly call: number; readonly what: string; readonly expected: string; readonly found: string };
}

/**
 * Feeds the logged draws and actions of every trajectory to the world and compares rewards, ends, observations and hidden states, call by call.
 * @param given a parsed file
 * @param where its name, for messages
 * @param hasher a new SHA-256
 * @throws InputError for something that is not such a file, or a world that is not here
 */
export function replay(given: unknown, where: string, hasher: () => Hasher): readonly Replayed[] {
  const parsed = v.safeParse(fileSchema, given);
  if (!parsed.success) throw new InputError(`${v.getDotPath(parsed.issues[0]) ?? 'this'} is not as it should be: ${parsed.issues[0].message}`, where, `give a file of trajectories of the format ${format}`);
  const id = worldNames[parsed.output.env];
  if (id === undefined) throw new InputError(`the world '${parsed.output.env}' is not here`, where, `known are ${Object.keys(worldNames).join(', ')}`);
  const env = findSteppedEnv(id);
  return parsed.output.trajectories.map((one) => replayOne(env, one, hasher));
}

class Disagreement extends Error {
  readonly what: string;
  readonly expected: string;
  readonly found: string;

  constructor(what: string, expected: unknown, found: unknown) {
    super(what);
    this.what = what;
    this.expected = JSON.stringify(expected) ?? String(expected);
    this.found = JSON.stringify(found) ?? String(found);
  }
}

function equal(what: string, expected: unknown, found: unknown): void {
  if (JSON.stringify(expected) !== JSON.stringify(found)) throw new Disagreement(what, expected, found);
}

/** The draws of one call, which have to be taken as they were logged. */
class LoggedDraws implements Draws {
  private left: readonly LoggedDraw[] = [];

  begin(draws: readonly LoggedDraw[]): void {
    this.left = draws;
  }

  end(): void {
    equal('draws that are left over', [], this.left);
  }

  private next(kind: LoggedDraw[0]): LoggedDraw {
    const [first, ...rest] = this.left;
    if (first?.[0] !== kind) throw new Disagreement('a draw', first ?? 'none', kind);
    this.left = rest;
    return first;
  }

  sticky(): number {
    return this.next('s')[1];
  }

  unit(): number {
    return this.next('u')[1];
  }

  integer(low: number, high: number): number {
    const [, from, to, value] = this.next('i') as readonly [string, number, number, number];
    equal('the range of a draw', [from, to], [low, high]);
    return value;
  }

  uniform(low: number, high: number): number {
    const [, from, to, , value] = this.next('U') as readonly [string, number, number, number, number];
    equal('the range of a draw', [from, to], [low, high]);
    return value;
  }
}

function replayOne(env: SteppedEnv, trajectory: Trajectory, hasher: () => Hasher): Replayed {
  const { id, ops } = trajectory;
  const player = new Replayer(env, trajectory, hasher());
  for (let call = 0; call < ops.length; call++) {
    try {
      player.call(call);
    } catch (error) {
      if (!(error instanceof Disagreement)) throw error;
      return { id, calls: ops.length, agreed: call, mismatch: { call, what: error.what, expected: error.expected, found: error.found } };
    }
  }
  const hash = player.hash();
  if (trajectory.obsSha256 !== undefined && hash !== trajectory.obsSha256) {
    return { id, calls: ops.length, agreed: ops.length, mismatch: { call: ops.length, what: 'the hash of all observations', expected: trajectory.obsSha256, found: hash } };
  }
  return { id, calls: ops.length, agreed: ops.length };
}

class Replayer {
  private readonly trajectory: Trajectory;
  private readonly world: World;
  private readonly draws = new LoggedDraws();
  private readonly observation: Float32Array;
  /** What the recorded bits say, before and after a call. */
  private readonly bits: Uint8Array;
  private readonly hasher: Hasher;
  private readonly isContinuous: boolean;
  private readonly timeLimit: number;
  private lastAction = 0;
  private steps = 0;

  constructor(env: SteppedEnv, trajectory: Trajectory, hasher: Hasher) {
    this.trajectory = trajectory;
    this.hasher = hasher;
    this.world = env.create(valuesOf(env, trajectory) as never);
    this.observation = new Float32Array(observationSize(this.world.observation));
    this.bits = new Uint8Array(this.observation.length);
    this.isContinuous = this.world.observation.kind === 'box';
    this.timeLimit = timeLimits[trajectory.envId ?? ''] ?? 0;
  }

  hash(): string {
    return this.hasher.hex();
  }

  call(at: number): void {
    const { ops, draws, reward } = this.trajectory;
    this.draws.begin(draws[at] ?? []);
    const given = this.perform(ops[at] as string, at);
    this.draws.end();
    this.world.observe(this.observation, 0);
    this.compareReward(reward[at] as number, given);
    this.compareEnds(ops[at] as string, at);
    this.compareBits(ops[at] as string, at);
    this.compareStates(at);
    this.compareState(at);
  }

  /** @returns the reward */
  private perform(op: string, at: number): number {
    if (op === 'R') {
      this.world.reset(this.draws);
      this.steps = 0;
      return 0;
    }
    if (op === 'S') {
      const { lastAction = 0, ...state } = this.trajectory.given as { lastAction?: number };
      this.lastAction = lastAction;
      this.world.restore(this.isMinAtar ? (state) : (this.trajectory.given as Saved));
      this.steps = 0;
      return 0;
    }
    let action = op === 'A' ? (this.trajectory.actions?.[at] as number) : Number(op);
    if (this.isMinAtar && this.draws.sticky() < (this.trajectory.stickyProb ?? 0)) action = this.lastAction;
    this.lastAction = action;
    this.steps += 1;
    return this.world.step(action, this.draws);
  }

  private get isMinAtar(): boolean {
    return this.trajectory.done !== undefined;
  }

  private compareReward(expected: number, found: number): void {
    if (this.isContinuous ? !isNear(expected, found) : expected !== found) throw new Disagreement('the reward', expected, found);
  }

  private compareEnds(op: string, at: number): void {
    const { done, terminated, truncated } = this.trajectory;
    const isStep = op !== 'R' && op !== 'S';
    if (done !== undefined) equal('the end', done[at], this.world.terminated ? '1' : '0');
    if (terminated !== undefined) equal('terminated', terminated[at], isStep && this.world.terminated ? '1' : '0');
    if (truncated !== undefined) equal('truncated', truncated[at], isStep && this.timeLimit > 0 && this.steps >= this.timeLimit ? '1' : '0');
  }

  private compareBits(op: string, at: number): void {
    const { obs } = this.trajectory;
    if (!Array.isArray(obs)) return;
    if (op === 'R' || op === 'S') this.bits.fill(0);
    for (const bit of obs[at] ?? []) this.bits[bit] = 1 - (this.bits[bit] as number);
    this.observation.forEach((found, i) => {
      if (found !== this.bits[i]) throw new Disagreement(`number ${i} of the observation`, this.bits[i], found);
    });
    this.hasher.update(this.bits);
  }

  private compareStates(at: number): void {
    const expected = this.trajectory.states?.[at];
    if (expected === undefined) return;
    const found = { ...(this.world.state() as object), lastAction: this.lastAction };
    for (const [name, value] of Object.entries(expected as object)) equal(`${name} of the hidden state`, value, (found as Record<string, unknown>)[name]);
  }

  private compareState(at: number): void {
    const { state, fickle, obs } = this.trajectory;
    const expected = state?.[at];
    if (expected === undefined) return;
    const saved = this.world.state();
    if (typeof expected === 'number') {
      equal('the state', expected, Array.isArray(saved) ? saved[0] : saved);
      if (fickle !== undefined && Array.isArray(saved)) equal('the passenger’s mark', fickle[at], String(saved[1]));
      return;
    }
    const found = Array.from(saved as ArrayLike<number>);
    expected.forEach((value, i) => {
      if (!isNear(value, found[i] as number)) throw new Disagreement(`variable ${i} of the state`, value, found[i]);
    });
    // The next step begins where the recorded one did; what a world remembers beside its variables stays.
    this.world.restore([...expected, ...found.slice(expected.length)]);
    const seen = Array.isArray(obs) ? undefined : obs?.[at];
    if (!Array.isArray(seen)) return;
    this.world.observe(this.observation, 0);
    seen.forEach((value, i) => {
      // Observations are single floats: within the last of their bits.
      if (Math.abs(value - (this.observation[i] as number)) > 1.2e-7 * Math.max(1, Math.abs(value))) throw new Disagreement(`number ${i} of the observation`, value, this.observation[i]);
    });
  }
}

const isNear = (expected: number, found: number): boolean => Math.abs(expected - found) <= tolerance * Math.max(1, Math.abs(expected));

/** The world's parameters that a trajectory was recorded with. */
function valuesOf(env: SteppedEnv, { ramping, config = {} }: Trajectory): AnyValues {
  const given: Record<string, unknown> = {};
  if ('actionSet' in env.parameters) given['actionSet'] = 'full';
  if ('ramping' in env.parameters && ramping !== undefined) given['ramping'] = ramping;
  if (config['map_name'] !== undefined) given['map'] = config['map_name'];
  if (config['is_slippery'] !== undefined) given['slippery'] = config['is_slippery'];
  if (config['is_rainy'] !== undefined) given['rainy'] = config['is_rainy'];
  if (config['fickle_passenger'] !== undefined) given['fickle'] = config['fickle_passenger'];
  return parseParameters(env.parameters, given, `world ${env.id}`);
}
