import type { AgentPart } from '../contracts/agent.ts';
import { parseParameters } from '../contracts/parameters.ts';
import { randomStream } from '../core/random.ts';
import { bind } from './bind.ts';
import { find } from './registry.ts';
import { sensorOf } from './sensed-session.ts';

/** Neurons, where a spec's recording is not of neurons. */
const usual = 'spikes';

/**
 * What drives the firing of a neuron of mean gain: the change of its rate by the errors of a sensor's steps, spikes/s,
 * before its floor. A recording that does not say it gives the change of its mean rate.
 * @param recording of a spec; if it is not of neurons, neurons at their defaults
 */
export function spikeDrive(recording: AgentPart, stepSeconds: number): (errors: Float64Array) => Float64Array {
  const own = find('recordings', recording.id).spiking
    ? recording
    : { id: usual, parameters: parseParameters(find('recordings', usual).parameters, {}, usual) };
  const recorder = bind('recordings', own).create(randomStream(0, 'drive'));
  if (recorder.drive !== undefined) return (errors) => recorder.drive?.(errors, stepSeconds) ?? errors;
  const shown = sensorOf({ recording: own, seed: 0 }, stepSeconds);
  return (errors) => {
    const level = shown(errors.map(() => 0));
    return shown(errors).map((value, i) => value - (level[i] as number));
  };
}
