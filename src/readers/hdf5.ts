import { type Claim, defineReader } from '../contracts/reader.ts';
import { leavesOf } from './hdf5/leaves.ts';
import { openArrays } from './hdf5/arrays.ts';
import { hdf5Start } from './hdf5/recognise.ts';

/** HDF5 of any layout. */
export default defineReader({
  id: 'hdf5',
  title: 'HDF5',
  summary: 'HDF5 of any other layout: arrays beside a vector of times, vectors of times, and tables, by their names.',
  extensions: ['.h5', '.hdf5', '.hdf'],
  source: 'The HDF Group, HDF5 File Format Specification 3.0',
  detect: ({ files }) =>
    files.flatMap((file): Claim[] => (hdf5Start(file) === undefined ? [] : [{ files: [file], certainty: 'possible' }])),
  open: openArrays(leavesOf),
});
