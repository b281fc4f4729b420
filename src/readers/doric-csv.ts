import {
  type Claim,
  type FoundEvents,
  type OpenedRecording,
  type Proposal,
  type SourceFile,
  defineReader,
} from '../contracts/reader.ts';
import { InputError } from '../core/errors.ts';
import { proposals } from './sampled/propose.ts';
import { tableClock } from './table/clock.ts';
import { edgesOf } from './table/edges.ts';
import { openTable } from './table/load.ts';
import { tableHeads } from './table/names.ts';
import { type SampledColumn, tableRecording } from './table/recording.ts';
import { isTimeName } from './table/time-column.ts';

const ownName = /^(AIn-?\d|AOut-?\d|DI-?-?\/?O-?-?\d|AIN\d|DIO\d|EXC\d)/i;
const digitalName = /^(DI-?-?\/?O|DIO)-?-?\d/i;

export default defineReader({
  id: 'doric-csv',
  title: 'Doric CSV',
  summary: 'Tables that Doric Neuroscience Studio exports, with headings such as AIn-1 - Dem (AOut-1).',
  extensions: ['.csv'],
  source:
    'https://github.com/LernerLab/GuPPy, doric_recording_extractor.py; https://github.com/catalystneuro/neuroconv, doricfiberphotometrydatainterface.py',
  detect: (source) =>
    tableHeads(source.files)
      .filter(({ names }) => /^time *\(s\)$/i.test(names[0] ?? '') && names.some((name) => ownName.test(name)))
      .map(({ file }): Claim => ({ files: [file], certainty: 'likely' })),
  open: async ({ files }) => open(files[0] as SourceFile),
});

function open(file: SourceFile): Promise<OpenedRecording> {
  const table = openTable(file);
  const [time, ...columns] = table.columns;
  if (time?.kind !== 'number') throw new InputError('the first column is not a time', file.name, 'export it again');
  const clock = tableClock({ times: time.numbers, file: table.file, lineOf: table.lineOf });
  const warnings = [...table.warnings, ...clock.warnings];
  const signals: SampledColumn[] = [];
  const events: FoundEvents[] = [];
  for (const { heading, kind, numbers, missing, length } of columns) {
    const id = heading.channel;
    if (kind !== 'number' || isTimeName(id)) warnings.push(`${file.name}: column '${id}' is not read`);
    else if (missing === length) warnings.push(`${file.name}: '${id}' has no samples: its lamp was not driven`);
    else if (digitalName.test(id))
      events.push(edgesOf(id, (row) => numbers[row] as number, clock, proposals.events(id)));
    else signals.push({ id, unit: heading.unit, clock, numbers, proposal: proposalOf(id) });
  }
  return tableRecording({ file: file.name, signals, events, warnings });
}

/** By the output that drives the lamp: a habit of labs, since the file does not name wavelengths. */
function proposalOf(id: string): Proposal | undefined {
  const lamp = /Dem.*AOut-?(\d)/i.exec(id)?.[1];
  if (lamp === '1')
    return { role: 'control', reason: 'AOut-1 drives the lamp of 405 or 415 nm in most labs; the file does not say' };
  if (lamp === '2')
    return { role: 'signal', reason: 'AOut-2 drives the lamp of 465 or 470 nm in most labs; the file does not say' };
  return /^AOut|raw/i.test(id) ? undefined : proposals.signal(id);
}
