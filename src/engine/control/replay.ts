import { InputError } from '../../core/errors.ts';
import type { AgentPart } from '../../contracts/agent.ts';
import type { Saved } from '../../contracts/saved.ts';
import { observationSize, timeLimitOf, type World } from '../../contracts/control-env.ts';
import { bindControlEnv } from '../bind.ts';
import type { Hasher } from '../run.ts';
import { Disagreement, requireEqual } from './disagreement.ts';
import { LoggedDraws } from './logged-draws.ts';
import { gymnasiumWorld, minAtarGame } from './reference-worlds.ts';
import { parseTrajectoryFile, type GymnasiumTrajectory, type MinAtarTrajectory } from './trajectory-file.ts';

/** sin and cos differ in their last bits between machines: states are compared one step from each recorded one, relative to max(1, |value|). */
const tolerance = 1e-13;
/** Single floats computed from such doubles may differ by their last bit. */
const lastBit = 1 / 8_388_608;

/** Result of one trajectory. */
export interface Replayed {
  readonly id: string;
  readonly calls: number;
  /** Calls that agreed, up to the first disagreement. */
  readonly agreed: number;
  /**
   * The first call that disagreed. If all calls agree but the hash of all observations does not, `call` is the number
   * of calls.
   */
  readonly mismatch?: {
    readonly call: number;
    readonly what: string;
    readonly expected: string;
    readonly found: string;
  };
}

/**
 * Feeds the logged draws and actions of every trajectory to the environment and compares rewards, ends, observations
 * and hidden states, call by call.
 * @param given a parsed file of the format rl-golden/1
 * @param where its name, for messages
 * @param hasher gives a new SHA-256
 * @throws InputError for an invalid file, or an environment that is not implemented
 */
export function replay(given: unknown, where: string, hasher: () => Hasher): readonly Replayed[] {
  const file = parseTrajectoryFile(given, where);
  if (file.family === 'minatar')
    return file.trajectories.map((one) =>
      replayed(one, new MinAtarReplay(minAtarGame(file.env, one, where), one, where, hasher())),
    );
  return file.trajectories.map((one) =>
    replayed(one, new GymnasiumReplay(gymnasiumWorld(file.env, one, where), one, where)),
  );
}

function replayed(
  { id, ops }: { readonly id: string; readonly ops: string },
  one: MinAtarReplay | GymnasiumReplay,
): Replayed {
  const calls = ops.length;
  let call = 0;
  try {
    for (; call < calls; call++) one.call(call);
    one.end();
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    const { what, expected, found } = error;
    return { id, calls, agreed: call, mismatch: { call, what, expected, found } };
  }
  return { id, calls, agreed: calls };
}

/** An environment, its observation, and its logged draws. */
class Stage {
  readonly world: World;
  readonly draws = new LoggedDraws();
  readonly seen: Float32Array;
  private readonly trajectory: MinAtarTrajectory | GymnasiumTrajectory;
  private readonly where: string;

  constructor(part: AgentPart, trajectory: MinAtarTrajectory | GymnasiumTrajectory, where: string) {
    this.world = bindControlEnv(part).create();
    this.seen = new Float32Array(observationSize(this.world.observation));
    this.trajectory = trajectory;
    this.where = where;
  }

  observe(): void {
    this.world.observe(this.seen, 0);
  }

  /** The action of a step. */
  action(call: number, real?: number | null): number {
    const op = this.trajectory.ops[call] as string;
    const { actions } = this.world;
    if (op === 'A' && actions.kind === 'continuous' && typeof real === 'number') return real;
    if (op !== 'A' && actions.kind === 'discrete' && Number(op) < actions.actions.length) return Number(op);
    throw this.wrong(
      `call ${call} of ${this.trajectory.id} does '${op}', which is not an action of this environment`,
      'give the number of an action, or A and a real number where it asks for one',
    );
  }

  wrong(what: string, remedy: string): InputError {
    return new InputError(what, this.where, remedy);
  }
}

/** Every value is compared exactly. */
class MinAtarReplay {
  private readonly trajectory: MinAtarTrajectory;
  private readonly stage: Stage;
  private readonly hasher: Hasher;
  /** The recorded observation, and the actual one. */
  private readonly bits: Uint8Array;
  private readonly found: Uint8Array;
  private lastAction = 0;

  constructor(part: AgentPart, trajectory: MinAtarTrajectory, where: string, hasher: Hasher) {
    this.trajectory = trajectory;
    this.stage = new Stage(part, trajectory, where);
    this.hasher = hasher;
    this.bits = new Uint8Array(this.stage.seen.length);
    this.found = new Uint8Array(this.bits.length);
  }

  call(at: number): void {
    const { ops, draws, reward, done, states } = this.trajectory;
    this.stage.draws.begin(draws[at] as MinAtarTrajectory['draws'][number]);
    requireEqual('the reward', reward[at], this.perform(ops[at] as string, at));
    this.stage.draws.end();
    requireEqual('the end', done[at], this.stage.world.terminated ? '1' : '0');
    this.compareBits(at);
    if (states[at] !== undefined) this.compareState(states[at]);
  }

  end(): void {
    requireEqual('the hash of all observations', this.trajectory.obsSha256, this.hasher.hex());
  }

  private perform(op: string, at: number): number {
    const { world, draws } = this.stage;
    if (op === 'R') world.reset(draws);
    else if (op === 'S') this.begin();
    else {
      const chosen = this.stage.action(at);
      // The draw is made first, even with probability 0.
      if (draws.sticky() >= this.trajectory.stickyProb) this.lastAction = chosen;
      return world.step(this.lastAction, draws);
    }
    return 0;
  }

  private begin(): void {
    const { id, given } = this.trajectory;
    this.stage.world.restore(given as Saved);
    const { lastAction } = given as { lastAction?: unknown };
    if (!Number.isInteger(lastAction))
      throw this.stage.wrong(`the given state of ${id} has no lastAction`, 'give the number of an action');
    this.lastAction = lastAction as number;
  }

  private compareBits(at: number): void {
    const { id, ops, obs } = this.trajectory;
    if (ops[at] === 'R' || ops[at] === 'S') this.bits.fill(0);
    for (const bit of obs[at] as readonly number[]) {
      if (bit >= this.bits.length)
        throw this.stage.wrong(
          `call ${at} of ${id} shows bit ${bit}, of ${this.bits.length}`,
          'give indices of bits that there are',
        );
      this.bits[bit] = 1 - (this.bits[bit] as number);
    }
    this.stage.observe();
    this.stage.seen.forEach((value, i) => {
      if (value !== this.bits[i]) throw new Disagreement(this.bitName(i), this.bits[i], value);
      this.found[i] = value;
    });
    this.hasher.update(this.found);
  }

  private bitName(i: number): string {
    const { observation } = this.stage.world;
    if (observation.kind !== 'binary') return `number ${i} of the observation`;
    const [, columns, channels] = observation.shape;
    return `the observation, row ${Math.floor(i / channels / columns)}, column ${Math.floor(i / channels) % columns}, channel ${i % channels} (${observation.channels[i % channels]})`;
  }

  private compareState(expected: Readonly<Record<string, unknown>>): void {
    const found: Readonly<Record<string, unknown>> = {
      ...(this.stage.world.state() as object),
      lastAction: this.lastAction,
    };
    for (const name of new Set([...Object.keys(expected), ...Object.keys(found)]))
      requireEqual(`${name} of the hidden state`, expected[name], found[name]);
  }
}

/** Discrete states are compared exactly; states of real variables one step from each recorded one. */
class GymnasiumReplay {
  private readonly trajectory: GymnasiumTrajectory;
  private readonly stage: Stage;
  private readonly timeLimit: number;
  private steps = 0;

  constructor(part: AgentPart, trajectory: GymnasiumTrajectory, where: string) {
    this.trajectory = trajectory;
    this.stage = new Stage(part, trajectory, where);
    this.timeLimit = timeLimitOf(this.stage.world, (part.parameters as { readonly timeLimit: number }).timeLimit);
  }

  call(at: number): void {
    const { ops, draws, reward, terminated, truncated, state } = this.trajectory;
    const isStep = ops[at] !== 'R' && ops[at] !== 'S';
    this.stage.draws.begin(draws[at] as GymnasiumTrajectory['draws'][number]);
    requireNear('the reward', reward[at] as number, this.perform(ops[at] as string, at));
    this.stage.draws.end();
    requireEqual('terminated', terminated[at], isStep && this.stage.world.terminated ? '1' : '0');
    // Counts steps like a wrapper that does not know the environment's own end.
    requireEqual('truncated', truncated[at], isStep && this.timeLimit > 0 && this.steps >= this.timeLimit ? '1' : '0');
    const expected = state[at] as number | readonly number[];
    if (typeof expected === 'number') this.compareNumber(expected, at);
    else this.compareVariables(expected, at, isStep);
  }

  end(): void {
    // There is no hash.
  }

  private perform(op: string, at: number): number {
    const { world, draws } = this.stage;
    if (op !== 'R' && op !== 'S') {
      this.steps += 1;
      return world.step(this.stage.action(at, this.trajectory.actions?.[at]), draws);
    }
    this.steps = 0;
    if (op === 'R') world.reset(draws);
    else world.restore(this.trajectory.given as Saved);
    return 0;
  }

  private compareNumber(expected: number, at: number): void {
    this.stage.observe();
    requireEqual('the state', expected, this.stage.seen[0]);
    const { fickle } = this.trajectory;
    if (fickle === undefined) return;
    const [, mark] = this.stage.world.state() as readonly number[];
    requireEqual('the mark of a fickle passenger', fickle[at], String(mark));
  }

  private compareVariables(expected: readonly number[], at: number, isStep: boolean): void {
    const { world } = this.stage;
    const found = Array.from(world.state() as ArrayLike<number>);
    for (const [i, value] of expected.entries())
      (isStep ? requireNear : requireEqual)(`variable ${i} of the state`, value, found[i] as number);
    // The next step starts from the recorded state; memory of the environment beyond its variables is kept.
    world.restore([...expected, ...found.slice(expected.length)]);
    const shown = this.trajectory.obs[at];
    if (shown === undefined) return;
    this.stage.observe();
    requireEqual('the size of the observation', shown.length, this.stage.seen.length);
    for (const [i, value] of shown.entries())
      requireNear(`number ${i} of the observation`, value, this.stage.seen[i] as number, lastBit);
  }
}

function requireNear(what: string, expected: number, found: number, within = tolerance): void {
  if (!(Math.abs(expected - found) <= within * Math.max(1, Math.abs(expected))))
    throw new Disagreement(what, expected, found);
}
