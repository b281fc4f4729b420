import { didYouMean, InputError } from '../core/errors.ts';
import type { Found, FoundSignal } from '../contracts/reader.ts';

/** @throws InputError if the recording has no such signal */
export function signalOf({ signals }: Pick<Found, 'signals'>, id: string): FoundSignal {
  const found = signals.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new InputError(
    `there is no signal '${id}'`,
    'recording',
    didYouMean(
      id,
      signals.map((one) => one.id),
    ),
  );
}
