// A simulated session: RPEs at random times, shown by a sensor.
import { randomStream } from '../../../src/core/random.ts';
import { parseParameters } from '../../../src/contracts/parameters.ts';
import {
  simulatedPhotometry,
  simulation,
  type SimulatedPhotometry,
} from '../../../src/recorded/photometry/simulate.ts';

const eventSeconds = 12;

/** dF/F per unit of RPE at the peak of the sensor's response. */
export const gain = 0.06;

interface Session extends SimulatedPhotometry {
  /** RPE convolved with the sensor's kernel, at the signal's times. */
  readonly model: Float64Array;
  /** The same for the absolute RPE, as a model of salience has it. */
  readonly rival: Float64Array;
}

/** A causal kernel, exp(-t / 0.6 s) - exp(-t / 0.1 s), with a peak of 1. */
function shown(errors: Float64Array, rateHz: number): Float64Array {
  const [rise, fall] = [0.1, 0.6];
  const peakAt = (Math.log(fall / rise) * rise * fall) / (fall - rise);
  const peak = Math.exp(-peakAt / fall) - Math.exp(-peakAt / rise);
  let [slow, fast] = [0, 0];
  return errors.map((error) => {
    slow = slow * Math.exp(-1 / (rateHz * fall)) + error;
    fast = fast * Math.exp(-1 / (rateHz * rise)) + error;
    return (slow - fast) / peak;
  });
}

/** RPEs of -1 to 1.5 about every 12 s. */
export function simulatedSession(
  seconds: number,
  rateHz: number,
  seed: number,
  given: Readonly<Record<string, number>> = {},
): Session {
  const events = randomStream(seed, 'events');
  const errors = new Float64Array(seconds * rateHz);
  for (let at = 5; at < seconds; at += 2 + events.exponential(eventSeconds - 2))
    errors[Math.floor(at * rateHz)] = -1 + 2.5 * events.next();
  const model = shown(errors, rateHz);
  const parameters = parseParameters(simulation.parameters, given, 'simulation');
  const made = simulatedPhotometry(
    model.map((one) => gain * one),
    rateHz,
    parameters,
    randomStream(seed, 'photometry'),
  );
  return {
    ...made,
    model,
    rival: shown(
      errors.map((error) => (error === 0 ? 0 : Math.abs(error))),
      rateHz,
    ),
  };
}
