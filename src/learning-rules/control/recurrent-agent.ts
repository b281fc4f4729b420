import { InputError } from '../../core/errors.ts';
import { resumeStream, type RandomState, type RandomStream } from '../../core/random.ts';
import type { OutputLoss, RecurrentNetwork } from '../../contracts/network.ts';
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
import type { UnitGroup } from '../../contracts/units.ts';
import { actionLabels, heldUnits, hiddenUnit, memoryCell, numbered, policy, preference } from './acting-units.ts';
import { networkInput } from './deep/network-input.ts';
import { policyGradientLoss, valueLoss } from './deep/on-policy-losses.ts';
import { policyHead, type PolicyHead } from './deep/policy-head.ts';
import { Rollout } from './deep/rollout.ts';
import { restoreNetwork, savedNetwork } from './deep/saved-network.ts';

export interface RecurrentParameters {
  readonly learningRate: number;
  readonly nSteps: number;
  readonly gaeLambda: number;
  readonly vfCoef: number;
  readonly entCoefInitial: number;
  readonly entCoefFinal: number;
  readonly maxGradNorm: number;
}

/** See learning-rules/recurrent-a2c.ts. The network's outputs are those of the policy, then the value. */
export class RecurrentAgent implements ActingAgent {
  readonly signals;
  readonly channels = 1;
  readonly units: readonly ActingUnits[];
  readonly actions: Float64Array;
  plastic = true;
  private readonly parameters: RecurrentParameters;
  private readonly setup: ActingAgentSetup;
  private readonly head: PolicyHead;
  private readonly count: number;
  private readonly input;
  /** Length of the network input for one environment: the observation, one unit per action, the reward. */
  private readonly width: number;
  private readonly network: RecurrentNetwork;
  private readonly rollout: Rollout;
  private readonly starts: Uint8Array;
  private random: RandomStream;
  private ticks = 0;
  private updates = 0;
  private loss = Number.NaN;
  /** Current state of each environment, and the state before the rollout's first step. */
  private readonly hidden: Float32Array;
  private readonly stateBefore: Float32Array;
  private readonly inputs: Float32Array;
  /** From the last step. */
  private readonly policy: Float32Array;
  private readonly values: Float32Array;

  constructor(parameters: RecurrentParameters, setup: ActingAgentSetup) {
    const { encoder, actions, observation, worlds, networks, random } = setup;
    if (encoder.kind !== 'recurrent')
      throw new InputError('the architecture gives no recurrent network', 'agent', 'choose the architecture recurrent');
    if (actions.kind !== 'discrete')
      throw new InputError(
        'recurrent-a2c chooses among discrete actions, but this environment takes a real number',
        'agent',
        'choose ppo or a2c',
      );
    this.parameters = parameters;
    this.setup = setup;
    this.random = random;
    this.head = policyHead(actions);
    this.count = actions.actions.length;
    this.input = networkInput(observation);
    this.width = this.input.size + this.count + 1;
    this.network = networks.recurrent(
      { inputs: this.width, cell: encoder.cell, units: encoder.units, outputs: this.count + 1 },
      {
        optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        maxGradientNorm: parameters.maxGradNorm,
        trainBatch: worlds,
        actBatch: worlds,
      },
      random,
    );
    this.rollout = new Rollout(parameters.nSteps, worlds, this.width, setup.manipulated);
    this.starts = new Uint8Array(parameters.nSteps * worlds);
    this.hidden = new Float32Array(worlds * this.network.stateSize);
    this.stateBefore = new Float32Array(this.hidden.length);
    this.inputs = new Float32Array(worlds * this.width);
    this.policy = new Float32Array(worlds * this.count);
    this.values = new Float32Array(worlds);
    this.actions = new Float64Array(worlds);
    this.signals = {
      rpe: new Float64Array(worlds),
      value: new Float64Array(worlds),
      policy: new Float64Array(worlds * this.count),
    };
    const labels = actionLabels(actions);
    this.units = [
      heldUnits(preference, labels, this.policy),
      heldUnits(policy, labels, this.signals.policy),
      this.stateUnits(hiddenUnit, 'unit', encoder.units, 0),
      ...(encoder.cell === 'lstm' ? [this.stateUnits(memoryCell, 'cell', encoder.units, encoder.units)] : []),
    ];
  }

  /** @param from the first of them in the state of an environment */
  private stateUnits(group: UnitGroup, name: string, count: number, from: number): ActingUnits {
    return {
      group,
      labels: numbered(name, count),
      read: (_, environment, into, at) => {
        const start = environment * this.network.stateSize + from;
        into.set(this.hidden.subarray(start, start + count), at);
      },
    };
  }

  step(seen: Seen): void {
    const { worlds } = this.setup;
    const before = this.hidden.slice();
    // A copy: at an end, the value of the last observation needs the state that led to it.
    this.see(seen.observations, seen, true);
    this.forget(seen);
    const start = this.hidden.slice();
    const { policy, values } = this.look();
    if (this.ticks > 0) {
      this.computeErrors(seen, values, before);
      if (this.rollout.isFull) this.learn();
    }
    if (this.plastic) {
      const { ticks } = this.rollout;
      if (ticks === 0) this.stateBefore.set(start);
      this.rollout.inputs.set(this.inputs, ticks * this.inputs.length);
      // The first state of a rollout is passed in full, zeros included.
      this.starts.set(ticks === 0 ? new Uint8Array(worlds) : seen.starts, ticks * worlds);
    }
    this.policy.set(policy);
    this.values.set(values);
    for (let i = 0; i < worlds; i++) {
      this.actions[i] = this.head.sample(this.policy, i * this.count, this.random);
      this.head.describe(this.policy, i * this.count, this.signals.policy, i * this.count);
      this.signals.value[i] = this.values[i];
    }
    this.ticks += 1;
  }

  /** @param fresh whether, at the start of an episode, the last action and reward are set to 0 */
  private see(observations: Float32Array, seen: Seen, fresh: boolean): void {
    const { worlds } = this.setup;
    const { size } = this.input;
    const shown = this.input.of(observations, worlds);
    this.inputs.fill(0);
    for (let i = 0; i < worlds; i++) {
      const at = i * this.width;
      for (let j = 0; j < size; j++) this.inputs[at + j] = shown[i * size + j];
      if (this.ticks === 0 || (fresh && seen.starts[i] === 1)) continue;
      this.inputs[at + size + this.actions[i]] = 1;
      this.inputs[at + size + this.count] = seen.rewards[i];
    }
  }

  private forget(seen: Seen): void {
    const { stateSize } = this.network;
    for (let i = 0; i < this.setup.worlds; i++)
      if (seen.starts[i] === 1) this.hidden.fill(0, i * stateSize, (i + 1) * stateSize);
  }

  /** Policy outputs and values of the inputs; updates the states. */
  private look(): { readonly policy: Float32Array; readonly values: Float32Array } {
    return this.split(this.network.step(this.inputs, this.setup.worlds, this.hidden), this.setup.worlds);
  }

  private split(outputs: Float32Array, rows: number): { readonly policy: Float32Array; readonly values: Float32Array } {
    const policy = new Float32Array(rows * this.count);
    const values = new Float32Array(rows);
    for (let k = 0; k < rows; k++) {
      for (let j = 0; j < this.count; j++) policy[k * this.count + j] = outputs[k * (this.count + 1) + j];
      values[k] = outputs[k * (this.count + 1) + this.count];
    }
    return { policy, values };
  }

  private computeErrors(seen: Seen, values: Float32Array, before: Float32Array): void {
    const { rollout, setup, head } = this;
    const { terms, worlds } = setup;
    const discount = discountNow(setup);
    const from = rollout.ticks * worlds;
    const ends = seen.truncated.includes(1) ? this.valuesAtEnds(seen, before) : values;
    for (let i = 0; i < worlds; i++) {
      const ended = seen.terminated[i] === 1 || seen.truncated[i] === 1;
      const next = seen.terminated[i] === 1 ? 0 : ended ? ends[i] : values[i];
      const raw = seen.rewards[i];
      const reward = terms.utility === undefined ? raw : terms.utility(raw);
      this.signals.rpe[i] = learnedError(setup, i, reward + discount * next - this.values[i]);
      if (!this.plastic) continue;
      const at = from + i;
      rollout.actions[at] = this.actions[i];
      rollout.logProbabilities[at] = head.logProbability(this.policy, i * this.count, this.actions[i]);
      rollout.rewards[at] = reward;
      rollout.values[at] = this.values[i];
      rollout.nextValues[at] = next;
      rollout.ended[at] = ended ? 1 : 0;
    }
    if (!this.plastic) return;
    rollout.noteManipulated(setup, from);
    rollout.ticks += 1;
  }

  /** Values of the last observations, from the states that led to them. */
  private valuesAtEnds(seen: Seen, before: Float32Array): Float32Array {
    const kept = this.inputs.slice();
    this.see(seen.finals, seen, false);
    const { values } = this.split(this.network.step(this.inputs, this.setup.worlds, before), this.setup.worlds);
    this.inputs.set(kept);
    return values;
  }

  private learn(): void {
    const { rollout, parameters, setup, network } = this;
    const { time, worlds } = rollout;
    rollout.computeErrors(discountNow(setup), traceDecayNow(setup, parameters.gaeLambda));
    const share = Math.min(1, (this.ticks * worlds) / setup.steps);
    const entCoef = parameters.entCoefInitial + share * (parameters.entCoefFinal - parameters.entCoefInitial);
    const step = network.train(
      { time, batch: worlds, inputs: rollout.inputs, starts: this.starts, state: this.stateBefore },
      this.lossOf(entCoef),
      parameters.learningRate,
    );
    this.updates += 1;
    this.loss = step.loss;
    rollout.ticks = 0;
    if (Number.isFinite(step.loss) && Number.isFinite(step.gradientNorm)) return;
    throw new InputError(
      `the loss is ${step.loss} and the gradient's norm ${step.gradientNorm}`,
      `update ${this.updates} of recurrent-a2c`,
      'lower learningRate',
    );
  }

  private lossOf(entCoef: number): OutputLoss {
    const { rollout, head, parameters, count } = this;
    const rows = { indices: Int32Array.from({ length: rollout.count }, (_, k) => k), from: 0, count: rollout.count };
    const policyLoss = policyGradientLoss(head, rollout.actions, rollout.advantages, entCoef, rows);
    const valuesLoss = valueLoss(rollout.returns, parameters.vfCoef, rows);
    return (outputs, gradient) => {
      const { policy, values } = this.split(outputs, rollout.count);
      const byPolicy = new Float32Array(policy.length);
      const byValues = new Float32Array(values.length);
      const loss = policyLoss(policy, byPolicy) + valuesLoss(values, byValues);
      for (let k = 0; k < rollout.count; k++) {
        for (let j = 0; j < count; j++) gradient[k * (count + 1) + j] = byPolicy[k * count + j];
        gradient[k * (count + 1) + count] = byValues[k];
      }
      return loss;
    };
  }

  diagnostics(): Readonly<Record<string, number>> {
    return { ...(Number.isNaN(this.loss) ? {} : { loss: this.loss }), updates: this.updates };
  }

  state(): SavedParts {
    return {
      ticks: this.ticks,
      updates: this.updates,
      loss: this.loss,
      network: savedNetwork(this.network),
      rollout: this.rollout.state(),
      random: { ...this.random.state() },
      ...Object.fromEntries(this.memory().map(([name, array]) => [name, array.slice()])),
    };
  }

  restore(state: SavedParts): void {
    this.ticks = state['ticks'] as number;
    this.updates = state['updates'] as number;
    this.loss = state['loss'] as number;
    restoreNetwork(this.network, state['network'] as SavedParts);
    this.rollout.restore(state['rollout'] as SavedParts);
    this.random = resumeStream(state['random'] as unknown as RandomState);
    for (const [name, array] of this.memory()) (array as Float32Array).set(state[name] as Float32Array);
  }

  private memory() {
    const { starts, hidden, stateBefore, policy: outputs, values, signals } = this;
    return Object.entries({ starts, hidden, stateBefore, outputs, values, ...signals });
  }

  dispose(): void {
    this.network.dispose();
  }
}
