import { defineReader, type Answers, type Claim, type OpenedRecording, type SourceFile } from '../contracts/reader.ts';
import { recordingOf } from './arrays/recording.ts';
import { areFrames, lampRecording } from './neurophotometrics/recording.ts';
import { footerText, openParquet, parquetMarks, type ParquetFile } from './parquet/file.ts';
import { areLines, areTrials, isTrialTime, lineList, linesAlone, withRewards } from './parquet/ibl.ts';
import { leavesOf, loadedTable } from './parquet/table.ts';
import { holds } from './sampled/holds.ts';
import { interpret } from './table/interpret.ts';
import { stemOf } from './table/load.ts';
import { tableRecording } from './table/recording.ts';
import { windowColumns } from './windows/columns.ts';

const folderOf = ({ name }: SourceFile): string => name.slice(0, name.lastIndexOf('/') + 1);
const says = (file: SourceFile, ...words: readonly string[]): boolean =>
  holds(() => words.every((word) => footerText(file).includes(word)));

const hasFrames = (file: SourceFile): boolean =>
  says(file, 'FrameCounter', 'LedState') || says(file, 'FrameCounter', 'Flags');
const hasLines = (file: SourceFile): boolean => /digitalInputs/i.test(file.name) && says(file, 'imestamp');

/** Each file, and frames of photometry with the digital inputs of their folder. */
function detect(all: readonly SourceFile[]): Claim[] {
  const files = all.filter((file) => holds(() => parquetMarks(file).begins));
  const frames = files.filter((file) => hasFrames(file));
  const inputs = (file: SourceFile): SourceFile[] =>
    files.filter((one) => folderOf(one) === folderOf(file) && !frames.includes(one) && hasLines(one));
  const joined = new Set(frames.flatMap((file) => inputs(file)));
  return files
    .filter((file) => !joined.has(file))
    .map((file) => ({ files: frames.includes(file) ? [file, ...inputs(file)] : [file], certainty: 'certain' }));
}

async function open({ files }: Claim, answers: Answers): Promise<OpenedRecording> {
  const [file, ...others] = files as [SourceFile, ...SourceFile[]];
  const parquet = await openParquet(file);
  const names = parquet.columns.map(({ name }) => name);
  if (areFrames(names)) {
    const lists = [];
    for (const other of others) lists.push(await lineList(other, await openParquet(other)));
    return lampRecording(await loadedTable(file, parquet), lists, answers);
  }
  if (/digitalInputs/i.test(file.name) && areLines(parquet)) return linesAlone(file, parquet);
  return plain(file, parquet, answers);
}

async function plain(file: SourceFile, parquet: ParquetFile, answers: Answers): Promise<OpenedRecording> {
  if (windowColumns(parquet.columns.map(({ name }) => name)) !== undefined) {
    const table = await loadedTable(file, parquet);
    return tableRecording({
      file: file.name,
      ...interpret(table, { answers, suffix: '', range: undefined, zero: undefined }),
    });
  }
  const trials = areTrials(parquet);
  const leaves = await leavesOf(parquet, (name) => trials && isTrialTime(name));
  const opened = await recordingOf({ ...leaves, file: stemOf(file.name) }, answers);
  return trials ? withRewards(opened) : opened;
}

export default defineReader({
  id: 'parquet',
  title: 'Parquet',
  summary:
    'Tables as pandas, Arrow and others write them; photometry and trials of the International Brain Laboratory are recognised.',
  extensions: ['.parquet', '.pqt'],
  source:
    'Apache Parquet, File Format, https://parquet.apache.org/docs/file-format/; https://github.com/int-brain-lab/ibl-photometry',
  detect: ({ files }) => detect(files),
  open: async (claim, _source, answers) => open(claim, answers),
});
