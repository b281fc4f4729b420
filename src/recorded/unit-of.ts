import type { Found, FoundUnit } from '../contracts/reader.ts';
import { byId } from './by-id.ts';

/** @throws InputError if the recording has no such unit */
export const unitOf = ({ units }: Pick<Found, 'units'>, id: string): FoundUnit =>
  byId(units, id, 'there is no unit', 'recording');
