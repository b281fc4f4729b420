import type { Design } from '../../contracts/design.ts';
import { firstCueSeconds } from '../session.ts';

/** What each trial of a recorded session is aligned on, seconds from the session's start. */
export const eventTimes = ({ phases }: Design): Float64Array =>
  Float64Array.from(phases[0]?.recorded ?? [], (trial) => trial.zeroSeconds + firstCueSeconds(trial));
