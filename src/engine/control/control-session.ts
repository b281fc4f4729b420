import { InputError } from '../../core/errors.ts';
import { randomStream } from '../../core/random.ts';
import type { NetworkMaker } from '../../contracts/network.ts';
import type { ControlSpec } from '../../spec/spec.ts';
import type { ActingAgent } from '../../contracts/acting-agent.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import type { ControlChanges } from '../../contracts/control-changes.ts';
import type { ControlEnv } from '../../contracts/control-env.ts';
import { noting, type NotingMaker } from '../../compute/networks/noting.ts';
import { bind, bindControlArchitecture, bindControlRule } from '../bind.ts';
import { findControlEnv } from '../registry.ts';
import type { Session } from '../session.ts';
import { Episodes } from './episodes.ts';
import { ManipulatedSteps } from './manipulated-steps.ts';
import { controlChanges } from './control-manipulations.ts';
import { Worlds } from './worlds.ts';

/** Called at every step, after the agent has learned and chosen its next actions. */
export type StepListener = (session: ControlSession) => void;

/**
 * One agent in its parallel environments. A tick is one step of each of them. Row i of a tick is the outcome of
 * environment i's last action: its reward, the RPE when it arrived, and the value of the current observation (0 after a
 * termination).
 */
export class ControlSession implements Session {
  readonly spec: ControlSpec;
  readonly env: ControlEnv;
  readonly worlds: Worlds;
  readonly acting: ActingAgent;
  readonly episodes = new Episodes();
  private readonly manipulated: ManipulatedSteps | undefined;
  private readonly noted: NotingMaker;
  /** Ticks run so far. */
  done = 0;
  /** Those in which the agent did not learn: if there are any, the run no longer follows from its spec and seed. */
  ticksWithoutLearning = 0;
  /** Where learning gave NaN or infinity, and in what; the run cannot continue from there. */
  failure: { readonly step: number; readonly error: InputError } | undefined;
  private readonly listeners: StepListener[] = [];

  /**
   * @param spec complete (see completeControlSpec)
   * @param changes the manipulations' changes; from the spec by default
   */
  constructor(spec: ControlSpec, networks: NetworkMaker, changes: readonly ControlChanges[] = controlChanges(spec)) {
    this.spec = spec;
    this.env = findControlEnv(spec.world.id);
    this.worlds = new Worlds(this.env, spec.world, spec.worlds, spec.seed);
    this.manipulated = changes.length === 0 ? undefined : new ManipulatedSteps(changes, spec.worlds);
    this.noted = noting(networks);
    this.acting = createActingAgent(spec, this.worlds, this.noted, this.manipulated);
    this.worlds.reset();
    this.manipulated?.begin(this.worlds, 0);
    this.acting.step(this.worlds);
  }

  get backend(): string {
    return this.noted.backend();
  }

  get channels(): number {
    return this.acting.channels;
  }

  get stepSeconds(): number {
    return this.env.stepSeconds;
  }

  get planned(): number {
    return Math.ceil(this.spec.steps / this.spec.worlds);
  }

  /** Steps taken, over all environments. */
  get steps(): number {
    return this.done * this.spec.worlds;
  }

  /** Whether all planned steps have been taken. */
  get finished(): boolean {
    return this.steps >= this.spec.steps;
  }

  /** @returns unsubscribes */
  onStep(listener: StepListener): () => void {
    this.listeners.push(listener);
    return () => void this.listeners.splice(this.listeners.indexOf(listener), 1);
  }

  /**
   * Starts a new episode in one environment, and has the agent, which must not be learning, choose in it: no step led
   * there.
   */
  restart(index: number): void {
    this.worlds.restart(index);
    this.manipulated?.begin(this.worlds, this.steps, index);
    this.acting.step(this.worlds);
  }

  /**
   * Runs this many ticks, planned or not.
   * @throws InputError naming the step, if learning gives NaN or infinity
   */
  advance(ticks: number): number {
    for (let k = 0; k < ticks; k++) this.step();
    return Math.max(0, this.planned - this.done);
  }

  private step(): void {
    const { worlds, acting } = this;
    if (this.failure !== undefined) throw this.failure.error;
    worlds.step(acting.actions);
    this.requireRewards();
    this.manipulated?.look(worlds, this.steps);
    try {
      acting.step(worlds);
      this.requireNumbers();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const step = this.steps + this.spec.worlds;
      this.failure = { step, error: new InputError(error.what, `step ${step}, ${error.where}`, error.remedy) };
      throw this.failure.error;
    }
    this.done += 1;
    if (!acting.plastic) this.ticksWithoutLearning += 1;
    this.episodes.note(this.worlds, this.steps);
    for (const listener of this.listeners) listener(this);
  }

  /** What no learning rate mends: an environment's own mistake. */
  private requireRewards(): void {
    const { rewards } = this.worlds;
    for (let i = 0; i < rewards.length; i++) {
      if (Number.isFinite(rewards[i])) continue;
      const step = this.steps + this.spec.worlds;
      const where = `step ${step}, environment ${i}`;
      const remedy = "let the environment's step() return a finite number";
      this.failure = { step, error: new InputError(`the reward is ${rewards[i]}`, where, remedy) };
      throw this.failure.error;
    }
  }

  private requireNumbers(): void {
    const { rpe } = this.acting.signals;
    for (let i = 0; i < rpe.length; i++) {
      if (!(Math.abs(rpe[i] as number) < Infinity))
        throw new InputError(`the RPE is ${rpe[i]}`, `environment ${i}`, 'lower learningRate');
    }
  }

  /**
   * Value of an environment's observation after its last step; 0 after a termination, NaN after a truncation, where
   * only the RPE includes it.
   */
  valueAfter(index: number): number {
    if (this.worlds.terminated[index] === 1) return 0;
    return this.worlds.truncated[index] === 1 ? Number.NaN : (this.acting.signals.value[index] as number);
  }

  /** All state that changes during the run, except the episodes' results, of which it holds only the number. */
  state(): SavedParts {
    return {
      done: this.done,
      ticksWithoutLearning: this.ticksWithoutLearning,
      worlds: this.worlds.state(),
      acting: this.acting.state(),
      actions: this.acting.actions.slice(),
      episodes: this.episodes.state(),
      ...(this.manipulated === undefined ? {} : { manipulated: this.manipulated.state() }),
    };
  }

  /**
   * Restores a state of a session with the same spec, which holds the episodes that have ended by then; it continues as
   * if it had never stopped.
   */
  restore(state: SavedParts): void {
    this.done = state['done'] as number;
    this.ticksWithoutLearning = state['ticksWithoutLearning'] as number;
    this.failure = undefined;
    this.worlds.restore(state['worlds'] as SavedParts);
    this.acting.restore(state['acting'] as SavedParts);
    this.acting.actions.set(state['actions'] as Float64Array);
    this.episodes.restore(state['episodes'] as SavedParts);
    this.manipulated?.restore(state['manipulated'] as SavedParts);
  }

  dispose(): void {
    this.acting.dispose();
  }
}

function createActingAgent(
  spec: ControlSpec,
  worlds: Worlds,
  networks: NetworkMaker,
  manipulated: ManipulatedSteps | undefined,
): ActingAgent {
  const { architecture, objective, learningRule, policy } = spec.agent;
  const { observation, actions } = worlds.world(0);
  const random = randomStream(spec.seed, 'agent');
  const rule = bindControlRule(learningRule);
  const terms = bind('objectives', objective).terms(random);
  if (terms.channels !== undefined && rule.manyChannels === undefined) {
    throw new InputError(
      `learning rule '${rule.id}' learns one prediction, but objective '${objective.id}' needs many`,
      'agent',
      'choose another objective or learning rule',
    );
  }
  return rule.create({
    encoder: bindControlArchitecture(architecture).create(observation),
    observation,
    actions,
    worlds: spec.worlds,
    steps: spec.steps,
    terms,
    random,
    networks,
    ...(manipulated === undefined ? {} : { manipulated }),
    ...(policy === undefined ? {} : { choose: bind('policies', policy).create() }),
  });
}
