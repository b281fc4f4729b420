import { type Claim, defineReader, type SourceFile } from '../contracts/reader.ts';
import { recordingOf } from './arrays/recording.ts';
import { leavesOf } from './hdf5/leaves.ts';
import { openHdf5 } from './hdf5/open.ts';
import { hdf5Start } from './hdf5/recognise.ts';

const stem = (name: string): string => name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');

/** HDF5 of any layout. */
export default defineReader({
  id: 'hdf5',
  title: 'HDF5',
  summary: 'HDF5 of any other layout: arrays beside a vector of times, vectors of times, and tables, by their names.',
  extensions: ['.h5', '.hdf5', '.hdf'],
  source: 'The HDF Group, HDF5 File Format Specification 3.0',
  detect: ({ files }) =>
    files.flatMap((file): Claim[] => (hdf5Start(file) === undefined ? [] : [{ files: [file], certainty: 'possible' }])),
  async open(claim, source, answers) {
    const file = claim.files[0] as SourceFile;
    const hdf5 = await openHdf5(source);
    try {
      const leaves = await leavesOf(hdf5.root(file));
      return await recordingOf({ file: stem(file.name), ...leaves, close: () => hdf5.close() }, answers);
    } catch (error) {
      hdf5.close();
      throw error;
    }
  },
});
