import { defineReader, type SourceFile } from '../contracts/reader.ts';
import { recordingOf } from './arrays/recording.ts';
import { matVersion, readMat } from './mat/file.ts';
import { leavesOf } from './mat/leaves.ts';
import { holds } from './sampled/holds.ts';

const stem = (name: string): string => name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');

export default defineReader({
  id: 'mat',
  title: 'MAT-file (4 to 7)',
  summary: "MATLAB's files up to version 7, also by Octave, R and Python; 7.3 is read by another reader",
  extensions: ['.mat'],
  source: 'MathWorks, MAT-File Format (2020), https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf',
  detect: ({ files }) =>
    files
      .filter((file) => holds(() => matVersion(file) !== undefined))
      .map((file) => ({ files: [file], certainty: 'certain' as const })),
  async open(claim, _source, answers) {
    const file = claim.files[0] as SourceFile;
    const mat = await readMat(file);
    const { numbers, texts, warnings } = leavesOf(mat.variables);
    return recordingOf(
      { file: stem(file.name), numbers, texts, warnings: [...mat.warnings, ...warnings], close: mat.close },
      answers,
    );
  },
});
