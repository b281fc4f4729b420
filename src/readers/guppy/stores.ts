import { asDataset, type Hdf5Dataset, type Hdf5Group } from '../hdf5/nodes.ts';
import { isNumericVector } from '../hdf5/vectors.ts';

/** What one file of GuPPy holds. */
export type Store =
  | {
      readonly kind: 'signal';
      readonly name: string;
      readonly data: Hdf5Dataset;
      readonly times: Hdf5Dataset;
      readonly rateHz: number | undefined;
    }
  /** A trace that was computed, on the clock of `timeCorrection_PLACE`. */
  | { readonly kind: 'trace'; readonly name: string; readonly data: Hdf5Dataset }
  | { readonly kind: 'clock'; readonly name: string; readonly times: Hdf5Dataset }
  /** `ts` counts from when the lamp was on, `timestamps` as the signals. */
  | { readonly kind: 'events'; readonly name: string; readonly times: Hdf5Dataset; readonly isCorrected: boolean }
  | { readonly kind: 'averages'; readonly name: string };

const stem = (name: string): string => name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');

/** By the names of its datasets; undefined if it is none of these. */
export async function storeOf(root: Hdf5Group, file: string): Promise<Store | undefined> {
  const name = stem(file);
  const vector = (key: string): Hdf5Dataset | undefined => {
    const dataset = asDataset(root.child(key));
    return isNumericVector(dataset) ? dataset : undefined;
  };
  const [data, timestamps, corrected, ts] = ['data', 'timestamps', 'timestampNew', 'ts'].map((key) => vector(key));
  if (corrected !== undefined) return { kind: 'clock', name, times: corrected };
  if (data !== undefined && timestamps !== undefined) {
    const rate = asDataset(root.child('sampling_rate'));
    const [hz = 0] = rate?.values === 'numbers' ? await rate.allNumbers() : [];
    return { kind: 'signal', name, data, times: timestamps, rateHz: hz > 0 ? hz : undefined };
  }
  if (data !== undefined) return { kind: 'trace', name, data };
  if (timestamps !== undefined) return { kind: 'events', name, times: timestamps, isCorrected: false };
  if (ts !== undefined) return { kind: 'events', name, times: ts, isCorrected: true };
  const isPandas = root.names.some((key) => /^(df|table)$/.test(key));
  return isPandas ? { kind: 'averages', name } : undefined;
}
