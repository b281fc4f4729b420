import { type Claim, defineReader } from '../contracts/reader.ts';
import { openArrays } from './hdf5/arrays.ts';
import { hdf5Start } from './hdf5/recognise.ts';
import { leavesOf } from './mat-v73/leaves.ts';

const heading = 'MATLAB 7.3 MAT-file';
/** MATLAB writes its heading into a block before HDF5's. */
const block = 512;

export default defineReader({
  id: 'mat-v73',
  title: 'MAT-file (7.3)',
  summary: "MATLAB's files of version 7.3 (save -v7.3), which are HDF5.",
  extensions: ['.mat'],
  source:
    'MathWorks, MAT-File Versions; attributes MATLAB_class, MATLAB_empty and MATLAB_int_decode as read by scipy and by github.com/frejanordsiek/hdf5storage',
  detect: ({ files }) =>
    files.flatMap((file): Claim[] => {
      const start = hdf5Start(file);
      if (start === undefined) return [];
      const isHeaded = start === block && String.fromCharCode(...file.read(0, heading.length)) === heading;
      if (isHeaded) return [{ files: [file], certainty: 'certain' }];
      return file.name.toLowerCase().endsWith('.mat') ? [{ files: [file], certainty: 'likely' }] : [];
    }),
  open: openArrays(leavesOf),
});
