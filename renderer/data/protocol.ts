import type { Design } from '../../src/contracts/design.ts';
import type { Found } from '../../src/contracts/reader.ts';
import type { AlignedRecording } from '../../src/recorded/aligned-recording.ts';
import type { RawSession } from '../../src/recorded/model/multiverse-session.ts';
import type { CorrectedRecording } from '../../src/recorded/photometry/corrected-recording.ts';
import type { SessionQuality } from '../../src/recorded/session-quality.ts';
import type { Mapping } from '../../src/recorded/mapping.ts';
import type { TraceView } from '../../src/recorded/trace-view.ts';

/** An opened session, without its samples: those stay in the worker. */
export interface OpenedData {
  readonly found: Found;
  readonly formats: readonly string[];
  readonly files: readonly string[];
  readonly proposed: Mapping;
}

/** A request to the worker that holds an opened recording, and its reply. */
export interface Requests {
  readonly open: {
    readonly of: { readonly files: readonly OpenedFile[]; readonly answers: Mapping['answers'] };
    readonly reply: OpenedData;
  };
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
  /** The session of events, and the signal around each of its conditions. */
  readonly session: {
    readonly of: { readonly mapping: Mapping };
    readonly reply: { readonly design: Design; readonly startSeconds: number };
  };
  /** dF/F of the mapped signal: from then on it can be asked for like any other. */
  readonly corrected: {
    readonly of: { readonly mapping: Mapping };
    readonly reply: Omit<CorrectedRecording, 'recording'>;
  };
  readonly quality: { readonly of: { readonly mapping: Mapping }; readonly reply: SessionQuality };
  /** Raw photometry, at a rate at which models are compared. */
  readonly raw: { readonly of: { readonly mapping: Mapping }; readonly reply: RawSession };
  readonly aligned: {
    readonly of: { readonly mapping: Mapping; readonly signal: string };
    readonly reply: readonly AlignedRecording[];
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
  | { readonly id: number; readonly reply: unknown }
  | { readonly id: number; readonly error: { readonly what: string; readonly where: string; readonly remedy: string } };
