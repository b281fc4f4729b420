import { npzBytes } from '../../writers/npz.ts';
import { parquetBytes } from '../../writers/parquet.ts';
import { takenNwb } from './nwb.ts';
import { arrayTable, sampleTable } from './tables.ts';
import type { Taken } from './taken.ts';

/** Kinds of files that a recorded session is saved as. */
export const takenFormats = ['nwb', 'parquet', 'npz'] as const;
export type TakenFormat = (typeof takenFormats)[number];

/**
 * A recorded session as a file.
 * @param now the date of an NWB file
 * @throws InputError for NWB without trials
 */
export async function takenBytes(taken: Taken, format: TakenFormat, now: Date): Promise<Uint8Array> {
  if (format === 'nwb') return takenNwb(taken, now);
  return format === 'npz' ? npzBytes(arrayTable(taken)) : parquetBytes(sampleTable(taken));
}
