import type { Exponents, Pull } from '../pulls/pull.ts';

/** Its parameters, by index. */
export const twoStep = {
  firstRate: 0,
  secondRate: 1,
  eligibility: 2,
  modelBased: 3,
  modelFree: 4,
  secondTemperature: 5,
  perseveration: 6,
} as const;
export const twoStepSize = 7;

/** The first three: what model-free values of first choices depend on. */
const kinds = 3;
const options = 2;

/**
 * Values of the choices of a two-step task (Daw et al. 2011, Neuron 69:1204, supplement), where s and b are the second state
 * and choice, a the first choice, δ₁ = Q₂(s, b) - Q(a) and δ₂ = r - Q₂(s, b):
 *
 *     Q(a) <- Q(a) + α₁ (δ₁ + λ δ₂); Q₂(s, b) <- Q₂(s, b) + α₂ δ₂; M(a) = Σ_s P(s | a) max_b Q₂(s, b)
 *
 * The pull of a first choice is β_MB M + β_MF Q + π 1[chosen in the trial before], that of a second one β₂ Q₂. P is the share
 * of common transitions where the transition has so far been the more frequent one of the two possible structures, the rest
 * where it has been the rarer one, and .5 before one of them has been seen more.
 */
export class TwoStepValues implements Pull {
  private readonly initialValue: number;
  private readonly commonShare: number;
  private readonly parameters = new Float64Array(twoStepSize);
  private readonly first = new Float64Array(options);
  private readonly firstSlopes = new Float64Array(options * kinds);
  /** Q₂, [(state - 1) * options + option]. */
  private readonly second = new Float64Array(2 * options);
  /** By α₂. */
  private readonly secondSlopes = new Float64Array(2 * options);
  /** How much more often each option has led to the state of its own number than to the other one. */
  private surplus = 0;
  /** The first choice that was made last. */
  private last = -1;

  constructor({ initialValue, commonShare = 0.5 }: { readonly initialValue: number; readonly commonShare?: number }) {
    this.initialValue = initialValue;
    this.commonShare = commonShare;
  }

  begin(values: Float64Array): void {
    this.parameters.set(values);
    this.restart();
  }

  restart(): void {
    this.first.fill(this.initialValue);
    this.second.fill(this.initialValue);
    this.firstSlopes.fill(0);
    this.secondSlopes.fill(0);
    this.surplus = 0;
    this.last = -1;
  }

  add(state: number, to: Exponents): void {
    for (let option = 0; option < options; option++)
      if (state === 0) this.addFirst(option, to);
      else this.addSecond((state - 1) * options + option, option, to);
  }

  /** Of a second choice; of a first one the mean of model-based and model-free value by their weights. */
  value(state: number, option: number): number {
    if (state > 0) return this.second[(state - 1) * options + option];
    const { [twoStep.modelBased]: based, [twoStep.modelFree]: free } = this.parameters;
    return (based * this.planned(option, this.second) + free * this.first[option]) / (based + free);
  }

  /** δ₁ of a second choice. */
  transitionError = (state: number, option: number): number => this.value(state, option) - this.first[this.last];

  learn(state: number, option: number, reward: number): void {
    if (state === 0) {
      this.last = option;
      return;
    }
    this.surplus += this.last === state - 1 ? 1 : -1;
    if (!Number.isNaN(reward)) this.update((state - 1) * options + option, reward);
  }

  private addFirst(option: number, { of, slopes, size }: Exponents): void {
    const { parameters, first, firstSlopes } = this;
    const [based, free] = [parameters[twoStep.modelBased], parameters[twoStep.modelFree]];
    const planned = this.planned(option, this.second);
    of[option] += based * planned + free * first[option];
    const at = option * size;
    slopes[at + twoStep.modelBased] += planned;
    slopes[at + twoStep.modelFree] += first[option];
    for (let kind = 0; kind < kinds; kind++) slopes[at + kind] += free * firstSlopes[option * kinds + kind];
    slopes[at + twoStep.secondRate] += based * this.planned(option, this.secondSlopes);
    if (option !== this.last) return;
    of[option] += parameters[twoStep.perseveration];
    slopes[at + twoStep.perseveration] += 1;
  }

  private addSecond(cell: number, option: number, { of, slopes, size }: Exponents): void {
    const temperature = this.parameters[twoStep.secondTemperature];
    of[option] += temperature * this.second[cell];
    slopes[option * size + twoStep.secondTemperature] += this.second[cell];
    slopes[option * size + twoStep.secondRate] += temperature * this.secondSlopes[cell];
  }

  /** What is expected of a first choice: M, or a derivative of it. @param table [(state - 1) * options + option] */
  private planned(option: number, table: Float64Array): number {
    const towards = Math.sign(this.surplus) * (option === 0 ? 1 : -1);
    const share = 0.5 + towards * (this.commonShare - 0.5);
    const { second } = this;
    return share * table[second[0] >= second[1] ? 0 : 1] + (1 - share) * table[second[2] >= second[3] ? 2 : 3];
  }

  private update(cell: number, reward: number): void {
    const { parameters, first, firstSlopes, second, secondSlopes, last } = this;
    const rate = parameters[twoStep.firstRate];
    const [lambda, secondRate] = [parameters[twoStep.eligibility], parameters[twoStep.secondRate]];
    const [early, late] = [second[cell] - first[last], reward - second[cell]];
    const at = last * kinds;
    for (let kind = 0; kind < kinds; kind++) firstSlopes[at + kind] *= 1 - rate;
    firstSlopes[at + twoStep.firstRate] += early + lambda * late;
    firstSlopes[at + twoStep.secondRate] += rate * (1 - lambda) * secondSlopes[cell];
    firstSlopes[at + twoStep.eligibility] += rate * late;
    first[last] += rate * (early + lambda * late);
    secondSlopes[cell] = (1 - secondRate) * secondSlopes[cell] + late;
    second[cell] += secondRate * late;
  }
}
