import type { SourceFile } from '../../contracts/reader.ts';
import { decoded, storedBytes } from '../sampled/numbers.ts';
import { windowed } from '../sampled/window.ts';
import { several } from '../sampled/words.ts';
import type { Packets } from './index-file.ts';

/** Packets of a channel that are wholly in the data file. */
export interface Train {
  readonly packets: Packets;
  /** Of each packet: index of its first sample. One more: the number of samples. */
  readonly firsts: Float64Array;
}

/** @returns the packets that are there, and for those that are not the bytes that the file lacks */
export function trains(
  streams: readonly Packets[],
  file: SourceFile | undefined,
): { trains: Train[]; warnings: string[] } {
  let lacking = 0;
  const lost: string[] = [];
  const found = streams.map((packets): Train => {
    const size = storedBytes[packets.stored];
    let count = 0;
    const inFile = packets.positions.map((position, i) => {
      const beyond = position + (packets.bytes[i] as number) - (file?.bytes ?? 0);
      lacking = Math.max(lacking, beyond);
      return beyond <= 0;
    });
    const kept = inFile.flatMap((is, i) => (is && (packets.bytes[i] as number) >= size ? [i] : []));
    const gone = inFile.filter((is) => !is).length;
    if (gone > 0) lost.push(`${several(gone, 'packet')} of ${packets.store} channel ${packets.channel}`);
    const firsts = new Float64Array(kept.length + 1);
    kept.forEach((i, k) => {
      firsts[k] = count;
      count += Math.floor((packets.bytes[i] as number) / size);
    });
    firsts[kept.length] = count;
    const pick = (all: readonly number[]): number[] => kept.map((i) => all[i] as number);
    const { seconds, positions, bytes } = packets;
    return {
      packets: { ...packets, seconds: pick(seconds), positions: pick(positions), bytes: pick(bytes) },
      firsts,
    };
  });
  const missing = `${lost.slice(0, 8).join(', ')}${lost.length > 8 ? `, and of ${lost.length - 8} more channels` : ''}`;
  const what = lost.length > 0 ? `missing: ${missing}` : '';
  return {
    trains: found.filter(({ packets }) => packets.seconds.length > 0),
    warnings:
      lacking === 0
        ? []
        : [
            file === undefined
              ? `there is no .tev file beside the .tsq, so the signals are ${what}`
              : `${file.name} is ${several(lacking, 'byte')} shorter than the .tsq says: ${what}`,
          ],
  };
}

/** Index of the last packet that begins at or before a sample. */
export function packetOf(firsts: Float64Array, sample: number): number {
  let [low, high] = [0, firsts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((firsts[middle] as number) <= sample) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Values of samples [from, to). */
export function packetValues({ packets, firsts }: Train, file: SourceFile, from: number, to: number): Float64Array {
  const into = new Float64Array(Math.max(0, to - from));
  const size = storedBytes[packets.stored];
  const read = windowed(file);
  for (let k = packetOf(firsts, from), at = from; at < to; k++) {
    const skip = at - (firsts[k] as number);
    const count = Math.min(to, firsts[k + 1] as number) - at;
    const position = (packets.positions[k] as number) + skip * size;
    into.set(decoded(read(position, position + count * size), packets.stored, true), at - from);
    at += count;
  }
  return into;
}
