import { InputError } from '../../core/errors.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import { find } from '../../engine/registry.ts';
import { combined, type OpenedSession } from '../../recorded/combine.ts';
import { parseMapping, type Mapping } from '../../recorded/mapping.ts';
import { openRecordings } from '../../recorded/open.ts';
import { proposedMapping } from '../../recorded/propose.ts';
import { recordedSession } from '../../recorded/session.ts';
import { fileSource } from '../../storage/file-source.ts';
import { readTextLimited } from '../../storage/read-limited.ts';
import { agentFrom, agentOptions } from '../agent-options.ts';
import type { Arguments, Command } from '../command.ts';
import { foundLines, foundJson } from '../found-lines.ts';
import { openOutputs } from '../outputs.ts';
import { note, shortNumber } from '../output.ts';
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
    ...agentOptions,
    ...sharedOptions('json', 'spec'),
  },
  words: 1,
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const [path] = args.positionals;
  if (path === undefined)
    throw new InputError('missing argument FILE', 'phasic import', 'name a file or a folder of one session');
  const outputs = await openOutputs(args, ['save-mapping', 'spec']);
  const given = await mappingOf(args.text('mapping'));
  const source = fileSource(path);
  try {
    const session = combined(await openRecordings(source, given?.answers ?? {}, path));
    const mapping = given ?? proposedMapping(session.found);
    await outputs.write('save-mapping', () => `${JSON.stringify(mapping, null, 2)}\n`);
    await outputs.write('spec', () => specOf(session, mapping, args));
    outputs.report(
      args.on('json') ? JSON.stringify(foundJson(session, mapping)) : foundLines(session, mapping).join('\n'),
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
