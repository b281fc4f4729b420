import { InputError } from '../core/errors.ts';
import { type Claim, defineReader } from '../contracts/reader.ts';
import { asDataset, asGroup, nodeAt, type Hdf5Group } from './hdf5/nodes.ts';
import { openHdf5 } from './hdf5/open.ts';
import { hdf5Start, namesIn } from './hdf5/recognise.ts';
import { readNwb } from './nwb/read.ts';
import { sampledRecording } from './sampled/recording.ts';

/** NWB, files of HDF5. */
export default defineReader({
  id: 'nwb',
  title: 'NWB',
  summary: 'Neurodata Without Borders 2.x in HDF5, as pynwb, MatNWB, neuroconv and GuPPy write it.',
  extensions: ['.nwb'],
  source:
    'NWB schema 2.x (nwb-schema.readthedocs.io), hdmf-common, ndx-fiber-photometry, ndx-events 0.2 and 0.4, ndx-guppy',
  detect(source) {
    return source.files.flatMap((file): Claim[] => {
      if (hdf5Start(file) === undefined) return [];
      if (namesIn(file, ['nwb_version']).size > 0) return [{ files: [file], certainty: 'certain' }];
      return file.name.toLowerCase().endsWith('.nwb') ? [{ files: [file], certainty: 'likely' }] : [];
    });
  },
  async open(claim, source, answers) {
    const file = claim.files[0] as (typeof claim.files)[number];
    const hdf5 = await openHdf5(source);
    try {
      const root = hdf5.root(file);
      const version = root.attributes.text('nwb_version');
      if (version === undefined)
        throw new InputError('it has no nwb_version', file.name, 'open it as another kind of HDF5 file');
      if (!/^(NWB-)?2\./.test(version))
        throw new InputError(`it is NWB ${version}`, file.name, 'convert it to NWB 2 with pynwb');
      const { signals, events, units, tables, questions, warnings } = await readNwb(root, answers);
      const startsAt = (await textAt(root, 'timestamps_reference_time')) ?? (await textAt(root, 'session_start_time'));
      const subject = await subjectOf(root);
      return await sampledRecording(signals, { events, units, tables, questions, startsAt, subject, warnings }, () =>
        hdf5.close(),
      );
    } catch (error) {
      hdf5.close();
      throw error;
    }
  },
});

async function subjectOf(root: Hdf5Group): Promise<string | undefined> {
  const subject = asGroup(nodeAt(root, 'general/subject'));
  return subject === undefined ? undefined : textAt(subject, 'subject_id');
}

async function textAt(root: Hdf5Group, name: string): Promise<string | undefined> {
  const dataset = asDataset(root.child(name));
  return dataset?.values === 'text' ? (await dataset.allTexts())[0] : undefined;
}
