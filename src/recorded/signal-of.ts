import type { Found, FoundSignal } from '../contracts/reader.ts';
import { byId } from './by-id.ts';

/** @throws InputError if the recording has no such signal */
export const signalOf = ({ signals }: Pick<Found, 'signals'>, id: string): FoundSignal =>
  byId(signals, id, 'there is no signal', 'recording');
