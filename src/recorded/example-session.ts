import { InputError } from '../core/errors.ts';
import { randomStream } from '../core/random.ts';
import { parseParameters } from '../contracts/parameters.ts';
import type { FoundSignal } from '../contracts/reader.ts';
import type { OpenedSession } from './combine.ts';
import { simulatedPhotometry, simulation } from './photometry/simulate.ts';

const rateHz = 20;
const seconds = 1500;
const trialSeconds = 12.5;
const cueSeconds = 3;
const rewardSeconds = 5;
/** Rescorla & Wagner's learning rate. */
const learningRate = 0.06;
/** dF/F at an RPE of 1, and the time constant of its decay, seconds. */
const gain = 0.06;
const decaySeconds = 0.6;
/** Every fifth reward is omitted. */
const omittedEvery = 5;

/**
 * A simulated session, so that everything can be tried without a file: 25 min of photometry with an isosbestic control,
 * in which a tone comes to predict water 2 s later. Its dopamine is the RPE of Rescorla & Wagner 1972 at the tone and
 * at the water, the value of the tone being V <- V + α (r - V).
 */
export function exampleSession(): OpenedSession {
  const { truth, tones, waters } = simulatedSession();
  const simulated = simulatedPhotometry(
    truth,
    rateHz,
    parseParameters(simulation.parameters, { movement: 0.005 }, simulation.title),
    randomStream(1, 'example session'),
  );
  const { times } = simulated.signal;
  const columns: Readonly<Record<string, Float64Array>> = {
    'dLight 470 nm': simulated.signal.values,
    'dLight 415 nm': simulated.control,
  };
  const valuesOf = (id: string): Float64Array => {
    const column = columns[id];
    if (column === undefined)
      throw new InputError(`there is no signal '${id}'`, 'example', 'choose one of those that were found');
    return column;
  };
  return {
    found: {
      signals: [
        signalOf('dLight 470 nm', times, { role: 'signal', reason: 'the light that dLight is excited by' }),
        signalOf('dLight 415 nm', times, { role: 'control', reason: 'light that dLight does not respond to' }),
      ],
      events: [
        {
          id: 'tone',
          times: tones,
          ends: tones.map((onset) => onset + 1),
          proposal: { role: 'cue', reason: 'its name' },
        },
        { id: 'water', times: waters, proposal: { role: 'reward', reason: 'its name' } },
      ],
      units: [],
      tables: [],
      startsAt: undefined,
      questions: [],
      warnings: [
        'This session is simulated: its dopamine is the RPE of Rescorla & Wagner, with bleaching and movement.',
      ],
    },
    formats: ['Simulated photometry'],
    files: ['example session'],
    values: (id, from, to) => Promise.resolve(valuesOf(id).slice(from, to)),
    times: (_, from, to) => Promise.resolve(times.slice(from, to)),
    close: () => undefined,
  };
}

const signalOf = (id: string, times: Float64Array, proposal: NonNullable<FoundSignal['proposal']>): FoundSignal => ({
  id,
  unit: 'V',
  samples: times.length,
  missing: 0,
  withoutTime: 0,
  startSeconds: 0,
  endSeconds: times.at(-1) as number,
  rateHz,
  gaps: [],
  parts: [0],
  proposal,
});

/** dF/F of each sample, and the events. */
function simulatedSession() {
  const trials = Math.floor(seconds / trialSeconds);
  const rpe = new Float64Array(seconds * rateHz);
  const waters: number[] = [];
  let value = 0;
  for (let trial = 0; trial < trials; trial++) {
    const isRewarded = trial % omittedEvery !== omittedEvery - 1;
    const [tone, water] = [cueSeconds, rewardSeconds].map((at) => trial * trialSeconds + at) as [number, number];
    const error = Number(isRewarded) - value;
    rpe[tone * rateHz] = value;
    rpe[water * rateHz] = error;
    if (isRewarded) waters.push(water);
    value += learningRate * error;
  }
  const kept = Math.exp(-1 / (rateHz * decaySeconds));
  let response = 0;
  return {
    truth: rpe.map((error) => (response = kept * response + gain * error)),
    tones: Float64Array.from({ length: trials }, (_, trial) => trial * trialSeconds + cueSeconds),
    waters: Float64Array.from(waters),
  };
}
