import { type Claim, defineReader, type SourceFile } from '../contracts/reader.ts';
import { InputError } from '../core/errors.ts';
import { readStores } from './guppy/read.ts';
import { storeOf, type Store } from './guppy/stores.ts';
import { openHdf5 } from './hdf5/open.ts';
import { hdf5Start, namesIn } from './hdf5/recognise.ts';
import { sampledRecording } from './sampled/recording.ts';

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);
const ofName = /(^|\/)(z_score|dff|cntrl_sig_fit|timeCorrection)_[^/]*\.hdf5$/;

function isSignalStore(file: SourceFile): boolean {
  if (!file.name.endsWith('.hdf5')) return false;
  return ofName.test(file.name) || namesIn(file, ['sampling_rate', 'timestamps']).size === 2;
}

export default defineReader({
  id: 'guppy-hdf5',
  title: 'GuPPy (HDF5)',
  summary: 'Folders that GuPPy writes: a file for each signal, event and computed trace.',
  extensions: ['.hdf5'],
  source:
    'https://github.com/LernerLab/GuPPy, utils/_hdf5_io.py, analysis/standard_io.py and analysis/timestamp_correction.py',
  detect({ files }) {
    const inFolders = new Map<string, SourceFile[]>();
    for (const file of files) {
      if (!/\.(hdf5|h5)$/.test(file.name) || hdf5Start(file) === undefined) continue;
      const folder = folderOf(file.name);
      inFolders.set(folder, [...(inFolders.get(folder) ?? []), file]);
    }
    return [...inFolders.values()].flatMap((inFolder): Claim[] => {
      const first = inFolder.find((file) => isSignalStore(file));
      if (first === undefined) return [];
      return [{ files: [first, ...inFolder.filter((file) => file !== first)], certainty: 'likely' }];
    });
  },
  async open(claim, source) {
    const hdf5 = await openHdf5(source);
    try {
      const stores: Store[] = [];
      const warnings: string[] = [];
      for (const file of claim.files) {
        try {
          const store = await storeOf(hdf5.root(file), file.name);
          if (store === undefined) warnings.push(`${file.name} is no file of GuPPy: left out`);
          else stores.push(store);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          warnings.push(`${error.where}: ${error.what}; left out`);
        }
      }
      const { signals, events, startsAt } = await readStores(stores, warnings);
      if (signals.length === 0)
        throw new InputError(
          `it has no signals${warnings.length === 0 ? '' : ` (${warnings[0] as string})`}`,
          (claim.files[0] as SourceFile).name,
          'open the folder that GuPPy wrote',
        );
      const rest = { events, units: [], tables: [], questions: [], startsAt, warnings };
      return await sampledRecording(signals, rest, () => hdf5.close());
    } catch (error) {
      hdf5.close();
      throw error;
    }
  },
});
