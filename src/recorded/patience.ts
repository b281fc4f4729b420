import { InputError } from '../core/errors.ts';

/** How long a reading may get no further before it is ended, seconds. */
export const usualPatience = 60;

/** What is said then. */
export const stuckLine = (shown: string, seconds: number): InputError =>
  new InputError(
    `reading it got no further for ${seconds} s, and was ended`,
    shown,
    'it may be damaged: copy it again from where it was recorded, or export it as CSV',
  );
