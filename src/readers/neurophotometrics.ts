import { type Claim, defineReader } from '../contracts/reader.ts';
import { isLineLog, lineLog } from './neurophotometrics/line-log.ts';
import { areFrames, lampRecording } from './neurophotometrics/recording.ts';
import { grouped } from './table/grouped.ts';
import { type LoadedTable, openTable, stemOf } from './table/load.ts';
import { type TableHead, folderOf, tableHeads } from './table/names.ts';

/** A time and what happened, as Bonsai writes them: without headings. */
const isEvents = ({ dialect }: TableHead): boolean =>
  dialect.headingRows.length === 0 && dialect.sample.every((row) => row.length === 2);

export default defineReader({
  id: 'neurophotometrics',
  title: 'Neurophotometrics',
  summary:
    'Tables of Neurophotometrics FP3001 and FP3002 by Bonsai, with the lists of events and of digital lines next to them.',
  extensions: ['.csv'],
  source:
    'https://github.com/catalystneuro/neuroconv, npmfiberphotometrydatainterface.py and pull request 1756; https://github.com/LernerLab/GuPPy, npm_recording_extractor.py and issues 12 and 74; https://github.com/int-brain-lab/ibl-photometry, neurophotometrics.py (digital inputs of version 5)',
  detect(source) {
    const folders = grouped(tableHeads(source.files), ({ file }) => folderOf(file));
    return [...folders.values()].flatMap((heads) => {
      const signals = heads.filter(({ names }) => areFrames(names));
      const lists = heads.filter((head) => isEvents(head) || isLineLog(head)).map(({ file }) => file);
      return signals.map(({ file }): Claim => {
        const own = lists.filter((list) => signals.length === 1 || stemOf(list.name).startsWith(stemOf(file.name)));
        return { files: [file, ...own], certainty: 'likely' };
      });
    });
  },
  open: async ({ files }, _source, answers) => {
    const [table, ...lists] = files.map((file) => openTable(file)) as [LoadedTable, ...LoadedTable[]];
    return lampRecording(
      table,
      lists.map((list) => lineLog(list) ?? list),
      answers,
    );
  },
});
