import base64 from 'assembly:lanes';
import { fromBase64 } from '../../core/base64.ts';

/** The exports of assembly/lanes.ts, which documents them. */
export interface LaneKernel {
  runChannels(
    block: number,
    here: number,
    hereCount: number,
    last: number,
    lastCount: number,
    isFirst: number,
    offset: number,
    reward: number,
    rate: number,
    traced: number,
  ): number;
  multiply(
    triangle: number,
    group: number,
    length: number,
    listed: number,
    listedLength: number,
    weight: number,
    spread: number,
  ): void;
  takeOut(triangle: number, group: number, length: number, spans: number, spread: number, factor: number): void;
  successorErrors(
    matrix: number,
    stride: number,
    slots: number,
    factors: number,
    length: number,
    present: number,
    negativeScale: number,
    spans: number,
    count: number,
    errors: number,
  ): void;
  learnSuccessors(
    matrix: number,
    stride: number,
    traced: number,
    length: number,
    eligibility: number,
    rate: number,
    spans: number,
    count: number,
    errors: number,
  ): void;
  successorValues(
    matrix: number,
    stride: number,
    slots: number,
    length: number,
    weights: number,
    spans: number,
    count: number,
    into: number,
  ): void;
  meanWeights(block: number, features: number, count: number, into: number): void;
}

/** A memory for learners, with the kernel that works in it. It never grows, see StripMemory. */
interface LaneMemory {
  readonly kernel: LaneKernel | undefined;
  readonly buffer: ArrayBuffer;
  end: number;
}

const pageBytes = 65_536;
/** Enough for dozens of learners; unwritten pages take no memory. */
const firstPages = 64;
const numberBytes = 8;
/** A vector of two numbers. */
const alignment = 16;

let compiled: WebAssembly.Module | undefined;
/** The memory with room for more learners; it is freed when it is full and the last learner in it is gone. */
let memory: LaneMemory | undefined;

/** A memory with room for this many bytes more. */
function memoryOf(bytes: number): LaneMemory {
  const isPlain = typeof WebAssembly === 'undefined';
  const fits = memory !== undefined && memory.end + bytes <= memory.buffer.byteLength;
  if (memory === undefined || !fits || (memory.kernel === undefined) !== isPlain) memory = newMemory(bytes, isPlain);
  return memory;
}

function newMemory(bytes: number, isPlain: boolean): LaneMemory {
  const pages = Math.max(firstPages, Math.ceil(bytes / pageBytes));
  if (isPlain) return { kernel: undefined, buffer: new ArrayBuffer(pages * pageBytes), end: 0 };
  compiled ??= new WebAssembly.Module(fromBase64(base64));
  const own = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory: own, abort: () => undefined } });
  return { kernel: exports as unknown as LaneKernel, buffer: own.buffer, end: 0 };
}

/** Zeroed arrays of one learner. An array's byteOffset is its address for the kernel. */
export class LaneBlock {
  /** Absent where there is no WebAssembly: then the TypeScript loops run, which give the same bits. */
  readonly kernel: LaneKernel | undefined;
  private readonly buffer: ArrayBuffer;
  private at: number;

  /** @param numbers at most this many numbers of eight bytes in all, in at most so many arrays */
  constructor(numbers: number, arrays: number) {
    const bytes = numberBytes * numbers + alignment * arrays;
    const room = memoryOf(bytes);
    this.kernel = room.kernel;
    this.buffer = room.buffer;
    this.at = room.end;
    room.end += bytes;
  }

  floats(length: number): Float64Array {
    return new Float64Array(this.buffer, this.take(numberBytes * length), length);
  }

  integers(length: number): Int32Array {
    return new Int32Array(this.buffer, this.take(4 * length), length);
  }

  bytes(length: number): Uint8Array {
    return new Uint8Array(this.buffer, this.take(length), length);
  }

  private take(bytes: number): number {
    const { at } = this;
    this.at += alignment * Math.ceil(bytes / alignment);
    return at;
  }
}

export type Addresses<Name extends string> = Readonly<Record<Name, number>>;

/** Where the kernel finds arrays: looked up once, since asking an array takes as long as several steps of a loop. */
export function addressesOf<Name extends string>(arrays: Readonly<Record<Name, ArrayBufferView>>): Addresses<Name> {
  const entries = Object.entries<ArrayBufferView>(arrays).map(([name, { byteOffset }]) => [name, byteOffset]);
  return Object.fromEntries(entries) as Addresses<Name>;
}
