import { InputError } from '../../core/errors.ts';
import type { SourceFile } from '../../contracts/reader.ts';
import { inFull } from '../sampled/words.ts';

/** Part of a file that is compressed by deflate. */
export interface Compressed {
  readonly file: Pick<SourceFile, 'read'>;
  readonly from: number;
  readonly to: number;
  /** `zlib` has a header and the Adler-32 of the contents, `raw` (of zip) neither. */
  readonly wrapping: 'zlib' | 'raw';
  /** CRC-32 of the contents, which a zip file states. */
  readonly crc32?: number;
  /** For messages: the file and the place in it. */
  readonly where: string;
}

/** Largest contents that are inflated, which is done whole: 512 MiB. */
const maxInflated = 1 << 29;
/** Deflate makes at most 1,032 bytes of one. */
const maxRatio = 1032;
const inputStep = 1 << 16;

type Inflater = new (out: (chunk: Uint8Array, isLast: boolean) => void) => {
  push(chunk: Uint8Array, isLast?: boolean): void;
};
export type Inflate = ReturnType<typeof inflater>;

/** Functions that inflate, once the library is loaded. */
export async function loadInflate(): Promise<Inflate> {
  const { Inflate: Raw, Unzlib } = await import('fflate');
  return inflater({ raw: Raw, zlib: Unzlib });
}

function inflater(streams: Readonly<Record<Compressed['wrapping'], Inflater>>) {
  const damaged = (where: string, why: string): InputError =>
    new InputError(`its compressed contents are damaged (${why})`, where, 'copy or export the file again');

  /** @param out returns true once it has enough */
  function run({ file, from, to, wrapping, where }: Compressed, out: (chunk: Uint8Array) => boolean): void {
    const done = { enough: false };
    const stream = new streams[wrapping]((chunk) => {
      if (!done.enough) done.enough = out(chunk);
    });
    for (let at = from; at < to && !done.enough; at += inputStep) {
      const chunk = file.read(at, Math.min(to, at + inputStep));
      try {
        stream.push(chunk, at + inputStep >= to);
      } catch (error) {
        if (error instanceof InputError) throw error;
        throw damaged(where, (error as Error).message);
      }
    }
  }

  return {
    /** At least the first `count` bytes of the contents, if there are as many. */
    start(part: Compressed, count: number): Uint8Array {
      const into = new Uint8Array(count);
      let at = 0;
      run(part, (chunk) => {
        into.set(chunk.subarray(0, count - at), at);
        at = Math.min(count, at + chunk.length);
        return at === count;
      });
      return into.subarray(0, at);
    },

    /** @throws InputError if the contents are not of this size, are damaged or too large */
    whole(part: Compressed, size: number): Uint8Array {
      if (size > maxInflated)
        throw new InputError(
          `its contents have ${inFull(size)} bytes, more than the ${inFull(maxInflated)} that are inflated at once`,
          part.where,
          'save it without compression, or in parts',
        );
      if (size > maxRatio * (part.to - part.from))
        throw damaged(part.where, `${inFull(part.to - part.from)} bytes cannot hold the ${inFull(size)} announced`);
      const into = new Uint8Array(size);
      let at = 0;
      run(part, (chunk) => {
        if (at + chunk.length > size) throw damaged(part.where, `more than the ${inFull(size)} bytes announced`);
        into.set(chunk, at);
        at += chunk.length;
        return false;
      });
      if (at < size) throw damaged(part.where, `${inFull(at)} of ${inFull(size)} bytes`);
      if (!isSound(part, into)) throw damaged(part.where, 'the checksum is another');
      return into;
    },
  };
}

function isSound({ file, to, wrapping, crc32: stated }: Compressed, contents: Uint8Array): boolean {
  if (wrapping === 'raw') return stated === undefined || stated === crc32(contents);
  const end = file.read(to - 4, to);
  return end.length === 4 && new DataView(end.buffer, end.byteOffset, 4).getUint32(0) === adler32(contents);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** RFC 1952, section 8. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** RFC 1950, section 9. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  // The longest run whose sums stay below 2^32 before they are reduced.
  for (let from = 0; from < bytes.length; from += 5552) {
    const to = Math.min(bytes.length, from + 5552);
    for (let i = from; i < to; i++) {
      a += bytes[i] as number;
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return b * 65_536 + a;
}

/** Inflated contents that were used last, up to the size of one that is just small enough. */
export function inflatedCache(capacity = maxInflated) {
  const kept = new Map<string, Uint8Array>();
  let size = 0;
  return {
    get(key: string, make: () => Uint8Array): Uint8Array {
      const known = kept.get(key);
      const bytes = known ?? make();
      // The order of a map is that of insertion: what is used last stands last.
      kept.delete(key);
      kept.set(key, bytes);
      if (known === undefined) size += bytes.length;
      for (const [old, { length }] of kept) {
        if (size <= capacity || old === key) break;
        kept.delete(old);
        size -= length;
      }
      return bytes;
    },
    clear(): void {
      kept.clear();
      size = 0;
    },
  };
}
