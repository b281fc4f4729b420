import { powerOf, type Power, type Wins } from './power.ts';

/** Power for one length of session. */
export interface LengthPower {
  readonly trials: number;
  readonly seconds: number;
  /** One for each number of animals, in increasing order. */
  readonly byAnimals: readonly {
    readonly animals: number;
    /** One a model, when it is the true one. */
    readonly models: readonly Power[];
  }[];
  /** The fewest animals with which, as with all larger numbers tried, every model is chosen often enough; null if none. */
  readonly enough: number | null;
}

/** The share of experiments in which the true model has to be chosen: the whole interval has to be above. */
export const wantedPower = 0.95;

/**
 * @param wins of each model as the true one
 * @param animals the least and the largest number
 */
export function lengthPowers(
  lengths: readonly Pick<LengthPower, 'trials' | 'seconds'>[],
  wins: readonly Wins[],
  experiments: number,
  [least, most]: readonly [number, number],
): readonly LengthPower[] {
  return lengths.map(({ trials, seconds }, length) => {
    const byAnimals = Array.from({ length: most - least + 1 }, (_, i) => ({
      animals: least + i,
      models: wins.map((ofModel) => powerOf(ofModel[length][least + i - 1], experiments)),
    }));
    const tooFew = byAnimals.findLastIndex(({ models }) => models.some(({ low }) => low < wantedPower));
    return { trials, seconds, byAnimals, enough: byAnimals[tooFew + 1]?.animals ?? null };
  });
}
