import type { Reader, SourceFile } from '../../contracts/reader.ts';
import { recordingOf, type Contents } from '../arrays/recording.ts';
import { openHdf5, type Hdf5 } from './open.ts';

/**
 * Opens the first file of a claim as a recording of its arrays, by their shapes and names.
 * @param leavesOf the arrays of a file, as its program stores them
 */
export const openArrays =
  (leavesOf: (root: ReturnType<Hdf5['root']>) => Promise<Omit<Contents, 'file' | 'close'>>): Reader['open'] =>
  async (claim, source, answers) => {
    const file = claim.files[0] as SourceFile;
    const hdf5 = await openHdf5(source);
    try {
      const leaves = await leavesOf(hdf5.root(file));
      return await recordingOf({ file: stem(file.name), ...leaves, close: () => hdf5.close() }, answers);
    } catch (error) {
      hdf5.close();
      throw error;
    }
  };

const stem = (name: string): string => name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
