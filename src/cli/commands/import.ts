import { InputError } from '../../core/errors.ts';
import type { PartialAgent } from '../../spec/spec.ts';
import type { Table } from '../../contracts/table.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import { find } from '../../engine/registry.ts';
import { recordingFigure } from '../../export/recording-figure.ts';
import { combined, type OpenedSession } from '../../recorded/combine.ts';
import { tableSessions } from '../../recorded/data-set/table-sessions.ts';
import { exampleOf, examplePrefix, recordedExamples } from '../../recorded/examples.ts';
import { byId } from '../../recorded/by-id.ts';
import { builtFile } from '../../install/package-root.ts';
import { parseMapping, type Mapping } from '../../recorded/mapping.ts';
import { openRecordings } from '../../recorded/open.ts';
import { dffTable } from '../../recorded/photometry/dff-table.ts';
import { readPhotometry } from '../../recorded/photometry/read-photometry.ts';
import { proposedMapping } from '../../recorded/propose.ts';
import { hasOnlyChoices, recordedSession } from '../../recorded/session.ts';
import type { RecordedSession } from '../../recorded/session-parts.ts';
import { sessionQuality } from '../../recorded/session-quality.ts';
import { fileSource } from '../../storage/file-source.ts';
import { readTextLimited } from '../../storage/read-limited.ts';
import { agentFrom, agentOptions } from '../agent-options.ts';
import type { Arguments, Command } from '../command.ts';
import { foundLines, foundJson } from '../found-lines.ts';
import { modelOptions, modelReport } from '../import-model.ts';
import { openOutputs } from '../outputs.ts';
import { note, shortNumber } from '../output.ts';
import { photometryHelp, signalPipeline } from '../photometry-options.ts';
import { qualityJson, qualityLines } from '../quality-lines.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'import',
  group: 'experiments',
  short: 'open a recording of your lab, and make an experiment of its session',
  usage: 'FILE | FOLDER | example:ID',
  summary:
    'Opens a recording: photometry, spikes, events and trials in the formats that labs use. Says what was found and what each part seems to be; a mapping corrects that. With --spec, the session as the animal had it becomes an experiment for any agent; with --recording, an agent is run through it and what its sensor shows is fitted to the signal.',
  examples: [
    'phasic import session.nwb',
    'phasic import session.ppd --save-mapping mine.json  # correct it, then give it with --mapping',
    'phasic import session.nwb --mapping mine.json --agent td-csc --recording gcamp6f --figure fit.svg',
  ],
  options: {
    mapping: {
      type: 'string',
      value: 'FILE',
      help: 'what is what in the recording: the cues, the rewards, the signal',
    },
    'save-mapping': { type: 'string', value: 'FILE', help: 'save the proposed mapping, to correct it' },
    session: {
      type: 'string',
      value: 'NAME',
      help: 'the session that --spec takes from a table of windows, which has several',
    },
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
    ...modelOptions,
    ...sharedOptions('json', 'csv', 'figure', 'spec'),
  },
  details: () => `${photometryHelp()}\n\n${examplesHelp()}`,
  words: 1,
  run,
};
export default command;

function examplesHelp(): string {
  return [
    'Recordings that the program has with it:',
    ...recordedExamples.map(({ id, summary }) => `  ${examplePrefix}${id}\n    ${summary}`),
  ].join('\n');
}

/** What is opened, and its mapping if that is known. */
async function openedOf(args: Arguments): Promise<{ path: string; given: Mapping | undefined; notes: string[] }> {
  const [path] = args.positionals;
  if (path === undefined)
    throw new InputError('missing argument FILE', 'phasic import', 'name a file or a folder of one session');
  const given = await mappingOf(args.text('mapping'));
  if (!path.startsWith(examplePrefix)) return { path, given, notes: [] };
  const { file, mapping, title, citation, source } = exampleOf(path.slice(examplePrefix.length));
  return {
    path: builtFile('renderer', 'examples', file),
    given: given ?? mapping,
    notes: [
      `${title}: ${citation.text}, https://doi.org/${citation.doi}; read from ${source.from}; licence: ${source.licence}`,
    ],
  };
}

async function run(args: Arguments): Promise<number> {
  const { path, given, notes } = await openedOf(args);
  const outputs = await openOutputs(args, ['save-mapping', 'spec', 'csv', 'figure']);
  for (const one of notes) note(one);
  const source = fileSource(path);
  try {
    const session = combined(await openRecordings(source, given?.answers ?? {}, path));
    const mapping = given ?? proposedMapping(session.found);
    await outputs.write('save-mapping', () => `${JSON.stringify(mapping, null, 2)}\n`);
    await outputs.write('spec', () => specOf(session, mapping, args));
    // With a sensor, both are of the model.
    const isOfModel = args.text('recording') !== undefined;
    if (!isOfModel) await outputs.writeFigure('figure', () => recordingFigure(session, mapping));
    if (args.text('csv') !== undefined && !isOfModel) {
      const table = await photometryTable(session, mapping, args);
      await outputs.writeTable('csv', () => table);
    }
    const quality = await sessionQuality(session, mapping);
    const model = await modelReport({ session, mapping, quality }, args, outputs);
    outputs.report(
      args.on('json')
        ? JSON.stringify({ ...foundJson(session, mapping), ...qualityJson(quality), ...model?.json })
        : [...foundLines(session, mapping), ...qualityLines(quality), ...(model?.lines ?? [])].join('\n'),
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

/** The session of the recording; of a table of windows, the one that is named. */
function sessionOf(
  { found }: OpenedSession,
  mapping: Mapping,
  { name, chooses }: { readonly name: string | undefined; readonly chooses: boolean },
): RecordedSession {
  if (mapping.windows === undefined) return recordedSession(found, mapping, chooses);
  const sessions = tableSessions(found, mapping.windows);
  if (name === undefined)
    throw new InputError(
      `the table has ${sessions.length} sessions`,
      '--session',
      `name one: ${sessions.map(({ session }) => `'${session}'`).join(', ')}`,
    );
  const named = sessions.map((one) => ({ id: one.session, ...one }));
  const one = byId(named, name, 'there is no session', '--session');
  if (one.leftOut > 0)
    note(
      `${one.leftOut} rewards that the table left out have the median interval before them: their times are not known`,
    );
  return one;
}

function specOf(session: OpenedSession, mapping: Mapping, args: Arguments): string {
  const usual = (): string => (hasOnlyChoices(mapping) ? choosingAgent : find('paradigms', 'own-design').agent);
  const { agent = usual() } = agentFrom(args, usual);
  const chooses = hasOnlyChoices(mapping) || choosesIn(agent);
  const { design, startSeconds, notes } = sessionOf(session, mapping, { name: args.text('session'), chooses });
  const recording = args.text('recording');
  const spec = completeTrialSpec({
    world: 'own-design',
    design,
    agent,
    ...(recording === undefined ? {} : { recording }),
  });
  for (const line of notes) note(line);
  note(
    `the session has ${design.phases[0]?.trials} trials, and begins at ${shortNumber(startSeconds)} s of the recording; \`phasic run ${args.text('spec')}\` runs it`,
  );
  return `${JSON.stringify(spec, null, 2)}\n`;
}

/** The agent of a session that has nothing but choices, unless another is named. */
const choosingAgent = 'q-learning';

/** Whether an agent is given choices. */
function choosesIn(agent: PartialAgent): boolean {
  const { id, learningRule } = typeof agent === 'string' ? { id: agent } : agent;
  const rule = learningRule ?? (id === undefined ? undefined : find('agents', id).learningRule);
  const ruleId = typeof rule === 'string' ? rule : rule?.id;
  return ruleId !== undefined && find('learning-rules', ruleId).timescale === 'choice';
}

async function photometryTable(session: OpenedSession, mapping: Mapping, args: Arguments): Promise<Table> {
  const { signal, control } = mapping;
  if (signal === undefined)
    throw new InputError(
      'no signal is named',
      'mapping',
      'add "signal", and "control" if there is one (--save-mapping)',
    );
  const rate = args.text('rate');
  const photometry = await readPhotometry(session, { signal, control }, rate === undefined ? undefined : rateOf(rate));
  return dffTable(photometry, { signal, control }, signalPipeline(mapping, args.texts('set')));
}

function rateOf(text: string): number {
  const rate = Number(text);
  if (rate >= 0.01 && rate <= 1e6) return rate;
  throw new InputError(`'${text}' is not allowed`, '--rate', 'give samples per second, from 0.01 to 1000000');
}
