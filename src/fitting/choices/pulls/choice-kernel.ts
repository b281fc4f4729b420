import type { Exponents, Pull } from './pull.ts';

/** Where the parameters of a kernel stand among those of the model. */
interface KernelParameters {
  readonly rate: number;
  readonly temperature: number;
}

/**
 * β_c CK, where CK <- CK + α_c (1[chosen] - CK) of every option, whatever the state, 0 before the first choice (Wilson &
 * Collins 2019, equations 5 and 6).
 */
export function choiceKernel(options: number, at: KernelParameters): Pull {
  const kernel = new Float64Array(options);
  const rateSlopes = new Float64Array(options);
  let [rate, temperature] = [0, 0];
  const restart = (): void => {
    kernel.fill(0);
    rateSlopes.fill(0);
  };
  return {
    begin(values) {
      rate = values[at.rate];
      temperature = values[at.temperature];
      restart();
    },
    restart,
    add(_, { of, slopes, size }: Exponents) {
      for (let option = 0; option < options; option++) {
        of[option] += temperature * kernel[option];
        slopes[option * size + at.temperature] += kernel[option];
        slopes[option * size + at.rate] += temperature * rateSlopes[option];
      }
    },
    learn(_, chosen) {
      for (let option = 0; option < options; option++) {
        const error = Number(option === chosen) - kernel[option];
        rateSlopes[option] = (1 - rate) * rateSlopes[option] + error;
        kernel[option] += rate * error;
      }
    },
  };
}
