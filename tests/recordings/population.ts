import { parseParameters } from '../../src/contracts/parameters.ts';
import { recordSteps, type Recording } from '../../src/contracts/recording.ts';
import { randomStream } from '../../src/core/random.ts';

/** Readings of one unit over `trials` trials of the same RPE: one row per trial. */
export function readings(
  recording: Recording,
  given: Record<string, unknown>,
  rpe: readonly number[],
  options: { trials?: number; unit?: number; stepSeconds?: number; seed?: number } = {},
): readonly Float64Array[] {
  const { trials = 1, unit = 0, stepSeconds = 0.1, seed = 1 } = options;
  const recorder = recording.create(
    parseParameters(recording.parameters, given, recording.id),
    randomStream(seed, 'recording'),
  );
  return Array.from({ length: trials }, (_, trial) => {
    const out = new Float64Array(rpe.length);
    recordSteps(recorder, unit, Float64Array.from(rpe), stepSeconds, randomStream(seed, `recording/${trial}`), out);
    return out;
  });
}
