import { InputError } from '../../../core/errors.ts';
import type { ManipulatedAgent } from '../../../contracts/acting-agent.ts';
import type { ObservationSpace } from '../../../contracts/control-env.ts';
import type { SavedParts } from '../../../contracts/saved.ts';
import { networkInput } from './network-input.ts';
import { generalisedAdvantages, type Transitions } from './gae.ts';

/** `time` steps in `worlds` environments, from which an agent learns once. */
export class Rollout implements Transitions {
  readonly time: number;
  readonly worlds: number;
  /** time x environments x size: the network inputs. */
  readonly inputs: Float32Array;
  readonly actions: Float64Array;
  readonly logProbabilities: Float32Array;
  readonly rewards: Float32Array;
  readonly values: Float32Array;
  readonly nextValues: Float32Array;
  readonly ended: Uint8Array;
  readonly manipulated?: NonNullable<Transitions['manipulated']>;
  readonly advantages: Float32Array;
  /** Target of each value: advantage + value. */
  readonly returns: Float32Array;
  /** Number of filled steps. */
  ticks = 0;

  constructor(time: number, worlds: number, size: number, manipulated?: ManipulatedAgent) {
    this.time = time;
    this.worlds = worlds;
    const count = time * worlds;
    this.inputs = new Float32Array(count * size);
    this.actions = new Float64Array(count);
    this.logProbabilities = new Float32Array(count);
    this.rewards = new Float32Array(count);
    this.values = new Float32Array(count);
    this.nextValues = new Float32Array(count);
    this.ended = new Uint8Array(count);
    this.advantages = new Float32Array(count);
    this.returns = new Float32Array(count);
    if (manipulated !== undefined)
      this.manipulated = {
        active: new Int32Array(count),
        changed: (active, error) => manipulated.changed(active, error),
      };
  }

  get count(): number {
    return this.time * this.worlds;
  }

  get isFull(): boolean {
    return this.ticks === this.time;
  }

  /** Stores the interventions on the step whose first row is `from`. */
  noteManipulated({ manipulated }: { readonly manipulated?: ManipulatedAgent }, from: number): void {
    if (manipulated !== undefined) this.manipulated?.active.set(manipulated.active, from);
  }

  computeErrors(discount: number, traceDecay: number): void {
    generalisedAdvantages(this, discount, traceDecay, this.advantages);
    for (let k = 0; k < this.count; k++) this.returns[k] = this.advantages[k] + this.values[k];
  }

  state(): SavedParts {
    return { ticks: this.ticks, ...Object.fromEntries(this.memory().map(([name, array]) => [name, array.slice()])) };
  }

  /** @throws InputError for more steps than fit before an update */
  restore(state: SavedParts): void {
    const ticks = state['ticks'] as number;
    if (!(ticks < this.time))
      throw new InputError(
        `it holds ${ticks} of ${this.time} steps`,
        'rollout',
        'restore what was saved, or train again',
      );
    this.ticks = ticks;
    for (const [name, array] of this.memory()) (array as Float32Array).set(state[name] as Float32Array);
  }

  private memory() {
    const { inputs, actions, logProbabilities, rewards, values, nextValues, ended } = this;
    return Object.entries({
      inputs,
      actions,
      logProbabilities,
      rewards,
      values,
      nextValues,
      ended,
      ...(this.manipulated === undefined ? {} : { active: this.manipulated.active }),
    });
  }
}

/** Bytes of a rollout of `count` steps: the network's inputs, the action and seven numbers of each. */
export const rolloutBytes = (count: number, observation: ObservationSpace): number =>
  count * (4 * networkInput(observation).size + 8 + 6 * 4 + 1);
