import { InputError } from '../core/errors.ts';
import type { CountFamily } from '../fitting/inner/count-regression.ts';
import { dfRange } from '../fitting/inner/student-ar1.ts';
import type { StudentNoise } from '../fitting/session/signal-noise.ts';
import type { Arguments } from './command.ts';

/** Names of an option that takes lists, each once. */
export const namesIn = (args: Arguments, option: string): readonly string[] => [
  ...new Set(args.texts(option).flatMap((list) => list.split(',').map((name) => name.trim()))),
];

/** How data scatter. */
interface Noise {
  /** Of a signal; undefined if it is normal. */
  readonly student: StudentNoise | undefined;
  /** Whether successive summaries of events are correlated. */
  readonly isCorrelated: boolean;
}

export const noiseWords = 'gaussian | student | student:DF | independent';

/** @throws InputError for other words, and degrees of freedom out of range */
export function noiseIn(args: Arguments): Noise {
  const asked = args.text('noise') ?? 'gaussian';
  const [kind, df, ...rest] = asked.split(':');
  const given = df === undefined ? undefined : Number(df);
  const [min, max] = dfRange;
  if (kind === 'student' && rest.length === 0 && (given === undefined || (given >= min && given <= max)))
    return { student: { kind, ...(given === undefined ? {} : { df: given }) }, isCorrelated: true };
  if (asked === 'gaussian') return { student: undefined, isCorrelated: true };
  if (asked === 'independent') return { student: undefined, isCorrelated: false };
  throw new InputError(
    `'${asked}' is not allowed`,
    '--noise',
    `give ${noiseWords}, with degrees of freedom from ${min} to ${max}`,
  );
}

export const countFamilies = ['negative-binomial', 'poisson'] as const satisfies readonly CountFamily[];

/** @throws InputError for other words */
export function countFamilyIn(args: Arguments): CountFamily {
  const asked = args.text('counts') ?? countFamilies[0];
  const family = countFamilies.find((one) => one === asked);
  if (family !== undefined) return family;
  throw new InputError(`'${asked}' is not allowed`, '--counts', `give ${countFamilies.join(' or ')}`);
}

/** Seconds. @throws InputError for what is not a number from 0 to 10 */
export function shiftIn(args: Arguments): number {
  const asked = args.text('shift') ?? '0';
  const seconds = asked.trim() === '' ? Number.NaN : Number(asked);
  if (seconds >= 0 && seconds <= 10) return seconds;
  throw new InputError(`'${asked}' is not allowed`, '--shift', 'give seconds from 0 to 10');
}
