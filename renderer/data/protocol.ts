import type { Found, FoundSignal } from '../../src/contracts/reader.ts';
import type { AlignedRecording, AlignedSource } from '../../src/recorded/aligned-recording.ts';
import type { AlignedUnit, AlignedUnits } from '../../src/recorded/aligned-units.ts';
import type { AlignedView } from '../../src/recorded/aligned/view.ts';
import type { AnimalRows, RowColumn } from '../../src/contracts/animal-rows.ts';
import type { TableSession } from '../../src/recorded/data-set/table-sessions.ts';
import type { SessionTrace } from '../../src/recorded/model/session-trace.ts';
import type { RawSession } from '../../src/recorded/model/multiverse-session.ts';
import type { FoundSessions } from '../../src/recorded/data-set/sessions-in.ts';
import type { SessionWindows, WantedWindows } from '../../src/recorded/data-set/session-windows.ts';
import type { CorrectedRecording } from '../../src/recorded/photometry/corrected-recording.ts';
import type { Pipeline } from '../../src/recorded/photometry/pipeline.ts';
import type { SessionQuality } from '../../src/recorded/session-quality.ts';
import type { ModelSession } from '../../src/recorded/session.ts';
import type { Mapping } from '../../src/recorded/mapping.ts';
import type { TakenFormat } from '../../src/recorded/taken/saved.ts';
import type { ModelSteps } from '../../src/recorded/taken/taken.ts';
import type { TraceView } from '../../src/recorded/trace-view.ts';

/** An opened session, without its samples: those stay in the worker. */
export interface OpenedData {
  readonly found: Found;
  readonly formats: readonly string[];
  readonly files: readonly string[];
  readonly proposed: Mapping;
}

/** A session that models can be run through. */
export interface ShownSession extends ModelSession {
  /** What trials can be ordered by, one cell per trial: see trialColumns. */
  readonly columns: Readonly<Record<string, RowColumn>>;
}

/** Whether figures are of the session of choices. */
interface OfSession {
  readonly chooses: boolean;
}

/** A request to the worker that holds an opened recording, and its reply. */
export interface Requests {
  readonly open: {
    readonly of: { readonly files: readonly OpenedFile[]; readonly answers: Mapping['answers'] };
    readonly reply: OpenedData;
  };
  /** Windows that the file has cut out already, and the sessions they are of, if the table says when its events were. */
  readonly table: {
    readonly of: { readonly mapping: Mapping };
    readonly reply: {
      readonly windows: readonly AnimalRows[];
      readonly sessions: readonly TableSession[];
      /** Why there are no sessions. */
      readonly missing: string | undefined;
    };
  };
  /** The sessions among files; undefined for a single recording, which is one session without a look into it. */
  readonly found: {
    readonly of: { readonly files: readonly OpenedFile[] };
    readonly reply: FoundSessions | undefined;
  };
  /** The windows of the opened session in the form of a data set, and its quality. */
  readonly windows: { readonly of: WantedWindows; readonly reply: SessionWindows };
  /** A simulated session, in place of files. */
  readonly example: { readonly of: Readonly<Record<never, never>>; readonly reply: OpenedData };
  readonly trace: {
    readonly of: {
      readonly signal: string;
      readonly fromSeconds: number;
      readonly toSeconds: number;
      readonly pixels: number;
    };
    readonly reply: TraceView;
  };
  /** A signal of the whole session on equal bins, as models are fitted to it. */
  readonly 'session-trace': {
    readonly of: { readonly signal: string };
    readonly reply: SessionTrace & { readonly id: string };
  };
  /** The sessions that models can be run through: that of cues and rewards, and that of choices. */
  readonly sessions: {
    readonly of: { readonly mapping: Mapping };
    readonly reply: {
      /** At least one. */
      readonly sessions: readonly ShownSession[];
      /** Why there is no other one although the mapping names it. */
      readonly fault: string | undefined;
    };
  };
  /** dF/F of the mapped signal: from then on it can be asked for like any other. */
  readonly corrected: {
    /** By these steps, or the usual ones. */
    readonly of: { readonly mapping: Mapping; readonly pipeline: Pipeline | undefined };
    readonly reply: Omit<CorrectedRecording, 'recording'>;
  };
  readonly quality: { readonly of: { readonly mapping: Mapping }; readonly reply: SessionQuality };
  /** Raw photometry, at a rate at which models are compared. */
  readonly raw: { readonly of: { readonly mapping: Mapping }; readonly reply: RawSession };
  readonly aligned: {
    readonly of: OfSession & { readonly mapping: Mapping; readonly source: AlignedSource; readonly view: AlignedView };
    readonly reply: readonly AlignedRecording[];
  };
  /** The recording as a file, and the model that it drove, if there is one. */
  readonly taken: {
    readonly of: {
      readonly mapping: Mapping;
      readonly format: TakenFormat;
      readonly model: ModelSteps | undefined;
      /** The steps to dF/F; the usual ones if absent. */
      readonly pipeline: Pipeline | undefined;
    };
    readonly reply: Uint8Array<ArrayBuffer>;
  };
  /** The experiments in a figure or a saved session, unchecked; undefined if the file has none. Needs no recording. */
  readonly specs: { readonly of: { readonly file: OpenedFile }; readonly reply: readonly unknown[] | undefined };
  /** The firing rate of a unit over the session: from then on it can be asked for like any signal. */
  readonly rate: { readonly of: { readonly unit: string }; readonly reply: FoundSignal };
  /** Raster and PSTH of a unit. */
  readonly unit: {
    readonly of: OfSession & { readonly mapping: Mapping; readonly unit: string; readonly view: AlignedView };
    readonly reply: readonly AlignedUnit[];
  };
  /** The means over trials of several units; at least one. */
  readonly units: {
    readonly of: OfSession & {
      readonly mapping: Mapping;
      readonly units: readonly string[];
      readonly view: AlignedView;
    };
    readonly reply: readonly AlignedUnits[];
  };
}

export type RequestName = keyof Requests;

/** A file with its path within what was opened. */
export interface OpenedFile {
  readonly name: string;
  readonly file: File;
}

export interface RequestMessage<N extends RequestName = RequestName> {
  readonly id: number;
  readonly name: N;
  readonly of: Requests[N]['of'];
}

export type ReplyMessage =
  /** Without a request: whether files are being read, and that this gets further. */
  | { readonly reading: 'begins' | 'ends' | 'further' }
  | { readonly id: number; readonly reply: unknown }
  | { readonly id: number; readonly error: { readonly what: string; readonly where: string; readonly remedy: string } };
