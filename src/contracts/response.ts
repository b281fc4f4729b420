/**
 * Conditioned responding as a function of value: the decayed response of the last step, plus value above a threshold,
 * a(t) = υ a(t-1) + (1 - υ) max(0, V(t) - θ): a leaky integrator of value (Ludvig, Sutton & Kehoe 2008, 2012), scaled
 * so that a steady value V gives the response V - θ. Licks, approaches and blinks are modelled by it, in reward units.
 */
export const responseThreshold = 0.05;
/** Time constant of the integrator, seconds. */
const responseSeconds = 0.3;

/** The response at each step, given the value at each step. */
export function responseOf(value: ArrayLike<number>, stepSeconds: number): Float64Array {
  const kept = Math.exp(-stepSeconds / responseSeconds);
  const response = new Float64Array(value.length);
  let level = 0;
  for (let step = 0; step < value.length; step++) {
    level = kept * level + (1 - kept) * Math.max(0, (value[step] as number) - responseThreshold);
    response[step] = level;
  }
  return response;
}
