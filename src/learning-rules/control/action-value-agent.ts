import { InputError } from '../../core/errors.ts';
import { resumeStream, type RandomState, type RandomStream } from '../../core/random.ts';
import { integer, choice, real, type Values } from '../../contracts/parameters.ts';
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
import { actionLabels, actionValue, heldUnits, policy } from './acting-units.ts';
import { restoreActive } from './active-features.ts';
import { SparseTrace } from './sparse-trace.ts';

export const actionValueParameters = {
  learningRate: real({
    default: 0.1,
    min: 0,
    max: 2,
    symbol: 'α',
    unit: 'per step',
    help: 'Share of the error that is corrected; it is divided among the active features',
  }),
  traceDecay: real({
    default: 0,
    min: 0,
    max: 1,
    symbol: 'λ',
    unit: 'per step',
    help: 'Trace decay; 0 updates only the last step',
  }),
  trace: choice({
    default: 'replacing',
    options: ['replacing', 'accumulating'],
    help: 'How a trace that has not decayed is updated when its feature and action recur',
  }),
  initialValue: real({
    default: 0,
    min: -1e6,
    max: 1e6,
    symbol: 'Q₀',
    help: 'Initial value of every action; optimistic values encourage exploration',
  }),
};

/** Planning steps per real step; used only by Dyna-Q. */
export const planningParameters = {
  planningSteps: integer({
    default: 10,
    min: 0,
    max: 10_000,
    unit: 'steps',
    help: 'Number of remembered steps that are replayed after each real step',
  }),
  bonus: real({
    default: 0,
    min: 0,
    max: 10,
    symbol: 'κ',
    help: 'Exploration bonus in planning (Dyna-Q+), multiplied by the square root of the number of steps since an action was tried; 0 is Dyna-Q',
  }),
};

/**
 * The part that differs between the rules: the value of the next state, given the values and probabilities of its
 * actions and the next action.
 */
export interface ActionValueRule {
  readonly id: string;
  stateValue(values: Float64Array, probabilities: readonly number[], next: number): number;
  /** Whether a non-greedy action cuts the traces before it (Watkins's Q(λ)). */
  readonly cutsTraces: boolean;
  /** Called after each real step with learning. */
  plan?(tools: PlanningTools): void;
  readonly planState?: { state(): SavedParts; restore(state: SavedParts): void };
}

export interface PlanningTools {
  readonly random: RandomStream;
  readonly weights: Float64Array;
  readonly count: number;
  /** The last step, with its interventions (see ManipulatedPlayer). */
  readonly step: {
    readonly state: number;
    readonly action: number;
    readonly reward: number;
    readonly next: number;
    readonly terminated: boolean;
    readonly active: number;
  };
}

/**
 * Linear action values Q(s, a) = Σ w over the features that are 1, with one set of weights for all environments. The
 * rule's error δ = r + γ worth(s') - Q(s, a) moves the weights by α δ / (active features) along traces, which are reset
 * with each episode. A manipulation changes δ before learning. The action in s' is chosen before the error is computed,
 * because SARSA needs it.
 */
export class ActionValueAgent implements ActingAgent {
  readonly signals;
  readonly channels = 1;
  readonly units: readonly ActingUnits[];
  readonly actions: Float64Array;
  plastic = true;
  /** Feature-major: weight of feature f and action a at f * actions + a. */
  readonly weights: Float64Array;
  private readonly rule: ActionValueRule;
  private readonly parameters: Values<typeof actionValueParameters>;
  private readonly setup: ActingAgentSetup;
  private readonly count: number;
  private readonly traces: readonly SparseTrace[];
  private readonly features: readonly Int32Array[];
  private readonly nextFeatures: readonly Int32Array[];
  private readonly active: Int32Array;
  private readonly values: readonly Float64Array[];
  private readonly best: Int32Array;
  private readonly endFeatures: Int32Array;
  private random: RandomStream;
  private ticks = 0;

  constructor(rule: ActionValueRule, parameters: Values<typeof actionValueParameters>, setup: ActingAgentSetup) {
    const { encoder, actions, worlds, random } = setup;
    if (encoder.kind !== 'binary')
      throw new InputError(
        'the architecture gives no features',
        'agent',
        'choose an architecture such as state-table or tile-coding',
      );
    if (actions.kind !== 'discrete')
      throw new InputError(
        `${rule.id} chooses among discrete actions, but this environment takes a real number`,
        'agent',
        'choose ppo or a2c',
      );
    this.rule = rule;
    this.parameters = parameters;
    this.setup = setup;
    this.random = random;
    this.count = actions.actions.length;
    // The initial value is split evenly over the active features.
    this.weights = new Float64Array(encoder.size * this.count).fill(parameters.initialValue / encoder.maxActive);
    this.traces = Array.from(
      { length: worlds },
      () => new SparseTrace(parameters.traceDecay === 0 && setup.manipulated === undefined ? 0 : this.weights.length),
    );
    this.features = Array.from({ length: worlds }, () => new Int32Array(encoder.maxActive));
    this.nextFeatures = Array.from({ length: worlds }, () => new Int32Array(encoder.maxActive));
    this.active = new Int32Array(worlds);
    this.values = Array.from({ length: worlds }, () => new Float64Array(this.count));
    this.best = new Int32Array(worlds);
    this.endFeatures = new Int32Array(encoder.maxActive);
    this.actions = new Float64Array(worlds);
    this.signals = {
      rpe: new Float64Array(worlds),
      value: new Float64Array(worlds),
      policy: new Float64Array(worlds * this.count),
    };
    const labels = actionLabels(actions);
    this.units = [
      {
        group: actionValue,
        labels,
        read: (_, environment, into, at) => into.set(this.values[environment], at),
      },
      heldUnits(policy, labels, this.signals.policy),
    ];
  }

  step(seen: Seen): void {
    for (let i = 0; i < this.setup.worlds; i++) this.stepOne(seen, i);
    this.ticks += 1;
  }

  private stepOne(seen: Seen, i: number): void {
    const { setup, count, signals } = this;
    const width = seen.observations.length / setup.worlds;
    const next = this.nextFeatures[i];
    const active = this.perceive(seen.observations, i * width, next);
    const values = this.values[i];
    this.valuesOf(next, active, values);
    const probabilities = this.choose(values);
    const chosen = this.draw(probabilities);
    for (let a = 0; a < count; a++) signals.policy[i * count + a] = probabilities[a];
    if (this.ticks > 0) {
      this.learn(seen, i, values, probabilities, chosen, width);
      // The weights have changed: recompute the value, from which the next error starts.
      this.valuesOf(next, active, values);
    }
    if (seen.starts[i] === 1) this.traces[i]?.clear();
    signals.value[i] = this.rule.stateValue(values, this.choose(values), chosen);
    this.best[i] = argmax(values);
    this.actions[i] = chosen;
    this.features[i].set(next);
    this.active[i] = active;
  }

  private perceive(observations: Float32Array, offset: number, into: Int32Array): number {
    const { encoder } = this.setup;
    return encoder.kind === 'binary' ? encoder.active(observations, offset, into) : 0;
  }

  private valuesOf(features: Int32Array, active: number, into: Float64Array): void {
    into.fill(0);
    for (let k = 0; k < active; k++) {
      const from = features[k] * this.count;
      for (let a = 0; a < this.count; a++) into[a] = into[a] + this.weights[from + a];
    }
  }

  private choose(values: Float64Array): readonly number[] {
    const { choose } = this.setup;
    if (choose === undefined) throw new Error(`${this.rule.id} takes a policy`);
    return choose(Array.from(values));
  }

  private draw(probabilities: readonly number[]): number {
    let rest = this.random.next();
    for (let a = 0; a < probabilities.length - 1; a++) {
      rest -= probabilities[a];
      if (rest < 0) return a;
    }
    return probabilities.length - 1;
  }

  private learn(
    seen: Seen,
    i: number,
    values: Float64Array,
    probabilities: readonly number[],
    chosen: number,
    width: number,
  ): void {
    const { setup, rule, signals, weights } = this;
    const { terms } = setup;
    const done = this.actions[i];
    const features = this.features[i];
    const active = this.active[i];
    let now = 0;
    for (let k = 0; k < active; k++) now += weights[features[k] * this.count + done];
    const raw = seen.rewards[i];
    const reward = terms.utility === undefined ? raw : terms.utility(raw);
    const follows = this.valueAfter(seen, i, values, probabilities, chosen, width);
    const error = learnedError(setup, i, reward + follows - now);
    signals.rpe[i] = error;
    if (!this.plastic) return;
    this.move(i, features, active, done, error);
    if (rule.plan !== undefined) {
      const terminated = seen.terminated[i] === 1;
      const next = seen.truncated[i] === 1 ? this.endFeatures[0] : this.nextFeatures[i]?.[0];
      rule.plan({
        random: this.random,
        weights,
        count: this.count,
        step: {
          state: features[0],
          action: done,
          reward,
          next,
          terminated,
          active: setup.manipulated?.active[i] ?? 0,
        },
      });
    }
  }

  /** γ times the next value: 0 after a termination; after a truncation, the value of the last observation. */
  private valueAfter(
    seen: Seen,
    i: number,
    values: Float64Array,
    probabilities: readonly number[],
    chosen: number,
    width: number,
  ): number {
    const discount = discountNow(this.setup);
    if (seen.terminated[i] === 1) return 0;
    if (seen.truncated[i] === 0) return discount * this.rule.stateValue(values, probabilities, chosen);
    const ends = new Float64Array(this.count);
    this.valuesOf(this.endFeatures, this.perceive(seen.finals, i * width, this.endFeatures), ends);
    const there = this.choose(ends);
    return discount * this.rule.stateValue(ends, there, this.draw(there));
  }

  private move(i: number, features: Int32Array, active: number, done: number, error: number): void {
    const { weights, count, setup } = this;
    const { learningRate, trace } = this.parameters;
    const traceDecay = traceDecayNow(setup, this.parameters.traceDecay);
    const step = learningRate / active;
    if (traceDecay === 0) {
      for (let k = 0; k < active; k++) {
        const at = features[k] * count + done;
        weights[at] = weights[at] + step * error;
      }
      return;
    }
    const traces = this.traces[i];
    // In Watkins's Q(λ), actions before a non-greedy action get no credit for what follows it.
    if (this.rule.cutsTraces && done !== this.best[i]) traces.clear();
    else traces.decay(discountNow(setup) * traceDecay);
    for (let k = 0; k < active; k++) {
      const from = features[k] * count;
      // Replacing traces of the other actions in the same state are cleared (Singh & Sutton 1996).
      if (trace === 'replacing') for (let a = 0; a < count; a++) if (a !== done) traces.forget(from + a);
      traces.mark(from + done, trace === 'replacing');
    }
    traces.addTo(weights, step * error);
  }

  diagnostics(): Readonly<Record<string, number>> {
    return {};
  }

  state(): SavedParts {
    return {
      ticks: this.ticks,
      weights: this.weights.slice(),
      random: { ...this.random.state() },
      traces: this.traces.map((trace) => trace.state()),
      features: this.features.map((features) => features.slice()),
      active: this.active.slice(),
      best: this.best.slice(),
      signals: Object.fromEntries(Object.entries(this.signals).map(([name, array]) => [name, array.slice()])),
      ...(this.rule.planState === undefined ? {} : { plan: this.rule.planState.state() }),
    };
  }

  restore(state: SavedParts): void {
    this.ticks = state['ticks'] as number;
    this.weights.set(state['weights'] as Float64Array);
    this.random = resumeStream(state['random'] as unknown as RandomState);
    this.traces.forEach((trace, i) => trace.restore((state['traces'] as readonly SavedParts[])[i]));
    this.features.forEach((features, i) => features.set((state['features'] as readonly Int32Array[])[i]));
    restoreActive(this.active, state['active'] as Int32Array, this.endFeatures.length);
    this.best.set(state['best'] as Int32Array);
    for (const [name, array] of Object.entries(this.signals))
      array.set((state['signals'] as SavedParts)[name] as Float64Array);
    if (this.rule.planState !== undefined) this.rule.planState.restore(state['plan'] as SavedParts);
  }

  dispose(): void {
    // Nothing to free beyond garbage collection.
  }
}

function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let a = 1; a < values.length; a++) if (values[a] > values[best]) best = a;
  return best;
}

export const maximum = (values: Float64Array): number => values[argmax(values)];
