import { power } from '../../core/power.ts';

/** Maximum count of numbers that a chunk may store or sum, over all signals: half a gigabyte. */
const maxKept = 1.25e8;
/** Maximum size of a chunk's largest matrix: what fits into a processor's cache, or into a part of a GPU's memory. */
const maxInMatrix = { processor: 262_144, gpu: 134_217_728 };
const minChunk = 16;
const maxOfList = 6;

/**
 * Number of subjects to run in parallel.
 * @param rows numbers per subject in the largest matrix
 * @param kept numbers stored per subject until it is judged
 */
export function chunkFor(backend: string, rows: number, kept: number): number {
  const matrix = backend === 'tfjs-cuda' ? maxInMatrix.gpu : maxInMatrix.processor;
  return Math.max(
    minChunk,
    power(2, Math.floor(Math.log2(Math.max(1, Math.min(matrix / Math.max(1, rows), maxKept / Math.max(1, kept)))))),
  );
}

/** A few entries of a list, spread over it. */
export const someOf = <T>(list: readonly T[]): readonly T[] =>
  Array.from(
    { length: Math.min(maxOfList, list.length) },
    (_, i) => list[Math.floor((i * list.length) / Math.min(maxOfList, list.length))] as T,
  );
