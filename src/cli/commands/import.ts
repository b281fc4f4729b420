import { InputError } from '../../core/errors.ts';
import type { Source } from '../../contracts/reader.ts';
import type { Table } from '../../contracts/table.ts';
import { recordingFigure } from '../../export/recording-figure.ts';
import { combined, type OpenedSession } from '../../recorded/combine.ts';
import { sessionsIn } from '../../recorded/data-set/sessions-in.ts';
import { windowsOf } from '../../recorded/data-set/table-rows.ts';
import { tableWindows } from '../../recorded/data-set/table-windows.ts';
import { exampleOf, examplePrefix, recordedExamples } from '../../recorded/examples.ts';
import { builtFile } from '../../install/package-root.ts';
import type { Mapping } from '../../recorded/mapping.ts';
import { recordingsIn } from '../../recorded/open.ts';
import { ofCompared } from '../../recorded/origin.ts';
import { openWatched, type ReadingWatch } from '../../recorded/watch.ts';
import { dffTable } from '../../recorded/photometry/dff-table.ts';
import { readPhotometry } from '../../recorded/photometry/read-photometry.ts';
import { proposedMapping } from '../../recorded/propose.ts';
import { recordedSession } from '../../recorded/session.ts';
import type { RecordedSession } from '../../recorded/session-parts.ts';
import { sessionQuality } from '../../recorded/session-quality.ts';
import { takenFormats } from '../../recorded/taken/saved.ts';
import { fileSources } from '../../storage/file-sources.ts';
import { agentOptions } from '../agent-options.ts';
import type { Arguments, Command } from '../command.ts';
import type { AnimalRows } from '../../contracts/animal-rows.ts';
import { conditionsFit, type ConditionsFit } from '../../fitting/group/functional/conditions-fit.ts';
import { foundLines, foundJson } from '../found-lines.ts';
import { functionalJson, functionalLines, functionalTable } from '../functional-report.ts';
import { readMapping, type GivenMapping } from '../given-mapping.ts';
import { modelOptions, modelReport } from '../import-model.ts';
import { importDefinedSet, importFoundSet, setOptions } from '../import-set.ts';
import { openOutputs, type Outputs } from '../outputs.ts';
import { note } from '../output.ts';
import { photometryHelp, signalPipeline } from '../photometry-options.ts';
import { qualityJson, qualityLines } from '../quality-lines.ts';
import { responseReport } from '../response-lines.ts';
import { safeLines } from '../safe-lines.ts';
import { writeSession } from '../session-files.ts';
import { sharedOptions } from '../shared-options.ts';
import { namedSession } from '../table-session.ts';
import { waiversFrom } from '../waivers.ts';
import { watched } from '../watched.ts';
import { indented } from '../text-width.ts';

const command: Command = {
  name: 'import',
  group: 'experiments',
  short: 'open recordings of your lab: make an experiment of a session, or average over animals',
  usage: 'FILE | FOLDER | example:ID ...',
  summary:
    'Opens a recording: photometry, spikes, events and trials in the formats that labs use. Says what was found and what each part seems to be; a mapping corrects that. With --spec, the session as the animal had it becomes an experiment for any agent; with --recording, an agent is run through it and what its sensor shows is fitted to the signal. --nwb, --parquet and --npz save the recording, with an agent also what that computes in the same session. Several sessions, named one by one or in a folder, are a data set: their means over animals, with a band over animals.',
  examples: [
    'phasic import session.ppd --save-mapping mine.json  # correct it, then give it with --mapping',
    'phasic import session.nwb --mapping mine.json --agent td-csc --recording gcamp6f --figure fit.svg',
    'phasic import m1.nwb m2.nwb m3.nwb m4.nwb --figure means.svg --csv means.csv',
  ],
  options: {
    mapping: {
      type: 'string',
      value: 'FILE',
      help: 'what is what in the recording: the cues, the rewards, the signal; or a data set that was saved',
    },
    'save-mapping': { type: 'string', value: 'FILE', help: 'save the proposed mapping, to correct it' },
    session: {
      type: 'string',
      value: 'NAME',
      help: 'the session that --spec and --recording take from a table of windows, which has several',
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
    ...setOptions,
    functional: {
      type: 'string',
      value: 'FILE.csv',
      help: 'of trials of several animals: save a functional mixed model of their conditions, each against the first, with pointwise and joint bands',
    },
    ...agentOptions,
    ...modelOptions,
    ...sharedOptions('json', 'csv', 'figure', 'spec', ...takenFormats),
  },
  details: () => `${photometryHelp()}\n\n${examplesHelp()}`,
  words: Infinity,
  run: (args) => watched(args.positionals[0] ?? 'recording', (watch) => run(args, watch)),
};
export default command;

function examplesHelp(): string {
  return [
    'Recordings that the program has with it:',
    ...recordedExamples.map(({ id, summary }) => `  ${examplePrefix}${id}\n${indented(summary, 4)}`),
  ].join('\n');
}

/** What is opened, and its mapping if that is known. */
async function openedOf(args: Arguments): Promise<{ paths: readonly string[]; given: GivenMapping | undefined }> {
  const paths = args.positionals;
  const [path] = paths;
  if (path === undefined)
    throw new InputError(
      'missing argument FILE',
      'phasic import',
      'name a file, a folder, or files of several sessions',
    );
  const file = args.text('mapping');
  const given = file === undefined ? undefined : await readMapping(file);
  if (paths.length > 1 || !path.startsWith(examplePrefix)) return { paths, given };
  const { file: example, mapping, title, citation, source } = exampleOf(path.slice(examplePrefix.length));
  note(
    `${title}: ${citation.text}, https://doi.org/${citation.doi}; read from ${source.from}; licence: ${source.licence}`,
  );
  return { paths: [builtFile('renderer', 'examples', example)], given: given ?? { mapping, waivers: [] } };
}

async function run(args: Arguments, watch: ReadingWatch): Promise<number> {
  const { paths, given } = await openedOf(args);
  const outputs = await openOutputs(args, [
    'save-mapping',
    'save-animals',
    'save-set',
    'spec',
    'csv',
    'figure',
    'functional',
    ...takenFormats,
  ]);
  const source = fileSources(paths);
  const shown = paths.length === 1 ? (paths[0] as string) : `${paths.length} files`;
  try {
    // A single recording is one session without a look into it, which would open it twice.
    const wanted = { given, args, outputs, watch };
    if (given?.set !== undefined) {
      await importDefinedSet(source, given.set, wanted);
      return 0;
    }
    const isOne = args.on('one-session') || recordingsIn(source).length < 2;
    const found = isOne ? undefined : await sessionsIn(source, shown, watch);
    if (found !== undefined && found.sessions.length > 1) await importFoundSet(source, found, wanted);
    else await importSession(source, shown, wanted);
  } finally {
    source.close();
  }
  return 0;
}

interface Wanted {
  readonly given: GivenMapping | undefined;
  readonly args: Arguments;
  readonly outputs: Outputs;
  readonly watch: ReadingWatch;
}

/** One session: what is in it, and what is made of it. */
async function importSession(source: Source, shown: string, { given, args, outputs, watch }: Wanted): Promise<void> {
  requireSessionOptions(args);
  const session = combined(await openWatched(source, given?.mapping.answers ?? {}, shown, watch));
  const mapping = given?.mapping ?? proposedMapping(session.found);
  await outputs.write('save-mapping', () => `${JSON.stringify(mapping, null, 2)}\n`);
  // With a sensor, both are of the model.
  const isOfModel = args.text('recording') !== undefined;
  if (!isOfModel) await outputs.writeFigure('figure', () => recordingFigure(session, mapping));
  if (args.text('csv') !== undefined && !isOfModel) {
    const table = await photometryTable(session, mapping, args);
    await outputs.writeTable('csv', () => table);
  }
  const quality = await sessionQuality(session, mapping);
  const lines = ofCompared(quality.lines, mapping);
  const waivers = waiversFrom(args.texts('waive'), lines, given?.waivers ?? []);
  const windows = mapping.windows === undefined ? undefined : await tableWindows(session, mapping.windows);
  const responses = windows && responseReport(windows, mapping.windows?.interval);
  const functional = functionalIn(windows, args);
  if (functional !== undefined)
    await outputs.writeTable('functional', () =>
      functionalTable(functional, windowsUnit(session, mapping) ?? 'as recorded'),
    );
  const model = await modelReport({ session, mapping, quality, waivers }, args, outputs);
  const recorded = (chooses: boolean): RecordedSession => sessionOf(session, mapping, args, chooses);
  await writeSession({ recording: session, mapping, lines, waivers, session: recorded }, args, outputs);
  outputs.report(
    args.on('json')
      ? JSON.stringify({
          ...foundJson(session, mapping),
          ...qualityJson(quality),
          ...responses?.json,
          ...functionalJson(functional),
          ...model?.json,
        })
      : safeLines([
          ...foundLines(session, mapping),
          ...qualityLines(quality),
          ...(responses?.lines ?? []),
          ...(functional === undefined ? [] : functionalLines(functional)),
          ...(model?.lines ?? []),
        ]),
  );
  session.close();
}

/** @throws InputError for a recording of one animal, whose trials no difference between animals is known of */
function functionalIn(windows: readonly AnimalRows[] | undefined, args: Arguments): ConditionsFit | undefined {
  if (args.text('functional') === undefined) return undefined;
  if (windows !== undefined) return conditionsFit(windows, 1);
  throw new InputError(
    'this is a session of one animal',
    '--functional',
    'name the sessions of several animals, or a table of their windows',
  );
}

const windowsUnit = ({ found }: OpenedSession, { windows }: Mapping): string | undefined =>
  windows && windowsOf(found, windows).unit;

/** @throws InputError for options that say something of several sessions */
function requireSessionOptions(args: Arguments): void {
  const several = ['animals', 'save-animals', 'save-set', 'leave-out', 'by', 'band', 'difference'].find((name) =>
    args.on(name),
  );
  if (several === undefined) return;
  throw new InputError(
    `--${several} is for several sessions, and this is one`,
    'phasic import',
    'name the files or the folder of several sessions',
  );
}

/** The session of the recording; of a table of windows, the one that is named. */
const sessionOf = ({ found }: OpenedSession, mapping: Mapping, args: Arguments, chooses: boolean): RecordedSession =>
  mapping.windows === undefined ? recordedSession(found, mapping, chooses) : namedSession(found, mapping.windows, args);

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
