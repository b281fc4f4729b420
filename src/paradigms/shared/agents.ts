/** Agents that notes speak of together. */

export const rescorlaWagner = ['rescorla-wagner', 'rescorla-wagner-configural'] as const;
export const pearceHall = ['pearce-hall', 'pearce-hall-hybrid'] as const;
/** They learn once a trial. */
export const trialLevel = [...rescorlaWagner, 'mackintosh', ...pearceHall] as const;
/** TD on features of single cues, with one error for all of them. */
export const cueTd = [
  'td-csc',
  'td-csc-reset',
  'td-average-reward',
  'td-block-belief',
  'td-lambda-csc',
  'td-microstimuli',
  'td-presence',
  'td-expectile',
  'td-multi-timescale',
  'td-range-normalised',
  'td-state-uncertainty',
] as const;
