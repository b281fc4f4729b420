import type { FeatureStrip } from '../../contracts/architecture.ts';
import { wholeFours } from '../../core/whole-fours.ts';
import type { LastStrip } from './last-strips.ts';
import { forever, numberBytes, rangeWords, stripNumbers, type StripMemory } from './strip-memory.ts';

/** Places in a strip's descriptor, see assembly/linear.ts: of integers, two per number, and of numbers. */
const word = { row: 0, stride: 1, width: 2, ranges: 3, rangeStride: 4, back: 5, likeness: 6, likenessStride: 7 };
const state = { low: 8, high: 9, until: 10, left: 6, due: 7 };

/** Descriptors of strips that go on from the last row. */
export function describe(memory: StripMemory, strips: readonly FeatureStrip[], last: readonly LastStrip[]): void {
  for (let i = 0; i < strips.length; i++) {
    const { first, ranges } = strips[i];
    describePlace(memory, strips[i], i);
    describeState(memory, i, last[i], ranges === undefined ? forever : (ranges[rangeWords * (first - 1) + 2] ?? 1) - 1);
  }
}

export function describePlace(memory: StripMemory, strip: FeatureStrip, index: number): void {
  const { words } = memory;
  const { values, width, stride, first, ranges } = strip;
  const placed = memory.placeOf(values);
  const at = 2 * (memory.room.strips + stripNumbers * index);
  words[at + word.row] = numberBytes * (placed.values + first * stride);
  words[at + word.stride] = numberBytes * stride;
  words[at + word.width] = numberBytes * wholeFours(width);
  words[at + word.ranges] = numberBytes * placed.ranges + (ranges === undefined ? 0 : 4 * rangeWords * first);
  words[at + word.rangeStride] = ranges === undefined ? 0 : 4 * rangeWords;
  words[at + word.back] = numberBytes * stride;
  words[at + word.likeness] = numberBytes * (placed.likeness + (stride === 0 ? 0 : first));
  words[at + word.likenessStride] = stride === 0 ? 0 : numberBytes;
}

function describeState(memory: StripMemory, index: number, { low, high, left, due }: LastStrip, until: number): void {
  const at = memory.room.strips + stripNumbers * index;
  memory.words[2 * at + state.low] = numberBytes * low;
  memory.words[2 * at + state.high] = numberBytes * high;
  memory.words[2 * at + state.until] = until;
  memory.numbers[at + state.left] = left;
  memory.numbers[at + state.due] = due;
}

/** The previous row of strips that do not go on, at a place of its own; ranges may change in any. */
export function describeJumps(memory: StripMemory, strips: readonly FeatureStrip[], last: readonly LastStrip[]): void {
  const { words, numbers, room } = memory;
  let place = 0;
  for (let i = 0; i < strips.length; i++) {
    const { values, width, stride, first } = strips[i];
    const { row, values: before, offset } = last[i];
    const at = 2 * (room.strips + stripNumbers * i);
    words[at + state.until] = 0;
    if (row < 0) {
      words[at + word.likeness] = numberBytes * room.zeros;
      words[at + word.back] = words[at + word.row] - numberBytes * room.zeros;
    } else if (stride > 0 && first !== row + 1) {
      let likeness = 0;
      for (let k = 0; k < width; k++) {
        const one = before[offset + k];
        numbers[room.last + place + k] = one;
        likeness += one * values[first * stride + k];
      }
      for (let k = width; k < wholeFours(width); k++) numbers[room.last + place + k] = 0;
      numbers[room.likeness + i] = likeness;
      words[at + word.likeness] = numberBytes * (room.likeness + i);
      words[at + word.back] = words[at + word.row] - numberBytes * (room.last + place);
    }
    place += wholeFours(width);
  }
}

/** Strips that are gone are zeros in this row. */
export function describeLeaving(memory: StripMemory, leaving: readonly LastStrip[], from: number): void {
  const { words, numbers, room } = memory;
  let place = room.leaving;
  for (let i = 0; i < leaving.length; i++) {
    const strip = leaving[i];
    const { values, offset, width } = strip;
    const at = 2 * (room.strips + stripNumbers * (from + i));
    for (let k = 0; k < wholeFours(width); k++) numbers[place + k] = k < width ? values[offset + k] : 0;
    words[at + word.row] = numberBytes * room.zeros;
    words[at + word.stride] = 0;
    words[at + word.width] = numberBytes * wholeFours(width);
    words[at + word.ranges] = numberBytes * room.empty;
    words[at + word.rangeStride] = 0;
    words[at + word.back] = numberBytes * (room.zeros - place);
    words[at + word.likeness] = numberBytes * room.zeros;
    words[at + word.likenessStride] = 0;
    describeState(memory, from + i, strip, 0);
    place += wholeFours(width);
  }
}

export function readBack(memory: StripMemory, strip: LastStrip, index: number): void {
  const at = memory.room.strips + stripNumbers * index;
  strip.low = memory.words[2 * at + state.low] / numberBytes;
  strip.high = memory.words[2 * at + state.high] / numberBytes;
  strip.left = memory.numbers[at + state.left];
  strip.due = memory.numbers[at + state.due];
}
