import { randomStream, type RandomStream } from './random.ts';

/** Draws that belong to a step of a session: whatever else is drawn, before or after, they are the same. */
export interface StepDraws {
  /** Uniform on [0, 1), one number a step. */
  uniform(step: number): number;
  /** Any number of draws for one step; another stream than that of `uniform`. */
  at(step: number): RandomStream;
}

/** A stream for each step would cost more than the step. */
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
