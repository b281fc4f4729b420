import { InputError } from '../../core/errors.ts';
import type { Hdf5Dataset } from '../hdf5/nodes.ts';

/** Times of packets of samples, as a TDT block has them: a time for the first sample of each. */
export interface Packets {
  readonly rows: number;
  /** Seconds of samples [from, to), minus `zero`. */
  seconds(from: number, to: number): Promise<Float64Array>;
}

/**
 * Times of all samples of a store: as many times as samples, or one for each packet, whose samples follow at the rate.
 * @param zero seconds that are taken from all
 * @throws InputError if the numbers of both do not fit
 */
export function packetsOf(
  { data, times, rateHz }: { data: Hdf5Dataset; times: Hdf5Dataset; rateHz: number | undefined },
  zero: number,
): Packets {
  const [rows, stamps] = [data.shape[0] as number, times.shape[0] as number];
  const perPacket = rows / stamps;
  const shifted = async (from: number, to: number): Promise<Float64Array> => {
    const read = await times.numbers([from], [to - from]);
    return zero === 0 ? read : read.map((time) => time - zero);
  };
  if (perPacket === 1) return { rows, seconds: shifted };
  if (!Number.isInteger(perPacket) || rateHz === undefined)
    throw new InputError(
      `it has ${rows} samples, but ${stamps} times`,
      data.where,
      'run GuPPy on the raw recording again, or open that',
    );
  return {
    rows,
    async seconds(from, to) {
      const first = Math.floor(from / perPacket);
      const starts = await shifted(first, Math.ceil(to / perPacket));
      return Float64Array.from({ length: to - from }, (_, i) => {
        const packet = Math.floor((from + i) / perPacket);
        return (starts[packet - first] as number) + ((from + i) % perPacket) / rateHz;
      });
    },
  };
}
