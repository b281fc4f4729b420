import base64 from 'assembly:sensors';
import { fromBase64 } from '../../core/base64.ts';
import type { ExpectedSlopes, FilteringSensor, Recorder } from '../../contracts/recording.ts';
import { termsOf, wholeSteps, type Term } from './filter.ts';

/** The exports of assembly/sensors.ts, which documents them. */
interface SensorKernel {
  show(sensor: number, errors: number, shown: number, steps: number): void;
  retrace(
    sensor: number,
    errors: number,
    weights: number,
    held: number,
    slopes: number,
    sums: number,
    steps: number,
  ): void;
  pullBack(
    sensor: number,
    errors: number,
    held: number,
    slopes: number,
    later: number,
    sums: number,
    into: number,
    steps: number,
  ): void;
}

/** Steps of one call. */
const stepsAtOnce = 2048;
const pageBytes = 65_536;
const numberBytes = 8;
const mostTerms = 4;
/** Of an exponential, and of what all of them hold of positive and negative errors. */
const [termNumbers, heldNumbers] = [4, 2 * mostTerms];

/** Arrays of the kernel, by their length. */
const lengths = {
  terms: termNumbers * mostTerms,
  held: heldNumbers,
  gains: 6,
  later: heldNumbers,
  /** By over, keep and arriving, and by arrivingOver: vectors of two. */
  sums: 3 * heldNumbers + 2,
  byGains: 5,
  /** So that what follows starts at a whole vector. */
  unused: 1,
  errors: stepsAtOnce,
  /** What is shown, or the derivatives by errors. */
  shown: stepsAtOnce,
  weights: stepsAtOnce,
  slopes: 2 * stepsAtOnce,
  before: heldNumbers * stepsAtOnce,
} as const;

type SensorArrays = Readonly<Record<keyof typeof lengths, Float64Array>>;

interface SensorMemory {
  readonly kernel: SensorKernel;
  readonly arrays: SensorArrays;
}

let memory: SensorMemory | undefined;

/** Created on first use. Nothing in it is kept from call to call of what is exported here. */
function sensorMemory(): SensorMemory {
  if (memory !== undefined) return memory;
  const numbers = Object.values(lengths).reduce((sum, length) => sum + length, 0);
  const own = new WebAssembly.Memory({ initial: Math.ceil((numbers * numberBytes) / pageBytes) });
  const module = new WebAssembly.Module(fromBase64(base64));
  const { exports } = new WebAssembly.Instance(module, { env: { memory: own, abort: () => undefined } });
  let at = 0;
  const arrays = Object.entries(lengths).map(([name, length]) => {
    const array = new Float64Array(own.buffer, at, length);
    at += numberBytes * length;
    return [name, array];
  });
  memory = { kernel: exports as unknown as SensorKernel, arrays: Object.fromEntries(arrays) as SensorArrays };
  return memory;
}

/**
 * The faster way of a filtering sensor through all steps of a session, with the bits of rpeFilter() and changeOf(); nothing
 * without WebAssembly, where sessions are recorded step by step.
 */
export function wholeSession(sensor: FilteringSensor): Pick<Recorder, 'expected' | 'slopes' | 'filtering'> {
  if (typeof WebAssembly === 'undefined') return {};
  /** What the exponentials held at the start of each block of the last session. */
  let trail = new Float64Array(0);
  return {
    filtering: sensor,
    expected(rpe, stepSeconds, into = new Float64Array(rpe.length)) {
      const { kernel, arrays } = sensorMemory();
      const late = begin(arrays, sensor, stepSeconds);
      const numbers = heldNumbers * Math.ceil(rpe.length / stepsAtOnce);
      if (trail.length !== numbers) trail = new Float64Array(numbers);
      const { errors, shown, held } = arrays;
      for (let from = 0; from < rpe.length; from += stepsAtOnce) {
        const steps = Math.min(stepsAtOnce, rpe.length - from);
        trail.set(held, heldNumbers * (from / stepsAtOnce));
        readErrors(errors, rpe, from, steps, late);
        kernel.show(arrays.terms.byteOffset, errors.byteOffset, shown.byteOffset, steps);
        into.set(steps === stepsAtOnce ? shown : shown.subarray(0, steps), from);
      }
      return into;
    },
    slopes(rpe, stepSeconds, weights, byError) {
      const { arrays } = sensorMemory();
      const late = begin(arrays, sensor, stepSeconds);
      byError.fill(0);
      const last = stepsAtOnce * (Math.ceil(rpe.length / stepsAtOnce) - 1);
      for (let from = last; from >= 0; from -= stepsAtOnce)
        pullBack(rpe, { from, late }, weights, trail.subarray(heldNumbers * (from / stepsAtOnce)), byError);
      const { sums, byGains } = arrays;
      return { through: throughOf(sensor, stepSeconds, sums.slice(), byGains.slice()) };
    },
  };
}

/** @returns the sensor's delay in steps */
function begin(arrays: SensorArrays, sensor: FilteringSensor, stepSeconds: number): number {
  const { response, delaySeconds, gainPositive, gainNegative, floor, ceiling, level, reference } = sensor;
  const { terms, held, gains, later, sums, byGains } = arrays;
  if (response.length > mostTerms) throw new Error(`a response of ${response.length} exponentials`);
  for (const array of [terms, held, later, sums, byGains]) array.fill(0);
  termsOf(response, delaySeconds, stepSeconds).forEach(({ keep, over, arriving, arrivingOver }, i) =>
    terms.set([keep, over, arriving, arrivingOver], termNumbers * i),
  );
  gains.set([gainPositive, gainNegative, floor, ceiling, level, reference]);
  return wholeSteps(delaySeconds, stepSeconds);
}

/** Errors that arrive in some steps: those of `late` steps before. */
function readErrors(errors: Float64Array, rpe: Float64Array, from: number, steps: number, late: number): void {
  const missing = Math.min(steps, Math.max(0, late - from));
  errors.fill(0, 0, missing);
  errors.set(rpe.subarray(from + missing - late, from + steps - late), missing);
}

interface Block {
  readonly from: number;
  readonly late: number;
}

/** A block of steps, forward and back. */
function pullBack(
  rpe: Float64Array,
  { from, late }: Block,
  weights: Float64Array,
  trail: Float64Array,
  byError: Float64Array,
): void {
  const { kernel, arrays } = sensorMemory();
  const { terms, held, later, sums, errors, shown, weights: own, slopes, before } = arrays;
  const steps = Math.min(stepsAtOnce, rpe.length - from);
  held.set(trail.subarray(0, heldNumbers));
  readErrors(errors, rpe, from, steps, late);
  own.set(weights.subarray(from, from + steps));
  const [sensor, of] = [terms.byteOffset, errors.byteOffset];
  kernel.retrace(sensor, of, own.byteOffset, before.byteOffset, slopes.byteOffset, sums.byteOffset, steps);
  kernel.pullBack(
    sensor,
    of,
    before.byteOffset,
    slopes.byteOffset,
    later.byteOffset,
    sums.byteOffset,
    shown.byteOffset,
    steps,
  );
  const missing = Math.min(steps, Math.max(0, late - from));
  byError.set(shown.subarray(missing, steps), from + missing - late);
}

/** @param sums see assembly/sensors.ts */
function throughOf(
  sensor: FilteringSensor,
  stepSeconds: number,
  sums: Float64Array,
  byGains: Float64Array,
): ExpectedSlopes['through'] {
  const terms = termsOf(sensor.response, sensor.delaySeconds, stepSeconds);
  const late = wholeSteps(sensor.delaySeconds, stepSeconds);
  const both = (vector: number): number => (sums[2 * vector] as number) + (sums[2 * vector + 1] as number);
  return ({ filtering: other }) => {
    if (other === undefined || wholeSteps(other.delaySeconds, stepSeconds) !== late) return undefined;
    const moved = termsOf(other.response, other.delaySeconds, stepSeconds);
    if (moved.length !== terms.length) return undefined;
    const byTerms = moved.reduce((sum, one, i) => {
      const { keep, over, arriving, arrivingOver } = terms[i] as Term;
      return (
        sum +
        (one.over - over) * both(i) +
        (one.keep - keep) * both(mostTerms + i) +
        (one.arriving - arriving) * both(2 * mostTerms + i) +
        (one.arrivingOver - arrivingOver) * both(3 * mostTerms)
      );
    }, 0);
    return gainNames.reduce(
      (sum, name, i) =>
        other[name] === sensor[name] ? sum : sum + (other[name] - sensor[name]) * (byGains[i] as number),
      byTerms + (sensor.reference - other.reference) * (byGains[4] as number),
    );
  };
}

/** In the order of the kernel's derivatives. */
const gainNames = ['gainPositive', 'gainNegative', 'floor', 'ceiling', 'level'] as const;
