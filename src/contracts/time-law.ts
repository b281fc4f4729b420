/**
 * How what holds for one second holds for t of them. kept: the share p^t is left (a discount, a decay). lost: the share 1 - (1 - p)^t is gone, or the
 * odds that something has happened (a running average, a hazard). gained: p t has been added (a variance).
 */
export type TimeLaw = 'kept' | 'lost' | 'gained';
