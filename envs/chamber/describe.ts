import type { Design } from '../../src/contracts/design.ts';
import type { StepOutcome } from '../../src/contracts/trial.ts';

/** `0.3 s` */
export const secondsText = (design: Design, steps: number): string => `${Number((steps * design.stepSeconds).toFixed(3))} s`;

/** `reward 1 at 2 s` */
export function outcomeText(design: Design, { delivered, magnitude, step }: StepOutcome): string {
  const at = secondsText(design, step);
  return delivered ? `reward ${Number(magnitude.toPrecision(3))} at ${at}` : `no reward at ${at}`;
}
