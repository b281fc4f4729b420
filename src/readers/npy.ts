import { InputError } from '../core/errors.ts';
import { defineReader, type Claim, type SourceFile } from '../contracts/reader.ts';
import { recordingOf } from './arrays/recording.ts';
import { inflatedCache, loadInflate, type Inflate } from './compressed/inflate.ts';
import { firstEntryName, zipEntries, type ZipEntry } from './compressed/zip.ts';
import { isNpy, npyHeader, type NpyBytes } from './npy/header.ts';
import { gatherNpy, type Leaves } from './npy/leaves.ts';
import { holds } from './sampled/holds.ts';
import { windowed } from './sampled/window.ts';
import { inFull } from './sampled/words.ts';

/** Contents of all compressed arrays of a .npz: 4 GiB. */
const maxTotal = 4_294_967_296;
const headerGuess = 1 << 12;

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);
const stemOf = (name: string): string => name.slice(folderOf(name).length).replace(/\.np[yz]$/i, '');
/** `_ibl_trials.goCue_times` is trials.goCue_times. */
const keyOf = (name: string): string => stemOf(name).replace(/^_[a-zA-Z0-9]+_/, '');

/** Adds one array, or says why not. @returns the refusal, if any */
function gather(data: NpyBytes, key: string, into: Leaves): InputError | undefined {
  try {
    gatherNpy(data, npyHeader(data), key, into);
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    into.warnings.push(`${error.where}: ${error.what}: left out`);
    return error;
  }
}

function entryBytes(
  file: SourceFile,
  entry: ZipEntry,
  inflate: Inflate,
  cache: ReturnType<typeof inflatedCache>,
): NpyBytes {
  const { from, packed, bytes } = entry;
  const where = `${file.name}, entry ${entry.name}`;
  if (!entry.isCompressed) {
    return { bytes, where, read: (start, end) => file.read(from + start, from + Math.min(end, bytes)) };
  }
  const part = { file, from, to: from + packed, wrapping: 'raw' as const, crc32: entry.crc32, where };
  // The header stands at the start: only that is inflated to say what is inside.
  const start = inflate.start(part, Math.min(headerGuess, bytes));
  return {
    bytes,
    where,
    read: (first, last) =>
      last <= start.length
        ? start.subarray(first, last)
        : cache.get(entry.name, () => inflate.whole(part, bytes)).subarray(first, Math.min(last, bytes)),
  };
}

async function openZip(file: SourceFile, into: Leaves, cache: ReturnType<typeof inflatedCache>): Promise<InputError[]> {
  const entries = zipEntries(file).filter(({ name }) => name.toLowerCase().endsWith('.npy'));
  const total = entries.reduce((sum, { isCompressed, bytes }) => sum + (isCompressed ? bytes : 0), 0);
  if (total > maxTotal)
    throw new InputError(
      `its compressed arrays announce ${inFull(total)} bytes, more than ${inFull(maxTotal)}`,
      file.name,
      'save it with numpy.savez, which does not compress',
    );
  const inflate = await loadInflate();
  const refusals: InputError[] = [];
  for (const entry of entries) {
    const key = entry.name.replace(/\.npy$/i, '').replaceAll('/', '.');
    let refusal: InputError | undefined;
    try {
      refusal = gather(entryBytes(file, entry, inflate, cache), key, into);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refusal = error;
      into.warnings.push(`${error.where}: ${error.what}: left out`);
    }
    if (refusal !== undefined) refusals.push(refusal);
  }
  return refusals;
}

async function open({ files }: Claim, answers: Readonly<Record<string, string>>) {
  const [first] = files as [SourceFile];
  const leaves: Leaves = { numbers: [], texts: [], warnings: [] };
  const cache = inflatedCache();
  const refusals: InputError[] = [];
  for (const file of files) {
    if (firstEntryName(file) !== undefined) refusals.push(...(await openZip(file, leaves, cache)));
    else {
      const refusal = gather({ bytes: file.bytes, where: file.name, read: windowed(file) }, keyOf(file.name), leaves);
      if (refusal !== undefined) refusals.push(refusal);
    }
  }
  const [refusal] = refusals;
  if (refusal !== undefined && leaves.numbers.length + leaves.texts.length === 0) throw refusal;
  const folder = folderOf(first.name).slice(0, -1);
  const name = files.length === 1 ? stemOf(first.name) : folder.slice(folder.lastIndexOf('/') + 1) || 'arrays';
  return recordingOf({ ...leaves, file: name, close: () => cache.clear() }, answers);
}

/** .npy files of one folder are read together, since their times are often in a file of their own. */
function detect(all: readonly SourceFile[]): Claim[] {
  const inFolders = new Map<string, SourceFile[]>();
  const claims: Claim[] = [];
  for (const file of all) {
    if (holds(() => isNpy(file.read(0, 8)))) {
      const folder = folderOf(file.name);
      inFolders.set(folder, [...(inFolders.get(folder) ?? []), file]);
    } else if (holds(() => firstEntryName(file)?.endsWith('.npy') === true)) {
      claims.push({ files: [file], certainty: 'certain' });
    }
  }
  return [...claims, ...[...inFolders.values()].map((files) => ({ files, certainty: 'possible' as const }))];
}

export default defineReader({
  id: 'npy',
  title: 'NumPy arrays (NPY, NPZ)',
  summary: "NumPy's .npy and .npz, and folders of .npy such as those of ALF (the International Brain Laboratory)",
  extensions: ['.npy', '.npz'],
  source: 'NumPy, numpy.lib.format, https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html',
  detect: ({ files }) => detect(files),
  open: async (claim, _source, answers) => open(claim, answers),
});
