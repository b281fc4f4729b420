import base64 from 'assembly:networks';
import { fromBase64 } from '../../../core/base64.ts';

/** Exports of assembly/networks.ts; pointers are bytes; see the comments there. */
export interface Kernel {
  multiply(
    a: number,
    rowStride: number,
    depthStride: number,
    b: number,
    bStride: number,
    c: number,
    cStride: number,
    rows: number,
    columns: number,
    depth: number,
    bias: number,
    activation: number,
    accumulate: number,
    pack: number,
  ): void;
  transpose(from: number, to: number, rows: number, columns: number): void;
  throughActivation(gradient: number, output: number, count: number, activation: number): void;
  sumRows(from: number, to: number, rows: number, columns: number): void;
  patches(
    from: number,
    to: number,
    batch: number,
    rows: number,
    columns: number,
    channels: number,
    channelStride: number,
    size: number,
    width: number,
    pictureStride: number,
  ): void;
  addPatches(
    from: number,
    to: number,
    batch: number,
    rows: number,
    columns: number,
    channels: number,
    channelStride: number,
    size: number,
    width: number,
    pictureStride: number,
  ): void;
  squares(from: number, count: number): number;
  adam(
    weights: number,
    gradient: number,
    mean: number,
    meanSquare: number,
    count: number,
    scale: number,
    beta1: number,
    beta2: number,
    rate: number,
    epsilon: number,
  ): void;
  rmsprop(
    weights: number,
    gradient: number,
    meanSquare: number,
    count: number,
    scale: number,
    decay: number,
    rate: number,
    epsilon: number,
  ): void;
  gruForward(
    fromInput: number,
    fromHidden: number,
    hidden: number,
    gates: number,
    out: number,
    batch: number,
    units: number,
  ): void;
  gruBackward(
    gradient: number,
    fromHidden: number,
    hidden: number,
    gates: number,
    byInput: number,
    byHidden: number,
    batch: number,
    units: number,
  ): void;
  lstmForward(
    fromInput: number,
    fromHidden: number,
    cell: number,
    gates: number,
    out: number,
    cellOut: number,
    batch: number,
    units: number,
  ): void;
  lstmBackward(
    gradient: number,
    cellGradient: number,
    cell: number,
    cellOut: number,
    gates: number,
    byGates: number,
    batch: number,
    units: number,
  ): void;
  carry(from: number, to: number, starts: number, rows: number, columns: number): void;
  keepRows(from: number, to: number, starts: number, rows: number, columns: number): void;
}

/** Size of `pack`: packedDepth x (packedColumns + 4) of the kernel. */
const packNumbers = 256 * 132;
const pageBytes = 65_536;
/** A vector of four numbers. */
const alignment = 16;

let compiled: WebAssembly.Module | undefined;

/** A memory with its kernel. Blocks are allocated one after another, aligned to a vector. */
export class KernelMemory {
  readonly kernel: Kernel;
  private readonly memory = new WebAssembly.Memory({ initial: 1 });
  // Address 0 means none.
  private end = alignment;
  /** Scratch memory in which `multiply` packs frequently used operands. */
  readonly pack: number;

  constructor() {
    compiled ??= new WebAssembly.Module(fromBase64(base64));
    this.kernel = new WebAssembly.Instance(compiled, { env: { memory: this.memory, abort: () => undefined } })
      .exports as unknown as Kernel;
    this.pack = this.floats(packNumbers);
  }

  /** Address of a zeroed block of this many numbers. */
  floats(count: number): number {
    return this.take(4 * count);
  }

  /** The same for a number of bytes. */
  take(bytes: number): number {
    const at = this.end;
    this.end = at + Math.ceil(bytes / alignment) * alignment;
    const missing = this.end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    new Uint8Array(this.memory.buffer, at, this.end - at).fill(0);
    return at;
  }

  /** Address of the next block; `free` releases everything from an address on. */
  get mark(): number {
    return this.end;
  }

  free(mark: number): void {
    this.end = mark;
  }

  /** A view of a block; valid until the next allocation. */
  view(at: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, count);
  }

  bytes(at: number, count: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, at, count);
  }
}
