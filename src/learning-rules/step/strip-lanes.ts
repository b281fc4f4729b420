import base64 from 'assembly:linear';
import type { FeatureStrip } from '../../contracts/architecture.ts';
import { fromBase64 } from '../../core/base64.ts';
import { wholeFours } from '../../core/whole-fours.ts';
import type { DenseTable, KernelRows } from './kernel.ts';
import type { DenseMoment } from './dense-moment.ts';

/** The exports of assembly/linear.ts, which documents them. */
interface LinearKernel {
  look(
    strips: number,
    count: number,
    index: number,
    weights: number,
    traces: number,
    step: number,
    retention: number,
    out: number,
  ): void;
  runSteps(
    strips: number,
    count: number,
    from: number,
    to: number,
    weights: number,
    traces: number,
    retention: number,
    discount: number,
    rate: number,
    reward: number,
    rpe: number,
    value: number,
    moment: number,
  ): void;
}

/** Maximum number of rows per call; more rows take several calls. */
const rowsAtOnce = 1024;
const numberBytes = 8;
const stripNumbers = 3;
const pageBytes = 65_536;
/** Initial capacity in numbers; unwritten pages take no memory. */
const firstNumbers = 1e6;
/** Maximum size of the stored strips, in numbers; beyond it all are dropped, and copied again when they recur. */
const maxNumbers = 8e6;

/** Offsets of the parts of a call, in numbers. */
interface Room {
  readonly moment: number;
  readonly strips: number;
  readonly weights: number;
  readonly traces: number;
  readonly reward: number;
  readonly rpe: number;
  readonly value: number;
  readonly end: number;
}

/**
 * Rows of strips, two numbers per instruction. One memory serves all learners: weights and traces are copied in and out
 * with each call, which costs little compared with the rows; the long tables that contain strips stay.
 */
class StripLanes {
  private readonly module = new WebAssembly.Module(fromBase64(base64));
  private kernel!: LinearKernel;
  private numbers!: Float64Array;
  private words!: Int32Array;
  /** Capacities. */
  private most = { strips: 8, width: 512 };
  private room = roomFor(this.most);
  /** Offset of the next table. */
  private end = this.room.end;
  private placed = new WeakMap<Float64Array, number>();

  constructor() {
    this.takeMemory(firstNumbers);
  }

  /**
   * Runs the rows of a table after its first. The previous row is that of the moment; afterwards the moment holds the
   * last row, except for `last`.
   */
  runSteps(
    moment: DenseMoment,
    strips: readonly FeatureStrip[],
    columns: DenseTable['columns'],
    given: KernelRows,
  ): void {
    const { weights, rows, intervention, learningRate, rpe, offset, traceRetention } = given;
    this.prepare(strips);
    this.carryIn(strips, columns, weights, moment.eligibility);
    this.numbers[this.room.moment] = moment.before;
    this.numbers[this.room.moment + 1] = 0;
    for (let from = 1; from < rows; from += rowsAtOnce) {
      const to = Math.min(rows, from + rowsAtOnce);
      if (intervention === undefined) this.runFreely(strips.length, from, to, given);
      else this.runManipulated(strips.length, from, to, given, intervention);
    }
    for (let row = 1; row < rows && moment.others.count > 0; row++)
      moment.others.rest(weights, learningRate * rpe[offset + row], traceRetention);
    this.carryOut(strips, columns, weights, moment.eligibility);
    moment.before = this.numbers[this.room.moment];
  }

  private runFreely(
    strips: number,
    from: number,
    to: number,
    { from: first, discount, traceRetention, learningRate, reward, offset, rpe, value }: KernelRows,
  ): void {
    const { room, numbers } = this;
    const rows = to - from;
    numbers.set(reward.subarray(first + from, first + to), room.reward);
    const at = (place: number): number => numberBytes * place;
    this.kernel.runSteps(
      at(room.strips),
      strips,
      from,
      to,
      at(room.weights),
      at(room.traces),
      traceRetention,
      discount,
      learningRate,
      at(room.reward),
      at(room.rpe),
      at(room.value),
      at(room.moment),
    );
    rpe.set(numbers.subarray(room.rpe, room.rpe + rows), offset + from);
    value.set(numbers.subarray(room.value, room.value + rows), offset + from);
  }

  /** The same, one row at a time, because interventions on an error are computed outside. */
  private runManipulated(
    strips: number,
    from: number,
    to: number,
    { from: first, discount, traceRetention, learningRate, reward, offset, rpe, value }: KernelRows,
    intervention: NonNullable<KernelRows['intervention']>,
  ): void {
    const { room, numbers } = this;
    let before = numbers[room.moment];
    let step = numbers[room.moment + 1];
    for (let row = from; row < to; row++) {
      this.kernel.look(
        numberBytes * room.strips,
        strips,
        row,
        numberBytes * room.weights,
        numberBytes * room.traces,
        step,
        traceRetention,
        numberBytes * room.value,
      );
      const next = numbers[room.value];
      const error = intervention(first + row, reward[first + row] + discount * next - before);
      rpe[offset + row] = error;
      value[offset + row] = next;
      step = learningRate * error;
      before = next + step * numbers[room.value + 1];
    }
    numbers[room.moment] = before;
    numbers[room.moment + 1] = step;
  }

  /** Copies weights and traces of the columns. */
  private carryIn(
    strips: readonly FeatureStrip[],
    columns: Int32Array,
    weights: Float64Array,
    traces: Float64Array,
  ): void {
    const { numbers, room } = this;
    let column = 0;
    let at = 0;
    for (let i = 0; i < strips.length; i++) {
      const { width } = strips[i];
      for (let k = 0; k < width; k++, at++) {
        const feature = columns[column++];
        numbers[room.weights + at] = weights[feature];
        numbers[room.traces + at] = traces[feature];
      }
      for (const end = wholeFours(at); at < end; at++) {
        numbers[room.weights + at] = 0;
        numbers[room.traces + at] = 0;
      }
    }
  }

  /** Copies them back, with the update of the last step that is not yet applied to the weights. */
  private carryOut(
    strips: readonly FeatureStrip[],
    columns: Int32Array,
    weights: Float64Array,
    traces: Float64Array,
  ): void {
    const { numbers, room } = this;
    const step = numbers[room.moment + 1];
    let column = 0;
    let at = 0;
    for (let i = 0; i < strips.length; i++) {
      const { width } = strips[i];
      for (let k = 0; k < width; k++, at++) {
        const feature = columns[column++];
        const trace = numbers[room.traces + at];
        weights[feature] = numbers[room.weights + at] + step * trace;
        traces[feature] = trace;
      }
      at = wholeFours(at);
    }
  }

  /** Ensures capacity, copies missing tables, and returns the offsets of the strips. */
  private prepare(strips: readonly FeatureStrip[]): void {
    this.makeRoom(strips.length, paddedWidth(strips));
    if (!this.hasAll(strips)) this.placeAll(strips);
    let at = 2 * this.room.strips;
    for (let i = 0; i < strips.length; i++) {
      const { values, width, stride, first } = strips[i];
      this.words[at++] = numberBytes * ((this.placed.get(values) as number) + first * stride);
      this.words[at++] = numberBytes * stride;
      this.words[at++] = numberBytes * wholeFours(width);
    }
  }

  private makeRoom(strips: number, width: number): void {
    if (strips <= this.most.strips && width <= this.most.width) return;
    this.most = { strips: Math.max(strips, this.most.strips), width: Math.max(width, this.most.width) };
    this.forget(roomFor(this.most));
  }

  private hasAll(strips: readonly FeatureStrip[]): boolean {
    for (let i = 0; i < strips.length; i++) if (!this.placed.has(strips[i].values)) return false;
    return true;
  }

  private placeAll(strips: readonly FeatureStrip[]): void {
    const more = [...new Set(strips.map(({ values }) => values))].reduce(
      (sum, values) => sum + wholeFours(values.length),
      0,
    );
    if (this.end + more > maxNumbers) this.forget(this.room);
    if (this.end + more > this.numbers.length) {
      this.forget(this.room);
      this.takeMemory(Math.max(2 * this.numbers.length, this.end + more));
    }
    for (const { values } of strips) this.place(values);
  }

  private place(values: Float64Array): void {
    if (this.placed.has(values)) return;
    const at = this.end;
    this.end += wholeFours(values.length);
    this.numbers.set(values, at);
    this.placed.set(values, at);
  }

  private forget(room: Room): void {
    this.room = room;
    this.end = room.end;
    this.placed = new WeakMap();
    if (this.end > this.numbers.length) this.takeMemory(2 * this.end);
  }

  /**
   * A separate memory of a given size in numbers. It never grows: growing detaches its buffer, and once any buffer of a
   * process has been detached V8 checks for it at every access to every typed array, which slows down all learning.
   */
  private takeMemory(numbers: number): void {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((numbers * numberBytes) / pageBytes) });
    this.kernel = new WebAssembly.Instance(this.module, { env: { memory, abort: () => undefined } })
      .exports as unknown as LinearKernel;
    this.numbers = new Float64Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
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
    moment: take(2),
    reward: take(rowsAtOnce),
    rpe: take(rowsAtOnce),
    value: take(rowsAtOnce),
    strips: take(stripNumbers * strips),
    weights: take(width),
    traces: take(width),
  };
  return { ...parts, end };
}

function paddedWidth(strips: readonly FeatureStrip[]): number {
  let sum = 0;
  for (let i = 0; i < strips.length; i++) sum += wholeFours(strips[i].width);
  return sum;
}

let lanes: StripLanes | undefined;

/** Created on first use: most experiments have no strips. */
export const stripLanes = (): StripLanes => (lanes ??= new StripLanes());
