// A disposable worker that reads one recording: a damaged file can stop nothing but its own worker.
import { InputError } from '../../src/core/errors.ts';
import type { OpenedRecording } from '../../src/contracts/reader.ts';
import { alignedRecordings } from '../../src/recorded/aligned-recording.ts';
import { alignedUnit, alignedUnits } from '../../src/recorded/aligned-units.ts';
import { combined, type OpenedSession } from '../../src/recorded/combine.ts';
import { tableSessions } from '../../src/recorded/data-set/table-sessions.ts';
import { tableWindows } from '../../src/recorded/data-set/table-windows.ts';
import { sessionsIn } from '../../src/recorded/data-set/sessions-in.ts';
import { sessionWindows } from '../../src/recorded/data-set/session-windows.ts';
import { exampleSession } from '../../src/recorded/example-session.ts';
import type { MappedWindows, Mapping } from '../../src/recorded/mapping.ts';
import { rawSession } from '../../src/recorded/model/multiverse-session.ts';
import { sessionTrace } from '../../src/recorded/model/session-trace.ts';
import { recordingsIn } from '../../src/recorded/open.ts';
import { correctedRecording } from '../../src/recorded/photometry/corrected-recording.ts';
import { proposedMapping } from '../../src/recorded/propose.ts';
import { sessionQuality } from '../../src/recorded/session-quality.ts';
import { modelSessions } from '../../src/recorded/session.ts';
import { signalOf } from '../../src/recorded/signal-of.ts';
import { takenOf } from '../../src/recorded/taken/taken.ts';
import { traceView } from '../../src/recorded/trace-view.ts';
import { trialColumns } from '../../src/recorded/trial-columns.ts';
import { unitRate } from '../../src/recorded/unit-rate.ts';
import { openWatched, type ReadingWatch } from '../../src/recorded/watch.ts';
import { fileSource } from './file-source.ts';
import { specsInFile } from './specs-in-file.ts';
import type { OpenedData, OpenedFile, ReplyMessage, RequestMessage, RequestName, Requests } from './protocol.ts';

let session: OpenedSession | undefined;
/** With dF/F or the rate of a unit, once it was asked for. */
let derived: OpenedRecording | undefined;

type Handlers = { readonly [N in RequestName]: (of: Requests[N]['of']) => Promise<Requests[N]['reply']> };

const handlers: Handlers = {
  async open({ files, answers }) {
    session?.close();
    derived = undefined;
    session = combined(await openWatched(fileSource(files), answers, shownOf(files), watch));
    return told(session, answers);
  },
  found({ files }) {
    const source = fileSource(files);
    return recordingsIn(source).length < 2 ? Promise.resolve(undefined) : sessionsIn(source, shownOf(files), watch);
  },
  windows: (wanted) => sessionWindows(opened(), wanted),
  example: () => Promise.resolve(told((session = exampleSession()))),
  async table({ mapping: { windows } }) {
    if (windows === undefined) throw new InputError('the mapping has no windows', 'mapping', 'open a table of windows');
    return { windows: await tableWindows(opened(), windows), ...sessionsOf(windows) };
  },
  trace: ({ signal, fromSeconds, toSeconds, pixels }) => traceView(shown(), signal, { fromSeconds, toSeconds, pixels }),
  async 'session-trace'({ signal: id }) {
    const recording = shown();
    return { id, ...(await sessionTrace(recording, signalOf(recording.found, id))) };
  },
  sessions({ mapping }) {
    const { found } = opened();
    const { sessions, fault } = modelSessions(found, mapping);
    return Promise.resolve({
      sessions: sessions.map((one) => ({ ...one, columns: trialColumns(found, mapping, one) })),
      fault,
    });
  },
  async corrected({ mapping: { signal = '', control }, pipeline }) {
    const { recording, ...told } = await correctedRecording(opened(), { signal, control }, pipeline);
    derived = recording;
    return told;
  },
  quality: ({ mapping }) => sessionQuality(opened(), mapping),
  raw: ({ mapping: { signal = '', control } }) => rawSession(opened(), { signal, control }),
  aligned: ({ mapping, source, view, chooses }) => alignedRecordings(shown(), mapping, source, view, chooses),
  async taken({ mapping, format, model, pipeline }) {
    const taken = await takenOf(opened(), mapping, { model, pipeline });
    const { takenBytes } = await import('../../src/recorded/taken/saved.ts');
    return (await takenBytes(taken, format, new Date())) as Uint8Array<ArrayBuffer>;
  },
  async specs({ file }) {
    const [only] = fileSource([file]).files;
    say('begins');
    try {
      return only && (await specsInFile(only));
    } finally {
      say('ends');
    }
  },
  rate({ unit }) {
    const { recording, signal } = unitRate(opened(), unit);
    derived = recording;
    return Promise.resolve(signal);
  },
  unit: ({ mapping, unit, view, chooses }) =>
    Promise.resolve(alignedUnit(opened().found, mapping, unit, view, chooses)),
  units: ({ mapping, units, view, chooses }) =>
    Promise.resolve(alignedUnits(opened().found, mapping, units, view, chooses)),
};

function sessionsOf(windows: MappedWindows): Pick<Requests['table']['reply'], 'sessions' | 'missing'> {
  try {
    return { sessions: tableSessions(opened().found, windows), missing: undefined };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { sessions: [], missing: `${error.what}: ${error.remedy}` };
  }
}

/** Posted at once, also in the midst of work. */
const say = (reading: 'begins' | 'ends' | 'further'): void =>
  self.postMessage({ reading } satisfies ReplyMessage, { transfer: [] });
const watch: ReadingWatch = {
  begins: () => say('begins'),
  ends: () => say('ends'),
  isFurther: () => say('further'),
};

const shownOf = (files: readonly OpenedFile[]): string =>
  files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`;

const told = ({ found, formats, files }: OpenedSession, answers: Mapping['answers'] = {}): OpenedData => ({
  found,
  formats,
  files,
  proposed: proposedMapping(found, answers),
});

const shown = (): OpenedRecording => derived ?? opened();

function opened(): OpenedSession {
  if (session === undefined) throw new InputError('no recording is open', 'data', 'open one');
  return session;
}

self.addEventListener('message', (event: MessageEvent<RequestMessage>) => void answer(event.data));

async function answer<N extends RequestName>({ id, name, of }: RequestMessage<N>): Promise<void> {
  let message: ReplyMessage;
  const transfer: ArrayBuffer[] = [];
  try {
    const reply = await handlers[name](of);
    message = { id, reply };
    if (reply instanceof Uint8Array) transfer.push(reply.buffer);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    message = { id, error: { what: error.what, where: error.where, remedy: error.remedy } };
  }
  self.postMessage(message, { transfer });
}
