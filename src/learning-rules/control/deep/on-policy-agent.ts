import { InputError } from '../../../core/errors.ts';
import { resumeStream, type RandomState, type RandomStream } from '../../../core/random.ts';
import type { HiddenLayer, Optimiser, Step } from '../../../contracts/network.ts';
import {
  discountNow,
  learnedError,
  traceDecayNow,
  type ActingAgent,
  type ActingAgentSetup,
  type ActingUnits,
  type Seen,
} from '../../../contracts/acting-agent.ts';
import type { SavedParts } from '../../../contracts/saved.ts';
import { actionLabels, heldUnits, hiddenUnit, policy, preference } from '../acting-units.ts';
import { actorCriticNetworks, type ActorCriticNetworks } from './actor-critic-networks.ts';
import { networkInput } from './network-input.ts';
import { policyHead, type PolicyHead } from './policy-head.ts';
import { Rollout } from './rollout.ts';

/** Input of an update. */
interface UpdateTools {
  readonly networks: ActorCriticNetworks;
  readonly head: PolicyHead;
  readonly random: RandomStream;
  /** Fraction of the planned steps that remain, from 1 to 0. */
  readonly remaining: number;
  /** Must be called for every optimiser step. @throws InputError if the loss or gradient is not finite */
  note(step: Step): void;
}

export interface OnPolicyOptions {
  readonly id: string;
  readonly shared: boolean;
  /** Steps between updates. */
  readonly time: number;
  /** λ of the advantages. */
  readonly traceDecay: number;
  readonly optimiser: Optimiser;
  readonly maxGradientNorm: number;
  /** Rows of one training batch. */
  readonly trainBatch: number;
  /** Learns from a full rollout whose advantages are computed; returns metrics to show. */
  update(rollout: Rollout, tools: UpdateTools): Readonly<Record<string, number>>;
}

/**
 * An actor and a critic that learn from each rollout. Manipulations change the displayed δ of each step, before the
 * advantages are computed (see generalisedAdvantages). If advantages are then normalised to mean 0 and standard
 * deviation 1, as in PPO, a change that is the same in all steps does not reach the actor.
 */
export class OnPolicyAgent implements ActingAgent {
  readonly signals;
  readonly channels = 1;
  readonly units: readonly ActingUnits[];
  readonly actions: Float64Array;
  plastic = true;
  private readonly options: OnPolicyOptions;
  private readonly setup: ActingAgentSetup;
  private readonly head: PolicyHead;
  private readonly input;
  private readonly networks: ActorCriticNetworks;
  private readonly rollout: Rollout;
  private random: RandomStream;
  /** Steps so far; the first has no reward. */
  private ticks = 0;
  private updates = 0;
  private shown: Record<string, number> = {};
  /** From the last step: policy outputs and values, from which its actions were drawn. */
  private readonly outputs: Float32Array;
  private readonly values: Float32Array;
  private readonly nextOutputs: Float32Array;
  private readonly nextValues: Float32Array;

  constructor(options: OnPolicyOptions, setup: ActingAgentSetup) {
    const { worlds, observation, actions, networks, random } = setup;
    this.options = options;
    this.setup = setup;
    this.random = random;
    this.head = policyHead(actions);
    this.input = networkInput(observation);
    this.networks = actorCriticNetworks({
      ...options,
      observation,
      hidden: hiddenOf(setup),
      size: this.head.size,
      actBatch: worlds,
      networks,
      random,
    });
    this.rollout = new Rollout(options.time, worlds, this.input.size, setup.manipulated);
    this.actions = new Float64Array(worlds);
    this.outputs = new Float32Array(worlds * this.head.size);
    this.values = new Float32Array(worlds);
    this.nextOutputs = new Float32Array(this.outputs.length);
    this.nextValues = new Float32Array(worlds);
    this.signals = {
      rpe: new Float64Array(worlds),
      value: new Float64Array(worlds),
      policy: new Float64Array(worlds * this.head.probabilities),
    };
    this.units = this.unitsFor(actionLabels(actions));
  }

  /** @param actions their names; none if the action is a real number */
  private unitsFor(actions: readonly string[]): readonly ActingUnits[] {
    const { networks, input } = this;
    const hidden: ActingUnits = {
      group: hiddenUnit,
      labels: networks.hiddenLabels,
      read: ({ observations }, environment, into, at) =>
        networks.readHidden(input.row(observations, environment), into, at),
    };
    if (actions.length === 0) return [hidden];
    return [heldUnits(preference, actions, this.outputs), heldUnits(policy, actions, this.signals.policy), hidden];
  }

  step(seen: Seen): void {
    const { rollout, input, setup } = this;
    this.look(seen.observations);
    if (this.ticks > 0) {
      this.computeErrors(seen);
      if (rollout.isFull) {
        this.learn();
        // The next actions use the updated weights.
        this.look(seen.observations);
      }
    }
    this.outputs.set(this.nextOutputs);
    this.values.set(this.nextValues);
    const seenSize = setup.worlds * input.size;
    if (this.plastic)
      rollout.inputs.set(input.of(seen.observations, setup.worlds).subarray(0, seenSize), rollout.ticks * seenSize);
    this.choose();
    this.ticks += 1;
  }

  /** Policy outputs and values of the current observations. */
  private look(observations: Float32Array): void {
    const { worlds } = this.setup;
    const { policy, values } = this.networks.forward(this.input.of(observations, worlds), worlds);
    this.nextOutputs.set(policy.subarray(0, this.nextOutputs.length));
    this.nextValues.set(values.subarray(0, worlds));
  }

  private choose(): void {
    const { head, outputs, actions, signals } = this;
    for (let i = 0; i < actions.length; i++) {
      actions[i] = head.sample(outputs, i * head.size, this.random);
      head.describe(outputs, i * head.size, signals.policy, i * head.probabilities);
      signals.value[i] = this.values[i];
    }
  }

  /** The RPE of the last actions, and the rollout's next step. */
  private computeErrors(seen: Seen): void {
    const { rollout, head, setup } = this;
    const discount = discountNow(setup);
    const from = rollout.ticks * setup.worlds;
    const ends = seen.truncated.includes(1) ? this.valuesOf(seen) : this.nextValues;
    for (let i = 0; i < setup.worlds; i++) {
      const next = seen.terminated[i] === 1 ? 0 : ends[i];
      const reward = utility(setup, seen.rewards[i]);
      this.signals.rpe[i] = learnedError(setup, i, reward + discount * next - this.values[i]);
      if (!this.plastic) continue;
      const at = from + i;
      const action = this.actions[i];
      rollout.actions[at] = action;
      rollout.logProbabilities[at] = head.logProbability(this.outputs, i * head.size, action);
      rollout.rewards[at] = reward;
      rollout.values[at] = this.values[i];
      rollout.nextValues[at] = next;
      rollout.ended[at] = seen.terminated[i] === 1 || seen.truncated[i] === 1 ? 1 : 0;
    }
    if (!this.plastic) return;
    rollout.noteManipulated(setup, from);
    rollout.ticks += 1;
  }

  /** The values of the current observations and, in truncated environments, of the last ones. */
  private valuesOf(seen: Seen): Float32Array {
    const { worlds } = this.setup;
    const finals = this.networks.forward(this.input.of(seen.finals, worlds), worlds).values;
    return this.nextValues.map((value, i) => (seen.truncated[i] === 1 ? finals[i] : value));
  }

  private learn(): void {
    const { rollout, options, setup } = this;
    rollout.computeErrors(discountNow(setup), traceDecayNow(setup, options.traceDecay));
    const remaining = Math.max(0, 1 - (this.ticks * setup.worlds) / setup.steps);
    this.shown = {
      ...options.update(rollout, {
        networks: this.networks,
        head: this.head,
        random: this.random,
        remaining,
        note: (step) => this.note(step),
      }),
    };
    rollout.ticks = 0;
  }

  private note(step: Step): void {
    this.updates += 1;
    if (Number.isFinite(step.loss) && Number.isFinite(step.gradientNorm)) return;
    throw new InputError(
      `the loss is ${step.loss} and the gradient's norm ${step.gradientNorm}`,
      `update ${this.updates} of ${this.options.id}`,
      'lower learningRate',
    );
  }

  diagnostics(): Readonly<Record<string, number>> {
    return { ...this.shown, updates: this.updates };
  }

  state(): SavedParts {
    const { ticks, updates, shown, outputs, values, signals } = this;
    return {
      ticks,
      updates,
      shown: { ...shown },
      networks: this.networks.state(),
      rollout: this.rollout.state(),
      random: { ...this.random.state() },
      outputs: outputs.slice(),
      values: values.slice(),
      rpe: signals.rpe.slice(),
      value: signals.value.slice(),
      policy: signals.policy.slice(),
    };
  }

  restore(state: SavedParts): void {
    this.ticks = state['ticks'] as number;
    this.updates = state['updates'] as number;
    this.shown = { ...(state['shown'] as Record<string, number>) };
    this.networks.restore(state['networks'] as SavedParts);
    this.rollout.restore(state['rollout'] as SavedParts);
    this.random = resumeStream(state['random'] as unknown as RandomState);
    this.outputs.set(state['outputs'] as Float32Array);
    this.values.set(state['values'] as Float32Array);
    for (const name of ['rpe', 'value', 'policy'] as const) this.signals[name].set(state[name] as Float64Array);
  }

  dispose(): void {
    this.networks.dispose();
  }
}

function hiddenOf({ encoder }: ActingAgentSetup): readonly HiddenLayer[] {
  if (encoder.kind === 'network') return encoder.hidden;
  throw new InputError('the architecture gives no network', 'agent', 'choose an architecture such as mlp or conv');
}

/** The utility of a reward under the agent's objective. */
const utility = ({ terms }: ActingAgentSetup, reward: number): number =>
  terms.utility === undefined ? reward : terms.utility(reward);
