import { InputError } from '../core/errors.ts';
import type { SourceFile } from '../contracts/reader.ts';
import { loadInflate } from '../readers/compressed/inflate.ts';
import { zipEntries } from '../readers/compressed/zip.ts';
import { openHdf5 } from '../readers/hdf5/open.ts';
import { asDataset, nodeAt } from '../readers/hdf5/nodes.ts';
import { hdf5Start } from '../readers/hdf5/recognise.ts';
import { parquetMarks, parquetNotes } from '../readers/parquet/file.ts';
import { notesName } from '../writers/table.ts';

/** A spec has at most a megabyte; in UTF-32, as NumPy has it, four. */
const maxBytes = 5_000_000;

/**
 * The spec in an NWB, Parquet or NPZ file that this program saved, unchecked.
 * @returns undefined if it is none of these, or has no spec
 * @throws InputError if it is damaged
 */
export async function specIn(file: SourceFile): Promise<unknown> {
  if (hdf5Start(file) !== undefined) return worldIn(await scriptIn(file));
  if (parquetMarks(file).begins) return worldIn(specOf(await parquetNotes(file, notesName)));
  const start = file.read(0, 4);
  return start[0] === 0x50 && start[1] === 0x4b ? worldIn(specOf(await npzNotes(file))) : undefined;
}

/** Other programs keep scripts and notes of their own. */
const worldIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'world' in value ? value : undefined;

const specOf = (text: string | undefined): unknown => (parsed(text) as { readonly spec?: unknown } | undefined)?.spec;

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

async function scriptIn(file: SourceFile): Promise<unknown> {
  const hdf5 = await openHdf5({ files: [file], find: () => undefined });
  try {
    const script = asDataset(nodeAt(hdf5.root(file), '/general/source_script'));
    return script?.values === 'text' ? parsed((await script.allTexts())[0]) : undefined;
  } finally {
    hdf5.close();
  }
}

/** The array of one text: a header whose length is in its bytes 8 and 9, and UTF-32. */
async function npzNotes(file: SourceFile): Promise<string | undefined> {
  const entry = zipEntries(file).find(({ name }) => name === `${notesName}.npy`);
  if (entry === undefined) return undefined;
  const where = `${file.name}, entry ${entry.name}`;
  if (entry.bytes > maxBytes)
    throw new InputError(
      `it has ${entry.bytes.toLocaleString('en-US')} bytes, too many for a spec`,
      where,
      'choose another file',
    );
  const { from, packed, bytes } = entry;
  const whole = entry.isCompressed
    ? (await loadInflate()).whole({ file, from, to: from + packed, wrapping: 'raw', crc32: entry.crc32, where }, bytes)
    : file.read(from, from + bytes);
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  const at = view.byteLength < 10 ? 0 : 10 + view.getUint16(8, true);
  const points = Array.from({ length: Math.max(0, Math.floor((view.byteLength - at) / 4)) }, (_, i) =>
    view.getUint32(at + 4 * i, true),
  );
  return points.some((point) => point > 0x10ffff)
    ? undefined
    : points
        .map((point) => String.fromCodePoint(point))
        .join('')
        .replaceAll('\0', '');
}
