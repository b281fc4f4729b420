import { power } from '../../src/core/power.ts';
import { randomStream } from '../../src/core/random.ts';
import { cosine, sine } from '../../src/core/trigonometry.ts';
import { measured } from '../../lint/same-bits.mjs';

type OfNumbers = (x: number, y: number) => number;

const own: Readonly<Record<string, OfNumbers>> = { power: (x, y) => power(Math.abs(x), y), sine, cosine };
const builtIn = Object.fromEntries(measured.map((name) => [name, Math[name as 'atan2']]));

/** A hash of the bits of each function that results may use, over `count` pairs of numbers. Also runs in a browser. */
export function functionBits(count: number): Readonly<Record<string, string>> {
  const pairs = numberPairs(count);
  return Object.fromEntries(
    Object.entries({ ...own, ...builtIn }).map(([name, compute]) => [
      name,
      hashOf(pairs.map(([x, y]) => compute(x, y))),
    ]),
  );
}

/** Of every size: whole ranges, and random bits. */
function numberPairs(count: number): readonly (readonly [number, number])[] {
  const random = randomStream(5, 'functions');
  const bits = new Uint32Array(2);
  const asNumber = new Float64Array(bits.buffer);
  const any = (): number => {
    for (const i of [0, 1]) bits[i] = random.integer(4_294_967_296);
    return asNumber[0] as number;
  };
  const sorts = [
    any,
    () => random.next(),
    () => 2 * random.next() - 1,
    () => 100 * random.next() - 50,
    () => 2000 * random.next() - 1000,
  ] as const;
  const draw = (i: number): number => (sorts[i % sorts.length] as () => number)();
  return Array.from({ length: count }, (_, i) => [draw(i), draw(Math.floor(i / sorts.length))] as const);
}

/** FNV-1a over both halves of each number. NaN has many bit patterns, which programs cannot distinguish. */
function hashOf(values: readonly number[]): string {
  const bits = new Uint32Array(Float64Array.from(values, (value) => (Number.isNaN(value) ? 0.123 : value)).buffer);
  const hashes = [2_166_136_261, 84_696_351];
  for (const word of bits)
    for (const i of [0, 1]) hashes[i] = Math.imul((hashes[i] as number) ^ word ^ (word >>> 15), 16_777_619);
  return hashes.map((hash) => (hash >>> 0).toString(16).padStart(8, '0')).join('');
}
