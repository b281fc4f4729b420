import { randomStream, resumeStream, type RandomState, type RandomStream } from '../../core/random.ts';
import type { AgentPart } from '../../contracts/agent.ts';
import type { Seen } from '../../contracts/acting-agent.ts';
import type { Saved, SavedParts } from '../../contracts/saved.ts';
import { observationSize, timeLimitOf, type Draws, type ControlEnv, type World } from '../../contracts/control-env.ts';
import { bound } from '../bind.ts';
import { streamDraws } from './draws.ts';

/** Environments of one kind, stepped in parallel. When an episode ends, the next one starts in the same step. */
export class Worlds implements Seen {
  readonly observations: Float32Array;
  readonly finals: Float32Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly starts: Uint8Array;
  /** What happened in the last step, one bit for each of the environment's events. */
  readonly happened: Int32Array;
  /** Steps and rewards of the current episode. */
  readonly lengths: Int32Array;
  readonly returns: Float64Array;
  /** Length and return of the episode that ended in the last step; unchanged if none ended. */
  readonly endLengths: Int32Array;
  readonly endReturns: Float64Array;
  /** Called for an environment whose episode has ended, before the next one starts. */
  beforeReset: ((index: number) => void) | undefined;
  private readonly worlds: readonly World[];
  private readonly streams: RandomStream[];
  private readonly draws: Draws[];
  private readonly lastActions: Float64Array;
  private readonly size: number;
  private readonly sticky: number;
  private readonly drawsSticky: boolean;
  private readonly timeLimit: number;

  /** @param part the environment's id and values, including the options of playParameters */
  constructor(env: ControlEnv, part: AgentPart, count: number, seed: number) {
    const { stickyProbability = 0, timeLimit = 0 } = part.parameters as {
      stickyProbability?: number;
      timeLimit?: number;
    };
    this.worlds = Array.from({ length: count }, () => bound(env, part.parameters).create());
    this.streams = this.worlds.map((_, i) => randomStream(seed, `env/${i}`));
    this.draws = this.streams.map(streamDraws);
    this.size = observationSize(this.world(0).observation);
    this.sticky = stickyProbability;
    this.drawsSticky = env.alwaysDrawsSticky === true || stickyProbability > 0;
    this.timeLimit = timeLimitOf(this.world(0), timeLimit);
    this.observations = new Float32Array(count * this.size);
    this.finals = new Float32Array(count * this.size);
    this.rewards = new Float64Array(count);
    this.terminated = new Uint8Array(count);
    this.truncated = new Uint8Array(count);
    this.starts = new Uint8Array(count);
    this.happened = new Int32Array(count);
    this.lengths = new Int32Array(count);
    this.returns = new Float64Array(count);
    this.endLengths = new Int32Array(count);
    this.endReturns = new Float64Array(count);
    this.lastActions = new Float64Array(count);
  }

  get count(): number {
    return this.worlds.length;
  }

  world(index: number): World {
    return this.worlds[index] as World;
  }

  /** The last executed action, which with sticky actions may differ from the chosen one. */
  lastAction(index: number): number {
    return this.lastActions[index] as number;
  }

  /** Starts an episode in every environment. */
  reset(): void {
    for (let i = 0; i < this.worlds.length; i++) this.begin(i);
  }

  /**
   * Aborts one environment's episode, which does not count, and starts the next: as after `reset`, it has taken no
   * step.
   */
  restart(index: number): void {
    this.begin(index);
    for (const report of [this.rewards, this.terminated, this.truncated, this.happened]) report[index] = 0;
  }

  /** @param actions one per environment: an index, or the real value */
  step(actions: Float64Array): void {
    for (let i = 0; i < this.worlds.length; i++) this.stepOne(i, actions[i] as number);
  }

  private stepOne(i: number, chosen: number): void {
    const world = this.worlds[i] as World;
    const draws = this.draws[i] as Draws;
    // MinAtar's order (Machado et al. 2018): one draw decides whether the last action is repeated.
    const action = this.drawsSticky && draws.unit() < this.sticky ? (this.lastActions[i] as number) : chosen;
    this.lastActions[i] = action;
    const reward = world.step(action, draws);
    const length = (this.lengths[i] as number) + 1;
    this.rewards[i] = reward;
    this.lengths[i] = length;
    this.returns[i] = (this.returns[i] as number) + reward;
    this.happened[i] = world.happened;
    this.starts[i] = 0;
    const terminated = world.terminated;
    const truncated = !terminated && this.timeLimit > 0 && length >= this.timeLimit;
    this.terminated[i] = terminated ? 1 : 0;
    this.truncated[i] = truncated ? 1 : 0;
    if (!terminated && !truncated) {
      world.observe(this.observations, i * this.size);
      return;
    }
    world.observe(this.finals, i * this.size);
    this.endLengths[i] = length;
    this.endReturns[i] = this.returns[i];
    this.beforeReset?.(i);
    this.begin(i);
  }

  private begin(i: number): void {
    const world = this.worlds[i] as World;
    world.reset(this.draws[i] as Draws);
    world.observe(this.observations, i * this.size);
    this.starts[i] = 1;
    this.lengths[i] = 0;
    this.returns[i] = 0;
  }

  /** Sets numbers of the observation, given by index, to 0. */
  hide(places: readonly number[]): void {
    for (let from = 0; from < this.observations.length; from += this.size) {
      for (const place of places) {
        this.observations[from + place] = 0;
        this.finals[from + place] = 0;
      }
    }
  }

  state(): SavedParts {
    return {
      worlds: this.worlds.map((world) => world.state()),
      streams: this.streams.map((stream) => ({ ...stream.state() })),
      ...Object.fromEntries(this.memory().map(([name, array]) => [name, array.slice()])),
    };
  }

  restore(state: SavedParts): void {
    this.worlds.forEach((world, i) => world.restore((state['worlds'] as readonly Saved[])[i] as Saved));
    (state['streams'] as unknown as readonly RandomState[]).forEach((saved, i) => {
      this.streams[i] = resumeStream(saved);
      this.draws[i] = streamDraws(this.streams[i]);
    });
    for (const [name, array] of this.memory()) (array as Float64Array).set(state[name] as Float64Array);
  }

  private memory() {
    const {
      observations,
      finals,
      rewards,
      terminated,
      truncated,
      starts,
      happened,
      lengths,
      returns,
      endLengths,
      endReturns,
      lastActions,
    } = this;
    return Object.entries({
      observations,
      finals,
      rewards,
      terminated,
      truncated,
      starts,
      happened,
      lengths,
      returns,
      endLengths,
      endReturns,
      lastActions,
    });
  }
}
