import type { Exponents, Pull } from './pull.ts';

/** π for the option that was chosen last, whatever the state. @param at index of π */
export function perseveration(at: number): Pull {
  let [last, strength] = [-1, 0];
  return {
    begin(values) {
      strength = values[at];
      last = -1;
    },
    restart() {
      last = -1;
    },
    add(_, { of, slopes, size }: Exponents) {
      if (last < 0) return;
      of[last] += strength;
      slopes[last * size + at] += 1;
    },
    learn(_, option) {
      last = option;
    },
  };
}
