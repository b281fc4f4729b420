import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import { inflatedCache, loadInflate, type Compressed, type Inflate } from '../compressed/inflate.ts';
import { windowed } from '../sampled/window.ts';
import { inFull } from '../sampled/words.ts';
import { elementAt, types, type Bytes, type Element } from './elements.ts';
import { headOf, matrixAt, type Budget, type Named } from './matrix.ts';
import type { MatFile, MatValue } from './tree.ts';

const headerBytes = 128;
const version = 0x0100;

/** The byte order of a file of version 5; undefined if it is another. Version 7.3 is HDF5 and has another number. */
export function orderOf(file: SourceFile): { isLittle: boolean } | undefined {
  const [b0, b1, b2, b3] = file.read(headerBytes - 4, headerBytes);
  if (b2 === 0x49 && b3 === 0x4d && ((b1 as number) << 8) + (b0 as number) === version) return { isLittle: true };
  if (b2 === 0x4d && b3 === 0x49 && ((b0 as number) << 8) + (b1 as number) === version) return { isLittle: false };
  return undefined;
}

/**
 * The variables of a file of version 5 to 7. Uncompressed arrays stay in the file until they are read; a compressed
 * variable is inflated whole, up to 512 MiB, and again if it was not used for long.
 */
export async function readVersion5(file: SourceFile, isLittle: boolean): Promise<MatFile> {
  const data: Bytes = { bytes: file.bytes, read: windowed(file), isLittle, where: file.name };
  const cache = inflatedCache();
  const variables = new Map<string, MatValue>();
  const warnings: string[] = [];
  const budget: Budget = { nodes: 0 };
  let inflate: Inflate | undefined;
  let lastError: unknown;
  const leftOut = (error: unknown): void => {
    if (!(error instanceof InputError)) throw error;
    lastError = error;
    warnings.push(`${error.message.replace(/; [^;]*$/, '')}: left out`);
  };
  for (let at = headerBytes; at < file.bytes;) {
    let element: Element;
    try {
      element = elementAt(data, at, file.bytes);
    } catch (error) {
      leftOut(error);
      break;
    }
    at = element.next;
    try {
      if (element.type === types.compressed) inflate ??= await loadInflate();
      const found = variableOf(data, element, budget, inflate, cache);
      if (found !== undefined && found.name !== '') variables.set(found.name, found.value);
    } catch (error) {
      leftOut(error);
    }
  }
  if (variables.size === 0 && lastError !== undefined) throw lastError;
  return { variables, warnings, close: () => cache.clear() };
}

/** @returns undefined if the element holds no variable */
function variableOf(
  data: Bytes,
  element: Element,
  budget: Budget,
  inflate: Inflate | undefined,
  cache: ReturnType<typeof inflatedCache>,
): Named | undefined {
  if (element.type === types.matrix) return matrixAt(data, element.from, element.to, budget);
  if (element.type !== types.compressed || inflate === undefined) return undefined;
  const part: Compressed = {
    file: data,
    from: element.from,
    to: element.to,
    wrapping: 'zlib',
    where: `${data.where}, byte ${inFull(element.from)}`,
  };
  const start = inflate.start(part, 8);
  if (start.length < 8) return undefined;
  const view = new DataView(start.buffer, start.byteOffset, 8);
  if (view.getUint32(0, data.isLittle) !== types.matrix) return undefined;
  const size = 8 + view.getUint32(4, data.isLittle);
  // Only the head, so that the name can stand in messages.
  const first = inflate.start(part, Math.min(size, 512));
  const { name } = headOf(
    { ...data, bytes: first.length, read: (from, to) => first.subarray(from, to) },
    8,
    first.length,
  );
  const where = `${data.where}, variable ${name}`;
  const inflated: Bytes = {
    bytes: size,
    isLittle: data.isLittle,
    where,
    read: (from, to) =>
      cache.get(String(part.from), () => inflate.whole({ ...part, where }, size)).subarray(from, Math.min(to, size)),
  };
  // Read once to find damage when the file is opened, not when it is drawn.
  inflated.read(0, 0);
  return matrixAt(inflated, 8, size, budget);
}
