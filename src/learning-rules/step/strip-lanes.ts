import type { FeatureStrip } from '../../contracts/architecture.ts';
import { wholeFours } from '../../core/whole-fours.ts';
import type { KernelRows } from './kernel.ts';
import type { LastStrip, LastStrips } from './last-strips.ts';
import type { DenseMoment } from './dense-moment.ts';
import { describe, describeJumps, describeLeaving, describePlace, readBack } from './strip-descriptors.ts';
import { now, numberBytes, rowsAtOnce, StripMemory } from './strip-memory.ts';

/** Rows of strips, two numbers per instruction. */
class StripLanes {
  private readonly memory = new StripMemory();

  /**
   * Runs the rows of a table of strips; or, without strips, the row in which there are none any longer. The previous row
   * is that of the moment, which afterwards holds the last row.
   */
  runSteps(moment: DenseMoment, strips: readonly FeatureStrip[], given: KernelRows): void {
    const { weights, rows, intervention, learningRate, rpe, offset, traceRetention } = given;
    const { lastStrips: last, others } = moment;
    const goesOn = !moment.isFirst && last.isFollowedBy(strips);
    const first = goesOn ? 0 : 1;
    if (goesOn) {
      this.memory.prepare(strips, last.strips);
      this.carryIn(last.strips, weights, moment.eligibility);
      describe(this.memory, strips, last.strips);
    } else {
      this.enter(moment, strips, given);
      if (strips.length === 0) return;
    }
    const { numbers, room } = this.memory;
    numbers[room.moment + now.before] = moment.before;
    numbers[room.moment + now.step] = last.step;
    numbers[room.moment + now.left] = last.left;
    numbers[room.moment + now.due] = last.due;
    for (let from = first; from < rows; from += rowsAtOnce) {
      const to = Math.min(rows, from + rowsAtOnce);
      if (intervention === undefined) this.runFreely(strips.length, from, to, given);
      else this.runManipulated(strips.length, from, to, given, intervention);
    }
    for (let row = first; row < rows && others.count > 0; row++)
      others.rest(weights, learningRate * rpe[offset + row], traceRetention);
    moment.before = numbers[room.moment + now.before];
    last.step = numbers[room.moment + now.step];
    last.left = numbers[room.moment + now.left];
    last.due = numbers[room.moment + now.due];
    this.carryOut(strips, last, rows - 1, weights, moment.eligibility);
    this.memory.held = last.strips;
  }

  /**
   * The first row of strips that do not go on from the previous row: some are at another row, are new, or are gone. The
   * new ones come out of `others`, and those that are gone come into them.
   */
  private enter(moment: DenseMoment, strips: readonly FeatureStrip[], given: KernelRows): void {
    const { weights, from, discount, traceRetention, intervention, learningRate, reward, offset, rpe, value } = given;
    const { lastStrips: last, others, eligibility, isFirst } = moment;
    last.gather();
    const entering: LastStrip[] = [];
    for (let i = 0; i < strips.length; i++)
      entering.push(last.find(strips[i].feature) ?? newStrip(strips[i], last.step));
    const leaving: LastStrip[] = [];
    for (let i = 0; i < last.strips.length; i++) if (!entering.includes(last.strips[i])) leaving.push(last.strips[i]);
    for (const { row, feature, width } of entering) if (row < 0) others.release(weights, feature, width);
    const all = leaving.length === 0 ? entering : [...entering, ...leaving];
    this.memory.prepare(strips, all);
    this.carryIn(all, weights, eligibility);
    describe(this.memory, strips, entering);
    describeJumps(this.memory, strips, entering);
    describeLeaving(this.memory, leaving, strips.length);
    this.memory.numbers[this.memory.room.moment + now.left] = 1;
    this.memory.numbers[this.memory.room.moment + now.due] = 0;
    const next = this.look(all.length, 0, last.step, traceRetention);
    const rawError = isFirst ? 0 : reward[from] + discount * next - moment.before;
    const error = intervention === undefined || isFirst ? rawError : intervention(from, rawError);
    rpe[offset] = error;
    value[offset] = next;
    last.step = isFirst ? 0 : learningRate * error;
    moment.before = next + last.step * this.memory.numbers[this.memory.room.moment + now.overlap];
    moment.isFirst = false;
    others.rest(weights, last.step, traceRetention);
    last.strips = entering;
    for (let i = 0; i < strips.length; i++) describePlace(this.memory, strips[i], i);
    if (leaving.length > 0) this.carryOutLeaving(leaving, strips.length, moment, weights);
    if (strips.length === 0) last.step = 0;
  }

  /** @returns V(x) */
  private look(strips: number, row: number, step: number, retention: number): number {
    const { room, numbers } = this.memory;
    this.memory.kernel.look(
      numberBytes * room.strips,
      strips,
      row,
      numberBytes * room.weights,
      numberBytes * room.traces,
      step,
      retention,
      numberBytes * room.moment,
    );
    return numbers[room.moment + now.next];
  }

  private runFreely(
    strips: number,
    from: number,
    to: number,
    { from: first, discount, traceRetention, learningRate, reward, offset, rpe, value }: KernelRows,
  ): void {
    const { room, numbers } = this.memory;
    const rows = to - from;
    copy(reward, first + from, numbers, room.reward, rows);
    this.memory.kernel.runSteps(
      numberBytes * room.strips,
      strips,
      from,
      to,
      numberBytes * room.weights,
      numberBytes * room.traces,
      traceRetention,
      discount,
      learningRate,
      numberBytes * room.reward,
      numberBytes * room.rpe,
      numberBytes * room.value,
      numberBytes * room.moment,
    );
    copy(numbers, room.rpe, rpe, offset + from, rows);
    copy(numbers, room.value, value, offset + from, rows);
  }

  /** The same, one row at a time, because interventions on an error are computed outside. */
  private runManipulated(
    strips: number,
    from: number,
    to: number,
    { from: first, discount, traceRetention, learningRate, reward, offset, rpe, value }: KernelRows,
    intervention: NonNullable<KernelRows['intervention']>,
  ): void {
    const { room, numbers } = this.memory;
    let before = numbers[room.moment + now.before];
    let step = numbers[room.moment + now.step];
    for (let row = from; row < to; row++) {
      const next = this.look(strips, row, step, traceRetention);
      const error = intervention(first + row, reward[first + row] + discount * next - before);
      rpe[offset + row] = error;
      value[offset + row] = next;
      step = learningRate * error;
      before = next + step * numbers[room.moment + now.overlap];
    }
    numbers[room.moment + now.before] = before;
    numbers[room.moment + now.step] = step;
  }

  /** Copies weights and traces, unless they are there. */
  private carryIn(strips: readonly LastStrip[], weights: Float64Array, traces: Float64Array): void {
    const { numbers, room, held } = this.memory;
    let at = 0;
    let i = 0;
    for (; i < strips.length && strips[i] === held[i]; i++) at += wholeFours(strips[i].width);
    this.memory.held = [];
    for (; i < strips.length; i++) {
      const { feature, width } = strips[i];
      const toWeights = room.weights + at;
      const toTraces = room.traces + at;
      for (let k = 0; k < width; k++) {
        numbers[toWeights + k] = weights[feature + k];
        numbers[toTraces + k] = traces[feature + k];
      }
      at += wholeFours(width);
      for (let k = width; k < wholeFours(width); k++) {
        numbers[toWeights + k] = 0;
        numbers[toTraces + k] = 0;
      }
    }
  }

  /** Copies them back, with what is pending; the last row of the strips is a row of the table. */
  private carryOut(
    strips: readonly FeatureStrip[],
    last: LastStrips,
    row: number,
    weights: Float64Array,
    traces: Float64Array,
  ): void {
    const { numbers, room } = this.memory;
    let at = 0;
    for (let i = 0; i < strips.length; i++) {
      const { values, stride, first, feature, width } = strips[i];
      const strip = last.strips[i];
      strip.row = first + row;
      strip.values = values;
      strip.offset = strip.row * stride;
      readBack(this.memory, strip, i);
      for (let k = 0; k < width; k++) {
        weights[feature + k] = numbers[room.weights + at + k];
        traces[feature + k] = numbers[room.traces + at + k];
      }
      at += wholeFours(width);
    }
  }

  /** Strips that are gone: nothing is pending in them afterwards. */
  private carryOutLeaving(
    leaving: readonly LastStrip[],
    first: number,
    { lastStrips: last, others, eligibility }: DenseMoment,
    weights: Float64Array,
  ): void {
    const { numbers, room } = this.memory;
    others.settle(weights);
    let at = 0;
    for (let i = 0; i < first; i++) at += wholeFours(last.strips[i].width);
    for (let i = 0; i < leaving.length; i++) {
      const strip = leaving[i];
      const { feature, width } = strip;
      readBack(this.memory, strip, first + i);
      const due = strip.due + last.step * strip.left;
      for (let k = 0; k < width; k++) {
        const trace = numbers[room.traces + at + k];
        weights[feature + k] = numbers[room.weights + at + k] + due * trace;
        eligibility[feature + k] = strip.left * trace;
        if (eligibility[feature + k] !== 0) others.list(feature + k);
      }
      at += wholeFours(width);
    }
  }
}

/** A strip before its first row, in which nothing is pending: what the kernel adds for the last step is taken off. */
const newStrip = ({ values, feature, width }: FeatureStrip, lastStep: number): LastStrip => ({
  row: -1,
  values,
  offset: 0,
  feature,
  width,
  low: 0,
  high: 0,
  left: 1,
  due: -lastStep,
});

/** For fewer numbers the view would cost more than the copy. */
const viewedNumbers = 64;

function copy(from: Float64Array, at: number, into: Float64Array, to: number, count: number): void {
  if (count >= viewedNumbers) into.set(from.subarray(at, at + count), to);
  else for (let i = 0; i < count; i++) into[to + i] = from[at + i];
}

let lanes: StripLanes | undefined;
/** Where there is no WebAssembly. */
let plain: StripLanes | undefined;

/** Created on first use: most experiments have no strips. */
export const stripLanes = (): StripLanes =>
  typeof WebAssembly === 'undefined' ? (plain ??= new StripLanes()) : (lanes ??= new StripLanes());
