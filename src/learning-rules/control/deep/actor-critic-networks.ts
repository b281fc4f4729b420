import type {
  HiddenLayer,
  Initial,
  Network,
  NetworkMaker,
  Optimiser,
  OutputLoss,
  Step,
} from '../../../contracts/network.ts';
import type { SavedParts } from '../../../contracts/saved.ts';
import type { ObservationSpace } from '../../../contracts/control-env.ts';
import type { RandomStream } from '../../../core/random.ts';
import { numbered } from '../acting-units.ts';
import { networkSpec } from './network-input.ts';
import { restoreNetwork, savedNetwork } from './saved-network.ts';

/** The loss of a batch as a function of its policy outputs (batch x size), and as a function of its values (batch). */
interface ActorCriticLoss {
  readonly policy: OutputLoss;
  readonly value: OutputLoss;
}

/**
 * An actor and a critic: two networks, or one whose last layer has one extra output. The gradient is clipped by its
 * norm over both.
 */
export interface ActorCriticNetworks {
  /** Policy outputs and values of the batch; valid until the next call. */
  forward(inputs: Float32Array, batch: number): { readonly policy: Float32Array; readonly values: Float32Array };
  /** Names of the units of the last hidden layer, or layers. */
  readonly hiddenLabels: readonly string[];
  /** Writes their activations for one row of inputs into `into` from `at` on. */
  readHidden(inputs: Float32Array, into: Float64Array, at: number): void;
  train(inputs: Float32Array, batch: number, loss: ActorCriticLoss, learningRate: number): Step;
  state(): SavedParts;
  restore(state: SavedParts): void;
  dispose(): void;
}

export interface ActorCriticSetup {
  readonly observation: ObservationSpace;
  readonly hidden: readonly HiddenLayer[];
  /** Outputs of the policy. */
  readonly size: number;
  readonly shared: boolean;
  readonly optimiser: Optimiser;
  readonly maxGradientNorm: number;
  readonly trainBatch: number;
  readonly actBatch: number;
  readonly networks: NetworkMaker;
  readonly random: RandomStream;
}

// As in Stable-Baselines3, whatever the activation of the hidden layers: the initial policy is close to uniform.
const hidden: Initial = { kind: 'orthogonal', gain: Math.SQRT2 };
const policyGain = 0.01;
const valueGain = 1;

export const actorCriticNetworks = (setup: ActorCriticSetup): ActorCriticNetworks =>
  setup.shared ? sharedTrunk(setup) : apart(setup);

function apart(setup: ActorCriticSetup): ActorCriticNetworks {
  const make = (outputs: number, gain: number): Network =>
    setup.networks.network(
      networkSpec(setup.observation, setup.hidden, outputs, { hidden, outputs: { kind: 'orthogonal', gain } }),
      setup,
      setup.random,
    );
  const actor = make(setup.size, policyGain);
  const critic = make(1, valueGain);
  return {
    forward: (inputs, batch) => ({ policy: actor.forward(inputs, batch), values: critic.forward(inputs, batch) }),
    hiddenLabels: [...numbered('actor unit', actor.hiddenSize), ...numbered('critic unit', critic.hiddenSize)],
    readHidden(inputs, into, at) {
      into.set(actor.hidden(inputs, 1), at);
      into.set(critic.hidden(inputs, 1), at + actor.hiddenSize);
    },
    train(inputs, batch, loss, learningRate) {
      let critics: Step = { loss: Number.NaN, gradientNorm: Number.NaN };
      let whole = Number.NaN;
      const actors = actor.train(inputs, batch, loss.policy, learningRate, (actorNorm) => {
        critics = critic.train(
          inputs,
          batch,
          loss.value,
          learningRate,
          (criticNorm) => (whole = Math.hypot(actorNorm, criticNorm)),
        );
        return whole;
      });
      return { loss: actors.loss + critics.loss, gradientNorm: whole };
    },
    state: () => ({ actor: savedNetwork(actor), critic: savedNetwork(critic) }),
    restore(state) {
      restoreNetwork(actor, state['actor'] as SavedParts);
      restoreNetwork(critic, state['critic'] as SavedParts);
    },
    dispose() {
      actor.dispose();
      critic.dispose();
    },
  };
}

function sharedTrunk(setup: ActorCriticSetup): ActorCriticNetworks {
  const { size } = setup;
  const heads = [
    { units: size, gain: policyGain },
    { units: 1, gain: valueGain },
  ];
  const network = setup.networks.network(
    networkSpec(setup.observation, setup.hidden, size + 1, { hidden, outputs: { kind: 'heads', heads } }),
    setup,
    setup.random,
  );
  let policy = new Float32Array(0);
  let values = new Float32Array(0);
  let byPolicy = new Float32Array(0);
  let byValues = new Float32Array(0);

  function split(outputs: Float32Array, batch: number): void {
    if (values.length < batch) {
      policy = new Float32Array(batch * size);
      values = new Float32Array(batch);
      byPolicy = new Float32Array(batch * size);
      byValues = new Float32Array(batch);
    }
    for (let k = 0; k < batch; k++) {
      for (let j = 0; j < size; j++) policy[k * size + j] = outputs[k * (size + 1) + j];
      values[k] = outputs[k * (size + 1) + size];
    }
  }

  return {
    forward(inputs, batch) {
      split(network.forward(inputs, batch), batch);
      return { policy, values };
    },
    hiddenLabels: numbered('unit', network.hiddenSize),
    readHidden: (inputs, into, at) => into.set(network.hidden(inputs, 1), at),
    train: (inputs, batch, loss, learningRate) =>
      network.train(
        inputs,
        batch,
        (outputs, gradient) => {
          split(outputs, batch);
          const sum =
            loss.policy(policy.subarray(0, batch * size), byPolicy.subarray(0, batch * size)) +
            loss.value(values.subarray(0, batch), byValues.subarray(0, batch));
          for (let k = 0; k < batch; k++) {
            for (let j = 0; j < size; j++) gradient[k * (size + 1) + j] = byPolicy[k * size + j];
            gradient[k * (size + 1) + size] = byValues[k];
          }
          return sum;
        },
        learningRate,
      ),
    state: () => savedNetwork(network),
    restore: (state) => restoreNetwork(network, state),
    dispose: () => network.dispose(),
  };
}
