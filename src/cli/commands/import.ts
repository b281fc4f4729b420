import { InputError } from '../../core/errors.ts';
import type { Table } from '../../contracts/table.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import { find } from '../../engine/registry.ts';
import { combined, type OpenedSession } from '../../recorded/combine.ts';
import { parseMapping, type Mapping } from '../../recorded/mapping.ts';
import { openRecordings } from '../../recorded/open.ts';
import { dffTable } from '../../recorded/photometry/dff-table.ts';
import { readPhotometry } from '../../recorded/photometry/read-photometry.ts';
import { proposedMapping } from '../../recorded/propose.ts';
import { recordedSession } from '../../recorded/session.ts';
import { sessionQuality } from '../../recorded/session-quality.ts';
import { fileSource } from '../../storage/file-source.ts';
import { readTextLimited } from '../../storage/read-limited.ts';
import { agentFrom, agentOptions } from '../agent-options.ts';
import type { Arguments, Command } from '../command.ts';
import { foundLines, foundJson } from '../found-lines.ts';
import { openOutputs } from '../outputs.ts';
import { note, shortNumber } from '../output.ts';
import { photometryHelp, pipelineFrom } from '../photometry-options.ts';
import { qualityJson, qualityLines } from '../quality-lines.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'import',
  group: 'experiments',
  short: 'open a recording of your lab, and make an experiment of its session',
  usage: 'FILE | FOLDER',
  summary:
    'Opens a recording: photometry, spikes, events and trials in the formats that labs use. Says what was found and what each part seems to be; a mapping corrects that. With --spec, the session as the animal had it becomes an experiment for any agent.',
  examples: [
    'phasic import session.nwb',
    'phasic import session.ppd --save-mapping mine.json  # correct it, then give it with --mapping',
    'phasic import session.nwb --mapping mine.json --agent td-csc --spec driven.json',
  ],
  options: {
    mapping: {
      type: 'string',
      value: 'FILE',
      help: 'what is what in the recording: the cues, the rewards, the signal',
    },
    'save-mapping': { type: 'string', value: 'FILE', help: 'save the proposed mapping, to correct it' },
    rate: {
      type: 'string',
      value: 'HZ',
      help: 'rows per second of that table, as means of samples (default: every sample)',
    },
    set: {
      type: 'string',
      multiple: true,
      value: 'STEP.NAME=VALUE',
      help: 'a parameter of a step to dF/F; may be repeated',
    },
    ...agentOptions,
    ...sharedOptions('json', 'csv', 'spec'),
  },
  details: photometryHelp,
  words: 1,
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const [path] = args.positionals;
  if (path === undefined)
    throw new InputError('missing argument FILE', 'phasic import', 'name a file or a folder of one session');
  const outputs = await openOutputs(args, ['save-mapping', 'spec', 'csv']);
  const given = await mappingOf(args.text('mapping'));
  const source = fileSource(path);
  try {
    const session = combined(await openRecordings(source, given?.answers ?? {}, path));
    const mapping = given ?? proposedMapping(session.found);
    await outputs.write('save-mapping', () => `${JSON.stringify(mapping, null, 2)}\n`);
    await outputs.write('spec', () => specOf(session, mapping, args));
    if (args.text('csv') !== undefined) {
      const table = await photometryTable(session, mapping, args);
      await outputs.writeTable('csv', () => table);
    }
    const quality = await sessionQuality(session, mapping);
    outputs.report(
      args.on('json')
        ? JSON.stringify({ ...foundJson(session, mapping), ...qualityJson(quality) })
        : [...foundLines(session, mapping), ...qualityLines(quality)].join('\n'),
    );
    session.close();
  } finally {
    source.close();
  }
  return 0;
}

const maxMappingBytes = 1e6;

async function mappingOf(file: string | undefined): Promise<Mapping | undefined> {
  if (file === undefined) return undefined;
  const text = await readTextLimited(file, maxMappingBytes, 'the mapping');
  try {
    return parseMapping(JSON.parse(text), file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError('this is not JSON', file, 'save a mapping with `phasic import FILE --save-mapping`');
  }
}

function specOf({ found }: OpenedSession, mapping: Mapping, args: Arguments): string {
  const { design, startSeconds } = recordedSession(found, mapping);
  const spec = completeTrialSpec({
    world: 'own-design',
    design,
    ...agentFrom(args, () => find('paradigms', 'own-design').agent),
  });
  note(
    `the session has ${design.phases[0]?.trials} trials, and begins at ${shortNumber(startSeconds)} s of the recording; \`phasic run ${args.text('spec')}\` runs it`,
  );
  return `${JSON.stringify(spec, null, 2)}\n`;
}

/** Without a control, bleaching alone is corrected for, unless another fit is asked for. */
async function photometryTable(session: OpenedSession, mapping: Mapping, args: Arguments): Promise<Table> {
  const { signal, control } = mapping;
  if (signal === undefined)
    throw new InputError(
      'no signal is named',
      'mapping',
      'add "signal", and "control" if there is one (--save-mapping)',
    );
  const rate = args.text('rate');
  const pipeline = pipelineFrom([...(control === undefined ? ['reference.fit=none'] : []), ...args.texts('set')]);
  const photometry = await readPhotometry(session, { signal, control }, rate === undefined ? undefined : rateOf(rate));
  return dffTable(photometry, { signal, control }, pipeline);
}

function rateOf(text: string): number {
  const rate = Number(text);
  if (rate >= 0.01 && rate <= 1e6) return rate;
  throw new InputError(`'${text}' is not allowed`, '--rate', 'give samples per second, from 0.01 to 1000000');
}
