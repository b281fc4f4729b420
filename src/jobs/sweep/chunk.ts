import { power } from '../../core/power.ts';

/** Maximum count of numbers that a chunk may store or sum, over all signals: half a gigabyte. */
const mostKept = 1.25e8;
/** Maximum size of a chunk's largest matrix: what fits into a processor's cache, or into a part of a GPU's memory. */
const mostInMatrix = { processor: 262_144, gpu: 134_217_728 };
const leastChunk = 16;
const mostOfList = 6;

/**
 * Number of subjects to run in parallel.
 * @param rows numbers per subject in the largest matrix
 * @param kept numbers stored per subject until it is judged
 */
export function chunkFor(backend: string, rows: number, kept: number): number {
  const matrix = backend === 'tfjs-cuda' ? mostInMatrix.gpu : mostInMatrix.processor;
  return Math.max(
    leastChunk,
    power(2, Math.floor(Math.log2(Math.max(1, Math.min(matrix / Math.max(1, rows), mostKept / Math.max(1, kept)))))),
  );
}

/** A few entries of a list, spread over it. */
export const someOf = <T>(list: readonly T[]): readonly T[] =>
  Array.from(
    { length: Math.min(mostOfList, list.length) },
    (_, i) => list[Math.floor((i * list.length) / Math.min(mostOfList, list.length))] as T,
  );
