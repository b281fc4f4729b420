import type { ChoiceShape } from '../choice-trials.ts';
import type { Exponents, Pull } from './pull.ts';

/** Where the parameters of values stand among those of the model. */
export interface ValueParameters {
  /** Index of the inverse temperature. */
  readonly temperature: number;
  /** Indices of those on which values depend; the same index may stand for two. */
  readonly learning: readonly number[];
}

/**
 * Values of options by state, Q, with their derivatives by the parameters that learning depends on, carried forward from
 * trial to trial. The pull of an option is β Q.
 */
export abstract class ActionValues implements Pull {
  protected readonly options: number;
  /** Q, [state * options + option]. */
  protected readonly table: Float64Array;
  /** Number of parameters that learning depends on. */
  protected readonly kinds: number;
  /** dQ, [(state * options + option) * kinds + parameter]. */
  protected readonly slopes: Float64Array;
  protected readonly initialValue: number;
  private readonly at: ValueParameters;
  private temperature = 0;

  constructor({ states, options, initialValue }: ChoiceShape, at: ValueParameters) {
    this.options = options;
    this.initialValue = initialValue;
    this.at = at;
    this.kinds = at.learning.length;
    this.table = new Float64Array(states * options);
    this.slopes = new Float64Array(states * options * this.kinds);
  }

  begin(values: Float64Array): void {
    this.temperature = values[this.at.temperature];
    this.take(this.at.learning.map((index) => values[index]));
    this.restart();
  }

  restart(): void {
    this.table.fill(this.initialValue);
    this.slopes.fill(0);
  }

  value(state: number, option: number): number {
    return this.table[state * this.options + option];
  }

  add(state: number, { of, slopes, size }: Exponents): void {
    const { options, table, kinds, temperature } = this;
    const { learning } = this.at;
    for (let option = 0; option < options; option++) {
      const cell = state * options + option;
      of[option] += temperature * table[cell];
      slopes[option * size + this.at.temperature] += table[cell];
      for (let kind = 0; kind < kinds; kind++)
        slopes[option * size + learning[kind]] += temperature * this.slopes[cell * kinds + kind];
    }
  }

  learn(state: number, option: number, reward: number): void {
    if (!Number.isNaN(reward)) this.update(state, option, reward);
  }

  /** Takes the values of the parameters that learning depends on. */
  protected abstract take(learning: readonly number[]): void;
  protected abstract update(state: number, option: number, reward: number): void;

  /** Multiplies the derivatives of a value. */
  protected scaleSlopes(cell: number, factor: number): void {
    for (let kind = 0; kind < this.kinds; kind++) this.slopes[cell * this.kinds + kind] *= factor;
  }
}
