import type { Hdf5Dataset } from './nodes.ts';

/** Whether a dataset is a vector of numbers with at least one. */
export const isNumericVector = (dataset: Hdf5Dataset | undefined): dataset is Hdf5Dataset =>
  dataset?.values === 'numbers' && dataset.shape.length === 1 && (dataset.shape[0] as number) > 0;
