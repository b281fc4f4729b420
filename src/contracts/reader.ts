/** The bytes of one opened file, read in slices. */
export interface SourceFile {
  /** Path within what was opened, parts separated by '/'; only the name if a single file was opened. */
  readonly name: string;
  readonly bytes: number;
  /** @returns bytes [from, to); fewer if the file ends before `to` */
  read(from: number, to: number): Uint8Array;
}

/** What was opened: one file, or all files of a folder. Nothing outside of it can be read. */
export interface Source {
  readonly files: readonly SourceFile[];
  /** The file of this path, also for one that is next to an opened file and was not itself opened; undefined if there is none. */
  find(name: string): SourceFile | undefined;
}

/** Files that a reader would read together, as one recording. */
export interface Claim {
  /** At least one; the first gives the recording its name. */
  readonly files: readonly SourceFile[];
  /**
   * certain: the bytes say so; likely: the names of columns or files say so; possible: it can be read, but so can much
   * else (a table of numbers). The most certain claim of a file counts.
   */
  readonly certainty: 'certain' | 'likely' | 'possible';
}

/** What a signal, a column or a kind of events may be. */
export type Role =
  | 'signal'
  | 'control'
  | 'cue'
  | 'reward'
  | 'size'
  | 'lick'
  | 'choice'
  | 'trial type'
  | 'trial start'
  | 'trial end'
  // Columns of a table of windows.
  | 'animal'
  | 'session'
  | 'trial'
  | 'event time'
  | 'interval';

/** A proposal that a person can correct, e.g. "Region0G alternates with LedState 2: 470 nm". */
export interface Proposal {
  readonly role: Role;
  /** One clause without a full stop. */
  readonly reason: string;
}

/** Why and where a signal's clock stands still: no sample lies between these times, although samples are otherwise regular. */
export interface Gap {
  /** Time of the last sample before, and of the first one after, seconds. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** A sampled signal. Times are seconds of the recording's clock, which all signals and events of it share. */
export interface FoundSignal {
  /** Unique in the recording, and the same each time: a path or a heading, e.g. `acquisition/dff`, `G0 at 470 nm`. */
  readonly id: string;
  /** Unit of its values as the file states it, e.g. `V`, `ΔF/F`, `%`; undefined if the file does not say. */
  readonly unit: string | undefined;
  readonly samples: number;
  /** Samples without a value (NaN); undefined if they are too many to be looked at when the file is opened. */
  readonly missing: number | undefined;
  /** Samples whose time is missing, which are left out of `samples`. */
  readonly withoutTime: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Samples per second, as the file states it or as 1 / the median interval of samples. */
  readonly rateHz: number;
  /** At most the first 1000. */
  readonly gaps: readonly Gap[];
  /** Where the clock restarts: indices of first samples of parts. [0] if it never does. */
  readonly parts: readonly number[];
  readonly proposal?: Proposal;
  /** What else the file says of it: fibre, brain area, wavelength in nm, indicator. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** Events of one kind. */
export interface FoundEvents {
  /** Unique in the recording, e.g. `DIO01`, `ttl = 4 (pump)`. */
  readonly id: string;
  /** Seconds, in increasing order. */
  readonly times: Float64Array;
  /** When each ended, seconds; absent if the file does not say. */
  readonly ends?: Float64Array;
  /** A number with each, e.g. a reward's size in `valueUnit`. */
  readonly values?: Float64Array;
  readonly valueUnit?: string;
  readonly proposal?: Proposal;
}

/** Spikes of one unit (neuron). */
export interface FoundUnit {
  readonly id: string;
  /** Seconds, in increasing order. */
  readonly spikes: Float64Array;
  /** When it was recorded: starts and ends in turn, seconds, in order; absent if the file does not say, as where it always was. */
  readonly observed?: Float64Array;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** A column of a table: numbers (NaN where missing), or text ('' where missing). */
export type FoundColumn =
  | {
      readonly id: string;
      readonly kind: 'number';
      readonly values: Float64Array;
      readonly unit?: string;
      readonly proposal?: Proposal;
    }
  | { readonly id: string; readonly kind: 'text'; readonly values: readonly string[]; readonly proposal?: Proposal };

/** A table with one row per trial, or another one. Times are seconds. */
export interface FoundTable {
  readonly id: string;
  readonly rows: number;
  readonly columns: readonly FoundColumn[];
}

/**
 * Windows around events, cut out already: one row an event, one column a sample around it. Such a table has no clock of
 * its own.
 */
export interface FoundWindows {
  /** Unique in the recording: what the columns of samples are called, e.g. `photometry`. */
  readonly id: string;
  /** Unit of its values as the file states it. */
  readonly unit: string | undefined;
  readonly rows: number;
  /** Of each sample, seconds from the event, increasing and evenly spaced. */
  readonly seconds: Float64Array;
  /** The event at 0 s: `cue`, `reward`, `lick` or `event`. */
  readonly align: string;
  /** Id of the table with what else is known of each row: animal, session, trial, condition. */
  readonly table: string;
}

/**
 * What the file does not say and a person must, such as the unit of its times. Until it is answered the recording is
 * read with the proposed option.
 */
export interface Question {
  /** Unique in the recording, e.g. `time-unit`. */
  readonly id: string;
  /** One sentence that ends with a question mark. */
  readonly text: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  /** If any number in a range is an answer, beside the options: written as text. */
  readonly number?: { readonly min: number; readonly max: number; readonly isWhole: boolean; readonly unit: string };
  /** Id of the proposed option, or the proposed number. */
  readonly proposed: string;
  /** One clause without a full stop. */
  readonly reason: string;
}

/** Everything that a recording contains, without the samples of its signals. */
export interface Found {
  readonly signals: readonly FoundSignal[];
  readonly events: readonly FoundEvents[];
  readonly units: readonly FoundUnit[];
  readonly tables: readonly FoundTable[];
  /** Absent if there are none. */
  readonly windows?: readonly FoundWindows[];
  /** ISO 8601 as the file states it, with an offset or Z only if it states one; undefined if it does not say. */
  readonly startsAt: string | undefined;
  /** The animal, as the file names it. */
  readonly subject?: string | undefined;
  readonly questions: readonly Question[];
  /** Each one line: what is unusual, and what was done about it. */
  readonly warnings: readonly string[];
}

/** An opened recording. */
export interface OpenedRecording {
  readonly found: Found;
  /** Values of samples [from, to) of a signal, in its unit; NaN where missing. */
  values(signal: string, from: number, to: number): Promise<Float64Array>;
  /** Times of samples [from, to), seconds. Not decreasing within a part. */
  times(signal: string, from: number, to: number): Promise<Float64Array>;
  /** All windows of this id: rows x samples, row-major, in their unit; NaN where missing. Absent if there are none. */
  readonly windows?: (id: string) => Promise<Float32Array>;
  /** Frees what the garbage collector does not. */
  close(): void;
}

/** A person's answers to questions: ids of options, or numbers as text, by ids of questions. */
export type Answers = Readonly<Record<string, string>>;

/**
 * Reads one file format. A reader recognises its files by content before name, reads large files in slices, runs nothing
 * that a file contains and opens nothing but the given source.
 */
export interface Reader {
  /** Equal to the file name without its extension. */
  readonly id: string;
  readonly title: string;
  /** One sentence: which devices and programs write it. */
  readonly summary: string;
  /** Endings of its files, lower-case with a dot, for file dialogs. */
  readonly extensions: readonly string[];
  /** Where its layout is described. */
  readonly source: string;
  /** The recordings of this format in what was opened. Reads little of each file. Never throws. */
  detect(source: Source): readonly Claim[];
  /**
   * @param claim one that `detect` returned
   * @throws InputError with the file, the place (byte, row or object) and a remedy
   */
  open(claim: Claim, source: Source, answers: Answers): Promise<OpenedRecording>;
}

export const defineReader = (reader: Reader): Reader => Object.freeze(reader);
