import { randomStream } from '../src/core/random.ts';
import { parseParameters } from '../src/contracts/parameters.ts';
import { multiverse } from '../src/recorded/photometry/multiverse.ts';
import { simulatedPhotometry, simulation } from '../src/recorded/photometry/simulate.ts';
import { timed, type Row } from './measure.ts';
import { alternated, spreadText } from './spread.ts';

const hour = 3600;
const stepSeconds = 0.05;
const decaySeconds = 0.6;
const models = 4;
const rounds = 3;

/** An hour of photometry with control, preprocessed in every way and scored by four models. */
export const multiverseRows = (): readonly Row[] => [20, 1000].map(rowOf);

function rowOf(rateHz: number): Row {
  const truth = response(rateHz, 0);
  const parameters = parseParameters(simulation.parameters, {}, 'bench');
  const { signal, control } = simulatedPhotometry(truth, rateHz, parameters, randomStream(1, 'photometry'));
  const input = {
    signal,
    control,
    grid: { startSeconds: 0, stepSeconds, count: hour / stepSeconds },
    models: Array.from({ length: models }, (_, i) => ({
      id: `late by ${i}`,
      values: response(1 / stepSeconds, i / 4),
    })),
  };
  let ways = 0;
  const { runs } = alternated(rounds, {
    runs: () =>
      timed(() => {
        ways = multiverse(input).outcomes.length;
      }),
  });
  const spread = (of: 'cpu' | 'wall'): string => spreadText(runs.map((run) => run[of]));
  return {
    what: `1 h at ${rateHz} Hz with control, in bins of ${stepSeconds} s, ${ways} ways to preprocess it, ${models} models`,
    measured: `${spread('cpu')} CPU s; ${spread('wall')} s`,
    against: 'limit 10 s',
  };
}

/** An event of random size every 10 s, decaying. */
function response(rateHz: number, lateSeconds: number): Float64Array {
  const random = randomStream(1, 'events');
  const sizes = Array.from({ length: hour / 10 }, () => random.normal(0.03, 0.03));
  const keep = Math.exp(-1 / (rateHz * decaySeconds));
  let now = 0;
  return new Float64Array(hour * rateHz).map((_, i) => {
    const at = i - Math.round(lateSeconds * rateHz);
    now = now * keep + (at >= 0 && at % (10 * rateHz) === 0 ? (sizes[at / (10 * rateHz)] as number) : 0);
    return now;
  });
}
