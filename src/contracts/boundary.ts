/**
 * The effect of the end of a trial on an agent. continuous: none; time continues, as for an animal. reset: within-trial
 * memory (traces, features) is cleared, as in models that were published for single trials.
 */
export const boundaries = ['continuous', 'reset'] as const;
export type Boundary = (typeof boundaries)[number];
