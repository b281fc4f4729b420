import { InputError } from '../../core/errors.ts';
import { resumeStream, type RandomState, type RandomStream } from '../../core/random.ts';
import {
  discountNow,
  learnedError,
  traceDecayNow,
  type ActingAgent,
  type ActingAgentSetup,
  type ActingUnits,
  type Seen,
} from '../../contracts/acting-agent.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import { actionLabels, heldUnits, policy, preference } from './acting-units.ts';
import { restoreActive } from './active-features.ts';
import { SparseTrace } from './sparse-trace.ts';

interface ActorCriticParameters {
  readonly criticLearningRate: number;
  readonly actorLearningRate: number;
  readonly traceDecay: number;
}

/** Linear critic and softmax actor over binary features; see learning-rules/actor-critic-control.ts. */
export class ActorCriticAgent implements ActingAgent {
  readonly signals;
  readonly channels = 1;
  readonly units: readonly ActingUnits[];
  readonly actions: Float64Array;
  plastic = true;
  private readonly parameters: ActorCriticParameters;
  private readonly setup: ActingAgentSetup;
  private readonly count: number;
  private readonly critic: Float64Array;
  private readonly actor: Float64Array;
  private readonly criticTraces: readonly SparseTrace[];
  private readonly actorTraces: readonly SparseTrace[];
  private readonly features: readonly Int32Array[];
  private readonly active: Int32Array;
  /** H and π of the current observation, from which its action was drawn. */
  private readonly preferences: readonly Float64Array[];
  private readonly policies: readonly Float64Array[];
  private readonly scratch: Int32Array;
  private random: RandomStream;
  private ticks = 0;

  constructor(parameters: ActorCriticParameters, setup: ActingAgentSetup) {
    const { encoder, actions, worlds, random } = setup;
    if (encoder.kind !== 'binary')
      throw new InputError(
        'the architecture gives no features',
        'agent',
        'choose an architecture such as state-table or tile-coding',
      );
    if (actions.kind !== 'discrete')
      throw new InputError(
        'actor-critic-control chooses among discrete actions, but this environment takes a real number',
        'agent',
        'choose ppo or a2c',
      );
    this.parameters = parameters;
    this.setup = setup;
    this.random = random;
    this.count = actions.actions.length;
    this.critic = new Float64Array(encoder.size);
    this.actor = new Float64Array(encoder.size * this.count);
    const each = <T>(make: () => T): readonly T[] => Array.from({ length: worlds }, make);
    this.criticTraces = each(() => new SparseTrace(this.critic.length));
    this.actorTraces = each(() => new SparseTrace(this.actor.length));
    this.features = each(() => new Int32Array(encoder.maxActive));
    this.preferences = each(() => new Float64Array(this.count));
    this.policies = each(() => new Float64Array(this.count));
    this.active = new Int32Array(worlds);
    this.scratch = new Int32Array(encoder.maxActive);
    this.actions = new Float64Array(worlds);
    this.signals = {
      rpe: new Float64Array(worlds),
      value: new Float64Array(worlds),
      policy: new Float64Array(worlds * this.count),
    };
    const labels = actionLabels(actions);
    this.units = [
      { group: preference, labels, read: (_, environment, into, at) => into.set(this.preferences[environment], at) },
      heldUnits(policy, labels, this.signals.policy),
    ];
  }

  step(seen: Seen): void {
    for (let i = 0; i < this.setup.worlds; i++) this.stepOne(seen, i);
    this.ticks += 1;
  }

  private stepOne(seen: Seen, i: number): void {
    const { setup, signals, count } = this;
    const width = seen.observations.length / setup.worlds;
    if (this.ticks > 0) this.learn(seen, i, width);
    if (seen.starts[i] === 1) {
      this.criticTraces[i]?.clear();
      this.actorTraces[i]?.clear();
    }
    const features = this.features[i];
    const active = this.perceive(seen.observations, i * width, features);
    this.active[i] = active;
    const policy = this.policies[i];
    this.preferencesOf(features, active, this.preferences[i]);
    softmax(this.preferences[i], policy);
    signals.value[i] = this.valueOf(features, active);
    signals.policy.set(policy, i * count);
    this.actions[i] = this.draw(policy);
  }

  private learn(seen: Seen, i: number, width: number): void {
    const { terms } = this.setup;
    const discount = discountNow(this.setup);
    const { criticLearningRate, actorLearningRate } = this.parameters;
    const features = this.features[i];
    const active = this.active[i];
    const raw = seen.rewards[i];
    const reward = terms.utility === undefined ? raw : terms.utility(raw);
    const from = seen.truncated[i] === 1 ? seen.finals : seen.observations;
    const follows =
      seen.terminated[i] === 1
        ? 0
        : discount * this.valueOf(this.scratch, this.perceive(from, i * width, this.scratch));
    const error = learnedError(this.setup, i, reward + follows - this.valueOf(features, active));
    this.signals.rpe[i] = error;
    if (!this.plastic) return;
    const critic = this.criticTraces[i];
    const actor = this.actorTraces[i];
    const decay = discount * traceDecayNow(this.setup, this.parameters.traceDecay);
    critic.decay(decay);
    actor.decay(decay);
    const policy = this.policies[i];
    for (let k = 0; k < active; k++) {
      const feature = features[k];
      critic.markBy(feature, 1);
      for (let a = 0; a < this.count; a++)
        actor.markBy(feature * this.count + a, (a === this.actions[i] ? 1 : 0) - policy[a]);
    }
    critic.addTo(this.critic, (criticLearningRate / active) * error);
    actor.addTo(this.actor, (actorLearningRate / active) * error);
  }

  private perceive(observations: Float32Array, offset: number, into: Int32Array): number {
    const { encoder } = this.setup;
    return encoder.kind === 'binary' ? encoder.active(observations, offset, into) : 0;
  }

  private valueOf(features: Int32Array, active: number): number {
    let sum = 0;
    for (let k = 0; k < active; k++) sum += this.critic[features[k]];
    return sum;
  }

  private preferencesOf(features: Int32Array, active: number, into: Float64Array): void {
    into.fill(0);
    for (let k = 0; k < active; k++)
      for (let a = 0; a < this.count; a++) into[a] = into[a] + this.actor[features[k] * this.count + a];
  }

  private draw(policy: Float64Array): number {
    let rest = this.random.next();
    for (let a = 0; a < this.count - 1; a++) {
      rest -= policy[a];
      if (rest < 0) return a;
    }
    return this.count - 1;
  }

  diagnostics(): Readonly<Record<string, number>> {
    return {};
  }

  state(): SavedParts {
    const copies = <A extends Float64Array | Int32Array>(arrays: readonly A[]): readonly A[] =>
      arrays.map((array) => array.slice() as A);
    return {
      ticks: this.ticks,
      critic: this.critic.slice(),
      actor: this.actor.slice(),
      criticTraces: this.criticTraces.map((trace) => trace.state()),
      actorTraces: this.actorTraces.map((trace) => trace.state()),
      features: copies(this.features),
      policies: copies(this.policies),
      active: this.active.slice(),
      random: { ...this.random.state() },
      signals: Object.fromEntries(Object.entries(this.signals).map(([name, array]) => [name, array.slice()])),
    };
  }

  restore(state: SavedParts): void {
    this.ticks = state['ticks'] as number;
    this.critic.set(state['critic'] as Float64Array);
    this.actor.set(state['actor'] as Float64Array);
    this.criticTraces.forEach((trace, i) => trace.restore((state['criticTraces'] as readonly SavedParts[])[i]));
    this.actorTraces.forEach((trace, i) => trace.restore((state['actorTraces'] as readonly SavedParts[])[i]));
    this.features.forEach((features, i) => features.set((state['features'] as readonly Int32Array[])[i]));
    this.policies.forEach((policy, i) => policy.set((state['policies'] as readonly Float64Array[])[i]));
    restoreActive(this.active, state['active'] as Int32Array, this.scratch.length);
    this.random = resumeStream(state['random'] as unknown as RandomState);
    for (const [name, array] of Object.entries(this.signals))
      array.set((state['signals'] as SavedParts)[name] as Float64Array);
  }

  dispose(): void {
    // Nothing to free beyond garbage collection.
  }
}

function softmax(preferences: Float64Array, into: Float64Array): void {
  let top = -Infinity;
  for (let a = 0; a < into.length; a++) top = Math.max(top, preferences[a]);
  let sum = 0;
  for (let a = 0; a < into.length; a++) sum += into[a] = Math.exp(preferences[a] - top);
  for (let a = 0; a < into.length; a++) into[a] = into[a] / sum;
}
