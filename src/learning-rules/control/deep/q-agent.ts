import type { Schedule } from './schedule.ts';
import { InputError } from '../../../core/errors.ts';
import { resumeStream, type RandomState, type RandomStream } from '../../../core/random.ts';
import type { Network, OutputLoss } from '../../../contracts/network.ts';
import {
  discountNow,
  learnedError,
  type ActingAgent,
  type ActingAgentSetup,
  type ActingUnits,
  type Seen,
} from '../../../contracts/acting-agent.ts';
import type { SavedParts } from '../../../contracts/saved.ts';
import { channelRpe, channelValue } from '../../../contracts/units.ts';
import { actionLabels, actionValue, heldUnits, hiddenUnit, numbered, policy } from '../acting-units.ts';
import { networkInput, networkSpec } from './network-input.ts';
import type { ChangedError } from './q-losses.ts';
import { ReplayBuffer, replayBatch, type ReplayBatch } from './replay-buffer.ts';
import { restoreNetwork, savedNetwork } from './saved-network.ts';

/** Parameters of agents that learn action values from a replay buffer. */
export interface QParameters {
  readonly learningRate: number;
  readonly batchSize: number;
  readonly bufferSize: number;
  readonly learningStarts: number;
  readonly trainFrequency: number;
  readonly gradientSteps: number;
  readonly targetUpdateInterval: number;
  readonly explorationInitial: number;
  readonly explorationFinal: number;
  readonly explorationFraction: number;
  readonly maxGradNorm: number;
  readonly learningRateSchedule: Schedule;
  readonly double: boolean;
}

/**
 * The part that differs between a single action value and a distribution of it. Outputs of a state are actions x
 * channels.
 */
export interface QHead {
  readonly id: string;
  readonly channels: number;
  /** Their names, if there are several. */
  readonly channelNames?: readonly string[];
  /**
   * The loss of a batch, given the target network's outputs for the next observations, the next actions, and the
   * interventions on its errors.
   */
  loss(
    batch: ReplayBatch,
    next: Float32Array,
    nextActions: Int32Array,
    discount: number,
    changed: ChangedError | undefined,
  ): OutputLoss;
}

/**
 * Learns action values off-policy from transitions drawn from a replay buffer, against a target network (Mnih et al.
 * 2015). When it acts at random, trains and updates the target is as in Stable-Baselines3, except that each environment
 * draws by itself whether to explore.
 */
export class QAgent implements ActingAgent {
  readonly signals;
  readonly channels: number;
  readonly units: readonly ActingUnits[];
  readonly actions: Float64Array;
  plastic = true;
  private readonly parameters: QParameters;
  private readonly setup: ActingAgentSetup;
  private readonly head: QHead;
  private readonly count: number;
  private readonly input;
  private readonly online: Network;
  private readonly target: Network;
  private readonly replay: ReplayBuffer;
  private readonly batch: ReplayBatch;
  private readonly nextActions: Int32Array;
  private readonly changed: ChangedError | undefined;
  private random: RandomStream;
  private ticks = 0;
  private updates = 0;
  private loss = Number.NaN;
  /** From the last step: the observations, and the outputs for them. */
  private readonly before: Float32Array;
  private readonly outputs: Float32Array;
  private readonly nextOutputs: Float32Array;

  constructor(parameters: QParameters, head: QHead, setup: ActingAgentSetup) {
    const { worlds, observation, actions, networks, random, encoder } = setup;
    if (actions.kind !== 'discrete')
      throw new InputError(
        `${head.id} chooses among discrete actions, but this environment takes a real number`,
        'agent',
        'choose ppo or a2c',
      );
    if (encoder.kind !== 'network')
      throw new InputError('the architecture gives no network', 'agent', 'choose an architecture such as mlp or conv');
    this.parameters = parameters;
    this.setup = setup;
    this.head = head;
    this.random = random;
    this.channels = head.channels;
    this.count = actions.actions.length;
    this.input = networkInput(observation);
    const training = {
      optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const,
      maxGradientNorm: parameters.maxGradNorm,
      trainBatch: parameters.batchSize,
      actBatch: Math.max(worlds, parameters.batchSize),
    };
    // PyTorch's own initial weights in all layers, as in Stable-Baselines3's DQN.
    const initial = { hidden: { kind: 'uniform' }, outputs: { kind: 'uniform' } } as const;
    const spec = networkSpec(observation, encoder.hidden, this.count * head.channels, initial);
    this.online = networks.network(spec, training, random);
    this.target = networks.network(spec, training, random);
    this.target.setParameters(this.online.parameters());
    this.replay = new ReplayBuffer(
      parameters.bufferSize,
      this.input.observed,
      observation.kind === 'binary',
      setup.manipulated !== undefined,
    );
    this.batch = replayBatch(parameters.batchSize, this.input.observed);
    this.nextActions = new Int32Array(parameters.batchSize);
    const { manipulated } = setup;
    this.changed =
      manipulated === undefined ? undefined : (k, error) => manipulated.changed(this.batch.active[k], error);
    this.actions = new Float64Array(worlds);
    this.before = new Float32Array(worlds * this.input.observed);
    this.outputs = new Float32Array(worlds * this.count * head.channels);
    this.nextOutputs = new Float32Array(this.outputs.length);
    const channels = head.channels === 1 ? {} : { channelRpe: new Float64Array(worlds * head.channels) };
    this.signals = {
      rpe: new Float64Array(worlds),
      value: new Float64Array(worlds),
      policy: new Float64Array(worlds * this.count),
      ...channels,
    };
    this.units = this.unitsFor(actionLabels(actions));
  }

  private unitsFor(actions: readonly string[]): readonly ActingUnits[] {
    const { input, online, signals, count } = this;
    return [
      {
        group: actionValue,
        labels: actions,
        read: (_, environment, into, at) => {
          for (let a = 0; a < count; a++) into[at + a] = this.valueOf(this.outputs, environment, a);
        },
      },
      ...this.channelUnits(),
      heldUnits(policy, actions, signals.policy),
      {
        group: hiddenUnit,
        labels: numbered('unit', online.hiddenSize),
        read: ({ observations }, environment, into, at) =>
          into.set(online.hidden(input.row(observations, environment), 1), at),
      },
    ];
  }

  /** The value is that of the best action, as in `signals`. */
  private channelUnits(): readonly ActingUnits[] {
    const { channels, signals, count } = this;
    if (signals.channelRpe === undefined) return [];
    const labels = this.head.channelNames ?? numbered('channel', channels);
    return [
      {
        group: channelValue,
        labels,
        read: (_, environment, into, at) => {
          const from = (environment * count + this.bestAction(this.outputs, environment)) * channels;
          into.set(this.outputs.subarray(from, from + channels), at);
        },
      },
      { ...heldUnits(channelRpe, labels, signals.channelRpe), ofStep: true },
    ];
  }

  step(seen: Seen): void {
    const { worlds } = this.setup;
    this.look(seen.observations, this.nextOutputs);
    if (this.ticks > 0) {
      this.computeErrors(seen);
      if (this.plastic) {
        this.remember(seen);
        if (this.train()) this.look(seen.observations, this.nextOutputs);
      }
    }
    this.outputs.set(this.nextOutputs);
    this.before.set(seen.observations.subarray(0, this.before.length));
    const exploration = this.plastic ? this.exploration() : 0;
    for (let i = 0; i < worlds; i++) this.choose(i, exploration);
    this.ticks += 1;
  }

  private look(observations: Float32Array, into: Float32Array): void {
    const { worlds } = this.setup;
    into.set(this.online.forward(this.input.of(observations, worlds), worlds).subarray(0, into.length));
  }

  /** Steps so far, over all environments. */
  private get steps(): number {
    return this.ticks * this.setup.worlds;
  }

  /** Current ε: 1 before learning starts; decreases linearly over a fraction of the planned steps. */
  private exploration(): number {
    const { explorationInitial, explorationFinal, explorationFraction, learningStarts } = this.parameters;
    if (this.steps < learningStarts) return 1;
    const share = Math.min(1, this.steps / (explorationFraction * this.setup.steps));
    return explorationInitial + share * (explorationFinal - explorationInitial);
  }

  private choose(i: number, exploration: number): void {
    const { count, signals } = this;
    const best = this.bestAction(this.outputs, i);
    signals.value[i] = this.valueOf(this.outputs, i, best);
    for (let a = 0; a < count; a++)
      signals.policy[i * count + a] = exploration / count + (a === best ? 1 - exploration : 0);
    this.actions[i] = this.random.next() < exploration ? this.random.integer(count) : best;
  }

  /** Mean over the channels of an action, in row `row` of outputs. */
  private valueOf(outputs: Float32Array, row: number, action: number): number {
    const { channels } = this.head;
    const from = (row * this.count + action) * channels;
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += outputs[from + c];
    return sum / channels;
  }

  private bestAction(outputs: Float32Array, row: number): number {
    let best = 0;
    for (let a = 1; a < this.count; a++) if (this.valueOf(outputs, row, a) > this.valueOf(outputs, row, best)) best = a;
    return best;
  }

  /**
   * δ = r + γ max Q(s') - Q(s, a) of the executed action; with several channels, one δ each, against the same channel
   * of the best next action.
   */
  private computeErrors(seen: Seen): void {
    const { setup, head, signals } = this;
    const ends = seen.truncated.includes(1) ? this.outputsAtEnds(seen) : this.nextOutputs;
    for (let i = 0; i < setup.worlds; i++) {
      const follows = seen.terminated[i] === 1 ? 0 : discountNow(setup);
      const best = this.bestAction(ends, i);
      const to = (i * this.count + best) * head.channels;
      const from = (i * this.count + this.actions[i]) * head.channels;
      let sum = 0;
      for (let c = 0; c < head.channels; c++) {
        const error = learnedError(setup, i, this.reward(seen, i) + follows * ends[to + c] - this.outputs[from + c]);
        if (signals.channelRpe !== undefined) signals.channelRpe[i * head.channels + c] = error;
        sum += error;
      }
      signals.rpe[i] = sum / head.channels;
    }
  }

  private reward(seen: Seen, i: number): number {
    const { utility } = this.setup.terms;
    const reward = seen.rewards[i];
    return utility === undefined ? reward : utility(reward);
  }

  private outputsAtEnds(seen: Seen): Float32Array {
    const width = this.count * this.head.channels;
    const finals = new Float32Array(this.outputs.length);
    this.look(seen.finals, finals);
    return this.nextOutputs.map((output, k) => (seen.truncated[Math.floor(k / width)] === 1 ? finals[k] : output));
  }

  private remember(seen: Seen): void {
    const { observed } = this.input;
    const active = this.setup.manipulated?.active;
    for (let i = 0; i < this.setup.worlds; i++) {
      const ended = seen.terminated[i] === 1 || seen.truncated[i] === 1;
      this.replay.add(
        this.before,
        i * observed,
        this.actions[i],
        this.reward(seen, i),
        seen.terminated[i],
        ended ? seen.finals : seen.observations,
        i * observed,
        active?.[i],
      );
    }
  }

  /**
   * Updates the target and trains if it is due; returns whether it trained. What would have been due before learning
   * starts is not made up for.
   */
  private train(): boolean {
    const { learningStarts, trainFrequency, gradientSteps, targetUpdateInterval } = this.parameters;
    if (this.ticks % Math.max(1, Math.floor(targetUpdateInterval / this.setup.worlds)) === 0)
      this.target.setParameters(this.online.parameters());
    if (this.steps <= learningStarts || this.ticks % trainFrequency !== 0) return false;
    for (let k = 0; k < gradientSteps; k++) this.update();
    return true;
  }

  private update(): void {
    const { parameters, batch, head, setup, count } = this;
    this.replay.sample(batch, this.random);
    const size = parameters.batchSize;
    // Double (van Hasselt, Guez & Silver 2016): the online network selects the action, the target network evaluates it.
    if (parameters.double) {
      const judged = this.online.forward(this.input.of(batch.nextObservations, size), size);
      for (let k = 0; k < size; k++) this.nextActions[k] = this.bestAction(judged, k);
    }
    const next = this.target.forward(this.input.of(batch.nextObservations, size), size);
    if (!parameters.double) for (let k = 0; k < size; k++) this.nextActions[k] = this.bestAction(next, k);
    const loss = head.loss(
      batch,
      next.subarray(0, size * count * head.channels),
      this.nextActions,
      discountNow(setup),
      this.changed,
    );
    const step = this.online.train(this.input.of(batch.observations, size), size, loss, this.stepSize());
    this.updates += 1;
    this.loss = step.loss;
    if (!Number.isFinite(step.loss) || !Number.isFinite(step.gradientNorm)) {
      throw new InputError(
        `the loss is ${step.loss} and the gradient's norm ${step.gradientNorm}`,
        `update ${this.updates} of ${head.id}`,
        'lower learningRate',
      );
    }
  }

  private stepSize(): number {
    const { learningRate, learningRateSchedule } = this.parameters;
    return learningRateSchedule === 'linear'
      ? learningRate * Math.max(0, 1 - this.steps / this.setup.steps)
      : learningRate;
  }

  diagnostics(): Readonly<Record<string, number>> {
    return {
      ...(Number.isNaN(this.loss) ? {} : { loss: this.loss }),
      exploration: this.exploration(),
      memory: this.replay.size,
      updates: this.updates,
    };
  }

  state(): SavedParts {
    const { ticks, updates, loss, before, outputs, signals } = this;
    return {
      ticks,
      updates,
      loss,
      online: savedNetwork(this.online),
      target: savedNetwork(this.target),
      replay: this.replay.state(),
      random: { ...this.random.state() },
      before: before.slice(),
      outputs: outputs.slice(),
      signals: Object.fromEntries(Object.entries(signals).map(([name, array]) => [name, array.slice()])),
    };
  }

  restore(state: SavedParts): void {
    for (const name of ['ticks', 'updates', 'loss'] as const) this[name] = state[name] as number;
    restoreNetwork(this.online, state['online'] as SavedParts);
    restoreNetwork(this.target, state['target'] as SavedParts);
    this.replay.restore(state['replay'] as SavedParts);
    this.random = resumeStream(state['random'] as unknown as RandomState);
    this.before.set(state['before'] as Float32Array);
    this.outputs.set(state['outputs'] as Float32Array);
    for (const [name, array] of Object.entries(this.signals))
      (array as Float64Array).set((state['signals'] as SavedParts)[name] as Float64Array);
  }

  dispose(): void {
    this.online.dispose();
    this.target.dispose();
  }
}
