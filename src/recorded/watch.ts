import type { Answers, Source, SourceFile } from '../contracts/reader.ts';
import { openRecordings, type Opened } from './open.ts';

/**
 * Is told when files are read, and when this gets further. A damaged file can keep a library busy for ever: only another
 * thread or process, which this tells, can end that.
 */
export interface ReadingWatch {
  begins(): void;
  ends(): void;
  /** A part of a file is read for the first time since it began. */
  isFurther(): void;
}

/** The same as openRecordings, watched: while it opens, and while values or times are read. */
export async function openWatched(
  source: Source,
  answers: Answers,
  shown: string,
  watch: ReadingWatch,
): Promise<readonly Opened[]> {
  // Several readings may be under way.
  let under = 0;
  const during = async <T>(read: () => Promise<T>): Promise<T> => {
    if (++under === 1) watch.begins();
    try {
      return await read();
    } finally {
      if (--under === 0) watch.ends();
    }
  };
  const opened = await during(() => openRecordings(toldSource(source, watch), answers, shown));
  return opened.map((one) => ({
    ...one,
    values: (signal, from, to) => during(() => one.values(signal, from, to)),
    times: (signal, from, to) => during(() => one.times(signal, from, to)),
  }));
}

/** Bytes of a part. */
const partBytes = 1 << 20;

/** Says of each part of a file once that it is read: reading the same parts again gets no further. */
function toldSource(source: Source, { isFurther }: Pick<ReadingWatch, 'isFurther'>): Source {
  const known = new Map<SourceFile, SourceFile>();
  const told = (file: SourceFile): SourceFile => {
    const own = known.get(file) ?? toldFile(file, isFurther);
    known.set(file, own);
    return own;
  };
  return {
    files: source.files.map(told),
    find(name) {
      const file = source.find(name);
      return file && told(file);
    },
  };
}

function toldFile(file: SourceFile, isFurther: () => void): SourceFile {
  const seen = new Set<number>();
  return {
    name: file.name,
    bytes: file.bytes,
    read(from, to) {
      const before = seen.size;
      for (let part = Math.floor(from / partBytes); part * partBytes < Math.min(to, file.bytes); part++) seen.add(part);
      if (seen.size > before) isFurther();
      return file.read(from, to);
    },
  };
}
