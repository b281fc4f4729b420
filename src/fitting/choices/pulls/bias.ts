import type { Exponents, Pull } from './pull.ts';

/** A constant for every option but the last. */
export function bias(options: number): Pull {
  let odds: Float64Array = new Float64Array(options - 1);
  return {
    begin(values) {
      odds = values;
    },
    restart: () => undefined,
    add(_, { of, slopes, size }: Exponents) {
      for (let option = 0; option < options - 1; option++) {
        of[option] += odds[option];
        slopes[option * size + option] += 1;
      }
    },
    learn: () => undefined,
  };
}
