import { randomStream, type RandomStream } from './random.ts';

/** Draws that belong to a step of a session: other draws before or after do not change them. */
export interface StepDraws {
  /** Uniform on [0, 1), one number per step. */
  uniform(step: number): number;
  /** Any number of draws for one step, from a different stream than `uniform`. */
  at(step: number): RandomStream;
}

/** A separate stream for each step would cost more than the step. */
const blockSteps = 256;

export function stepDraws(seed: number, name: string): StepDraws {
  const numbers = new Float64Array(blockSteps);
  let block = -1;
  return {
    uniform(step) {
      const wanted = Math.floor(step / blockSteps);
      if (wanted !== block) {
        block = wanted;
        const random = randomStream(seed, `${name}/block ${block}`);
        for (let i = 0; i < blockSteps; i++) numbers[i] = random.next();
      }
      return numbers[step % blockSteps] as number;
    },
    at: (step) => randomStream(seed, `${name}/step ${step}`),
  };
}
