import base64 from 'assembly:sensors';
import { fromBase64 } from '../../core/base64.ts';
import { termsOf, wholeSteps, type Response } from './filter.ts';
import type { Gains } from './gains.ts';

/** The exports of assembly/sensors.ts, which documents them. */
interface SensorKernel {
  show(sensor: number, errors: number, shown: number, steps: number): void;
}

/** Steps of one call. */
const stepsAtOnce = 2048;
const numberBytes = 8;
const mostTerms = 4;
/** Of a sensor, see assembly/sensors.ts: its exponentials, what they hold, gains and levels. */
const sensorNumbers = 4 * mostTerms + 2 * mostTerms + 6;

interface SensorMemory {
  readonly kernel: SensorKernel;
  readonly sensor: Float64Array;
  readonly errors: Float64Array;
  readonly shown: Float64Array;
}

let memory: SensorMemory | undefined;

/** Created on first use, and used from the start to the end of a call. */
function sensorMemory(): SensorMemory {
  if (memory !== undefined) return memory;
  const own = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(fromBase64(base64));
  const { exports } = new WebAssembly.Instance(module, { env: { memory: own, abort: () => undefined } });
  const numbers = (from: number, length: number): Float64Array =>
    new Float64Array(own.buffer, numberBytes * from, length);
  memory = {
    kernel: exports as unknown as SensorKernel,
    sensor: numbers(0, sensorNumbers),
    errors: numbers(sensorNumbers, stepsAtOnce),
    shown: numbers(sensorNumbers + stepsAtOnce, stepsAtOnce),
  };
  return memory;
}

/** Without WebAssembly a session is recorded step by step. */
export const canShowWhole = (): boolean => typeof WebAssembly !== 'undefined';

/** What is shown without an error, and what that is relative to: level + change - reference. */
export interface Level {
  readonly level: number;
  readonly reference: number;
}

/**
 * What rpeFilter() and changeOf() give step by step, of all steps of a session, to the bit.
 * @param response of at most four exponentials
 * @param rpe one number per step
 * @param into written and returned
 */
export function showWhole(
  response: Response,
  { delaySeconds, stepSeconds }: { readonly delaySeconds: number; readonly stepSeconds: number },
  gains: Gains & Level,
  rpe: Float64Array,
  into: Float64Array,
): Float64Array {
  const { kernel, sensor, errors, shown } = sensorMemory();
  writeSensor(sensor, response, gains, delaySeconds, stepSeconds);
  const late = wholeSteps(delaySeconds, stepSeconds);
  for (let from = 0; from < into.length; from += stepsAtOnce) {
    const steps = Math.min(stepsAtOnce, into.length - from);
    const missing = Math.min(steps, Math.max(0, late - from));
    errors.fill(0, 0, missing);
    errors.set(rpe.subarray(from + missing - late, from + steps - late), missing);
    kernel.show(sensor.byteOffset, errors.byteOffset, shown.byteOffset, steps);
    into.set(steps === stepsAtOnce ? shown : shown.subarray(0, steps), from);
  }
  return into;
}

function writeSensor(
  sensor: Float64Array,
  response: Response,
  { gainPositive, gainNegative, floor, ceiling, level, reference }: Gains & Level,
  delaySeconds: number,
  stepSeconds: number,
): void {
  if (response.length > mostTerms) throw new Error(`a response of ${response.length} exponentials`);
  sensor.fill(0);
  termsOf(response, delaySeconds, stepSeconds).forEach(({ keep, over, arriving, arrivingOver }, i) =>
    sensor.set([keep, over, arriving, arrivingOver], 4 * i),
  );
  sensor.set([gainPositive, gainNegative, floor, ceiling, level, reference], 6 * mostTerms);
}
