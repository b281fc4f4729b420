import base64 from 'assembly:linear';
import type { FeatureStrip } from '../../contracts/architecture.ts';
import { fromBase64 } from '../../core/base64.ts';
import { wholeFours } from '../../core/whole-fours.ts';
import type { LastStrip } from './last-strips.ts';
import { PlainStrips } from './plain-strips.ts';
import type { StripKernel } from './strip-kernel.ts';

/** Maximum number of rows per call; more rows take several calls. */
export const rowsAtOnce = 1024;
export const numberBytes = 8;
const pageBytes = 65_536;
/** Initial capacity in numbers; unwritten pages take no memory. */
const firstNumbers = 1e6;
/** Maximum size of the stored strips, in numbers; beyond it all are dropped, and copied again when they recur. */
const maxNumbers = 8e6;

/** Numbers per descriptor of a strip, see assembly/linear.ts. */
export const stripNumbers = 8;
/** Integers per range, and a range that never ends. */
export const rangeWords = 3;
export const forever = 1 << 30;
/** Places of the moment. */
export const now = { before: 0, step: 1, left: 2, due: 3, next: 4, overlap: 5 };

/** Offsets of the parts of a call, in numbers. */
interface Room {
  readonly moment: number;
  readonly strips: number;
  readonly weights: number;
  readonly traces: number;
  /** The previous row of strips that do not go on, and of those that are gone; and the likenesses of the former. */
  readonly last: number;
  readonly leaving: number;
  readonly likeness: number;
  /** A row of zeros, and an empty range. */
  readonly zeros: number;
  readonly empty: number;
  readonly reward: number;
  readonly rpe: number;
  readonly value: number;
  readonly end: number;
}

/** Offsets of a table that contains strips, in numbers. */
interface Placed {
  readonly values: number;
  readonly ranges: number;
  readonly likeness: number;
}

/**
 * The memory of the kernel, which serves all learners: weights and traces are copied in and out with each call, which
 * costs little compared with the rows; the long tables that contain strips stay.
 */
export class StripMemory {
  /** Absent where there is no WebAssembly: then the TypeScript loops run, which give the same bits. */
  private readonly module = typeof WebAssembly === 'undefined' ? undefined : new WebAssembly.Module(fromBase64(base64));
  kernel!: StripKernel;
  numbers!: Float64Array;
  words!: Int32Array;
  /** Capacities. */
  private most = { strips: 8, width: 512 };
  room = roomFor(this.most);
  /** Offset of the next table. */
  private end = this.room.end;
  private placed = new WeakMap<Float64Array, Placed>();
  private foundValues: Float64Array | undefined;
  private found: Placed | undefined;
  /** The strips whose weights and traces lie in the memory, one after another. */
  held: readonly LastStrip[] = [];

  constructor() {
    this.takeMemory(firstNumbers);
  }

  /** Ensures capacity, and copies missing tables. */
  prepare(strips: readonly FeatureStrip[], all: readonly LastStrip[]): void {
    this.makeRoom(all.length, paddedWidth(all));
    if (!this.hasAll(strips)) this.placeAll(strips);
  }

  private makeRoom(strips: number, width: number): void {
    if (strips <= this.most.strips && width <= this.most.width) return;
    this.most = { strips: Math.max(strips, this.most.strips), width: Math.max(width, this.most.width) };
    this.forget(roomFor(this.most));
  }

  private hasAll(strips: readonly FeatureStrip[]): boolean {
    for (let i = 0; i < strips.length; i++) {
      const { values } = strips[i];
      if (values !== this.foundValues && !this.placed.has(values)) return false;
    }
    return true;
  }

  private placeAll(strips: readonly FeatureStrip[]): void {
    const more = [...new Map(strips.map((strip) => [strip.values, strip])).values()].reduce(
      (sum, strip) => sum + placedLength(strip),
      0,
    );
    if (this.end + more > maxNumbers) this.forget(this.room);
    if (this.end + more > this.numbers.length) {
      this.forget(this.room);
      this.takeMemory(Math.max(2 * this.numbers.length, this.end + more));
    }
    for (const strip of strips) this.place(strip);
  }

  private place(strip: FeatureStrip): void {
    const { values, width, ranges } = strip;
    if (this.placed.has(values)) return;
    const at = this.end;
    const placed = {
      values: at,
      ranges: at + wholeFours(values.length),
      likeness: at + placedLength(strip) - wholeFours(rowsOf(strip)),
    };
    this.end += placedLength(strip);
    this.numbers.set(values, placed.values);
    this.words.set(ranges ?? [0, wholeFours(width), forever], 2 * placed.ranges);
    this.numbers.set(likenesses(strip), placed.likeness);
    this.placed.set(values, placed);
  }

  private forget(room: Room): void {
    this.room = room;
    this.end = room.end;
    this.placed = new WeakMap();
    this.held = [];
    this.foundValues = undefined;
    if (this.end > this.numbers.length) this.takeMemory(2 * this.end);
    else this.numbers.fill(0, 0, room.end);
    this.words[2 * room.empty + 2] = forever;
  }

  /**
   * A separate memory of a given size in numbers. It never grows: growing detaches its buffer, and once any buffer of a
   * process has been detached V8 checks for it at every access to every typed array, which slows down all learning.
   */
  private takeMemory(numbers: number): void {
    const pages = Math.ceil((numbers * numberBytes) / pageBytes);
    const memory = this.module === undefined ? undefined : new WebAssembly.Memory({ initial: pages });
    const buffer = memory === undefined ? new ArrayBuffer(pages * pageBytes) : memory.buffer;
    this.numbers = new Float64Array(buffer);
    this.words = new Int32Array(buffer);
    this.kernel =
      this.module === undefined
        ? new PlainStrips(this.numbers, this.words)
        : (new WebAssembly.Instance(this.module, { env: { memory, abort: () => undefined } })
            .exports as unknown as StripKernel);
    this.words[2 * this.room.empty + 2] = forever;
  }

  /** A look-up in the map takes as long as a row, and tables mostly have the same values. */
  placeOf(values: Float64Array): Placed {
    if (values !== this.foundValues) {
      this.found = this.placed.get(values) as Placed;
      this.foundValues = values;
    }
    return this.found as Placed;
  }
}

function roomFor({ strips, width }: { readonly strips: number; readonly width: number }): Room {
  let end = 4;
  const take = (count: number): number => {
    const at = end;
    end += wholeFours(count);
    return at;
  };
  const parts = {
    moment: take(Object.keys(now).length),
    reward: take(rowsAtOnce),
    rpe: take(rowsAtOnce),
    value: take(rowsAtOnce),
    strips: take(stripNumbers * strips),
    weights: take(width),
    traces: take(width),
    last: take(width),
    leaving: take(width),
    likeness: take(strips),
    zeros: take(width),
    empty: take(2),
  };
  return { ...parts, end };
}

const rowsOf = ({ values, stride }: FeatureStrip): number => (stride === 0 ? 1 : values.length / stride);

/** Values, ranges, and likenesses. */
function placedLength(strip: FeatureStrip): number {
  const { values, ranges } = strip;
  return wholeFours(values.length) + wholeFours((ranges?.length ?? rangeWords) / 2) + wholeFours(rowsOf(strip));
}

/** Products of each row with the row before it; row 0 only has itself. */
function likenesses(strip: FeatureStrip): Float64Array {
  const { values, stride, width } = strip;
  return Float64Array.from({ length: rowsOf(strip) }, (_, row) => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += values[row * stride + k] * values[Math.max(0, row - 1) * stride + k];
    return sum;
  });
}

function paddedWidth(strips: readonly { readonly width: number }[]): number {
  let sum = 0;
  for (let i = 0; i < strips.length; i++) sum += wholeFours(strips[i].width);
  return sum;
}
