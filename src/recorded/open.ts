import { InputError } from '../core/errors.ts';
import type { Answers, Claim, OpenedRecording, Reader, Source } from '../contracts/reader.ts';
import { readers } from './readers.ts';

/** A recording that was found in what was opened, and the reader of its format. */
interface ClaimedRecording {
  readonly reader: Reader;
  readonly claim: Claim;
}

/** An opened recording with its format. */
export interface Opened extends OpenedRecording {
  readonly reader: Reader;
  /** Names of its files. */
  readonly files: readonly string[];
}

const byCertainty: readonly Claim['certainty'][] = ['certain', 'likely', 'possible'];

/**
 * The recordings in what was opened, each file in one of them at most: that of the most certain reader, and of the most
 * files among equals. Less certain readers see only the files that are left, so that a list of events next to a file
 * that another reader took is still found.
 */
export function recordingsIn(source: Source): readonly ClaimedRecording[] {
  const taken = new Set<string>();
  return byCertainty.flatMap((certainty) => {
    const left: Source = {
      files: source.files.filter(({ name }) => !taken.has(name)),
      find: (name) => source.find(name),
    };
    return readers
      .flatMap((reader) => reader.detect(left).map((claim) => ({ reader, claim })))
      .filter(({ claim }) => claim.certainty === certainty)
      .toSorted((one, other) => other.claim.files.length - one.claim.files.length)
      .filter(({ claim }) => {
        if (claim.files.some(({ name }) => taken.has(name))) return false;
        claim.files.forEach(({ name }) => taken.add(name));
        return true;
      });
  });
}

/** @throws InputError if no reader knows any of it */
export function requireRecordings(source: Source, shown: string): readonly ClaimedRecording[] {
  const found = recordingsIn(source);
  if (found.length > 0) return found;
  if (source.files.every(({ bytes }) => bytes === 0))
    throw new InputError(
      source.files.length === 0
        ? 'there is no file in it'
        : source.files.length === 1
          ? 'it is empty'
          : 'all its files are empty',
      shown,
      'copy it again from where it was recorded',
    );
  throw new InputError(
    'no reader knows this format',
    shown,
    `open one of: ${readers.map(({ title }) => title).join(', ')}; or save it as CSV with one row per sample and headings`,
  );
}

/**
 * Opens everything in a source that a reader knows.
 * @param shown its name in messages
 * @throws InputError if no reader knows any of it, or a file is damaged
 */
export async function openRecordings(source: Source, answers: Answers, shown: string): Promise<readonly Opened[]> {
  const found = requireRecordings(source, shown);
  const opened: Opened[] = [];
  try {
    for (const { reader, claim } of found) {
      const one = await reader.open(claim, source, answers);
      opened.push(named(one, reader, claim));
    }
  } catch (error) {
    opened.forEach((one) => one.close());
    throw error;
  }
  return opened;
}

const named = (one: OpenedRecording, reader: Reader, claim: Claim): Opened => ({
  found: one.found,
  values: (signal, from, to) => one.values(signal, from, to),
  times: (signal, from, to) => one.times(signal, from, to),
  ...(one.windows && { windows: one.windows }),
  close: () => one.close(),
  reader,
  files: claim.files.map(({ name }) => name),
});
