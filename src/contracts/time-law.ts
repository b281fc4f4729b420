/**
 * How a constant for one second converts to t seconds. kept: the fraction p^t is left (a discount, a decay). lost: the
 * fraction 1 - (1 - p)^t is gone, or is the probability that something has happened (a running average, a hazard).
 * gained: p t has been added (a variance).
 */
export type TimeLaw = 'kept' | 'lost' | 'gained';
