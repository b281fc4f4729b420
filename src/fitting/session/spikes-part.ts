import type { AgentPart } from '../../contracts/agent.ts';
import { InputError } from '../../core/errors.ts';
import { spikeDrive } from '../../engine/spike-drive.ts';
import { errorPlacement } from '../../engine/sensed-session.ts';
import type { ScheduledSession } from '../../engine/trial-session.ts';
import { binMeans } from '../../recorded/model/signal-means.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import {
  countLogLikelihood,
  countMeans,
  fitCounts,
  type CountFamily,
  type CountFit,
} from '../inner/count-regression.ts';
import { countDraw } from '../inner/random-counts.ts';
import { driveOf } from '../inner/rectifier.ts';
import { countWords, independentCounts, pearsonResiduals } from './count-residuals.ts';
import type { DataPart, SessionRun, Solved } from './data-part.ts';
import { trialBins } from './trial-bins.ts';
import { sumByTrial } from './trial-sums.ts';
import type { TrialRange } from '../held-out.ts';
import { upright } from '../upright.ts';

/** Spikes of units (neurons) in equal bins, on the session's clock. */
export interface SpikeCounts {
  /** Start of the first bin, seconds from the session's start; may be negative. */
  readonly startSeconds: number;
  readonly binSeconds: number;
  readonly family: CountFamily;
  readonly units: readonly {
    readonly id: string;
    /** One count per bin; NaN where it was not recorded. */
    readonly counts: Float64Array;
  }[];
}

type Timed = Pick<ScheduledSession, 'design' | 'trials' | 'offsets'> & { readonly spec: TrialSpec };

/**
 * Spike counts of units: rate = max(0, baseline + gain x drive), rounded, where the drive is what the RPE makes of the
 * firing of a neuron of mean gain (spikes/s). Each unit has its own gain, baseline and, if counts are negative binomial,
 * dispersion, which are at their maximum for every setting of the others (fitCounts()).
 * @throws InputError for a unit with too few spikes
 */
export function spikesPart(session: Timed, spikes: SpikeCounts): DataPart<SpikeCounts> {
  const placement = errorPlacement(session);
  const { stepSeconds, length } = placement;
  const { binSeconds, family } = spikes;
  const endSeconds = length * stepSeconds;
  const bins = spikes.units[0]?.counts.length ?? 0;
  const first = Math.max(0, Math.ceil(-spikes.startSeconds / binSeconds - rounding));
  const end = Math.min(bins, Math.floor((endSeconds - spikes.startSeconds) / binSeconds + rounding));
  const startSeconds = spikes.startSeconds + first * binSeconds;
  const inside = spikes.units.map(({ id, counts }) => ({ id, counts: counts.slice(first, Math.max(first, end)) }));
  inside.forEach(requireSpikes);
  const count = inside[0]?.counts.length ?? 0;
  const seconds = new Float64Array(count).fill(binSeconds);

  const means = binMeans({ stepSeconds, length }, { startSeconds, binSeconds, count });

  /** What drives firing, in each bin. */
  const driveIn = ({ rpe }: SessionRun, recording: AgentPart): Float64Array =>
    means(spikeDrive(recording, stepSeconds)(placement.placed(rpe)), new Float64Array(count));

  const binsOf = trialBins(session, { startSeconds, binSeconds, count });

  /** Log likelihood of the counts of a unit in each trial. */
  const countsByTrial = (drive: Float64Array, counts: Float64Array, fit: CountFit): Float64Array =>
    Float64Array.from(session.trials, (_, trial) => {
      const [begin, stop] = binsOf([trial, trial + 1]);
      const own = counts.subarray(begin, stop);
      return own.every(Number.isNaN)
        ? Number.NaN
        : countLogLikelihood(drive.subarray(begin, stop), { counts: own, seconds: seconds.subarray(begin, stop) }, fit);
    });

  const partOf = (units: SpikeCounts['units']): DataPart<SpikeCounts> => ({
    id: 'spikes',
    title: units.length === 1 ? `spikes of ${unitWords(units[0]?.id ?? '')}` : `spikes of ${units.length} units`,
    inner: units.length * (family === 'poisson' ? 2 : 3),
    fit(run, recording) {
      const drive = driveIn(run, recording);
      const fits = units.map(({ counts }) => fitCounts(drive, { counts, seconds }, family));
      const sum = (of: (fit: CountFit, unit: number) => number): number =>
        fits.reduce((total, fit, unit) => total + of(fit, unit), 0);
      return {
        logLikelihood: sum(({ logLikelihood, gain, error }) => upright(logLikelihood, gain / error)),
        observations: sum((fit, unit) =>
          independentCounts(drive, { counts: units[unit]?.counts ?? seconds, seconds }, fit),
        ),
        solved: Object.assign({}, ...fits.map((fit, unit) => solvedOf(fit, nameOf(units, unit), family))) as Solved,
      };
    },
    checks(run, recording) {
      const drive = driveIn(run, recording);
      return units.flatMap(({ id, counts }) => {
        const fit = fitCounts(drive, { counts, seconds }, family);
        return countWords(unitWords(id), pearsonResiduals(drive, { counts, seconds }, fit), family, 'bins');
      });
    },
    byTrial(run, recording) {
      const drive = driveIn(run, recording);
      return sumByTrial(
        units.map(({ counts }) => countsByTrial(drive, counts, fitCounts(drive, { counts, seconds }, family))),
      );
    },
    simulated(run, recording, solved, random) {
      const drive = driveIn(run, recording);
      const made = units.map(({ id, counts }, unit) => {
        const { gain, level, dispersion } = numbersOf(solved, nameOf(units, unit));
        const means = countMeans(drive, seconds, { drive: level, gain });
        return {
          id,
          counts: means.map((mean, i) => (Number.isNaN(counts[i]) ? Number.NaN : countDraw(mean, dispersion, random))),
        };
      });
      return { ...spikes, startSeconds, units: made };
    },
    split(held: TrialRange) {
      const [begin, stop] = binsOf(held);
      const isHeld = (i: number): boolean => i >= begin && i < stop;
      const training = units.map(({ id, counts }) => ({
        id,
        counts: counts.map((value, i) => (isHeld(i) ? Number.NaN : value)),
      }));
      return {
        training: partOf(training),
        score(run, recording) {
          const drive = driveIn(run, recording);
          return sumByTrial(
            units.map(({ counts }, unit) => {
              const fit = fitCounts(drive, { counts: training[unit]?.counts ?? counts, seconds }, family);
              const own = counts.map((value, i) => (isHeld(i) ? value : Number.NaN));
              return countsByTrial(drive, own, fit);
            }),
          );
        },
      };
    },
  });
  return partOf(inside);
}

/** Of times that are a whole number of bins. */
const rounding = 1e-6;
const leastSpikes = 20;

function requireSpikes({ id, counts }: SpikeCounts['units'][number]): void {
  const total = counts.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
  if (total < leastSpikes)
    throw new InputError(
      `${unitWords(id)} has ${total} spikes in the session`,
      'fit',
      `at least ${leastSpikes} are needed: leave it out`,
    );
}

/** What is solved of a unit, by names in words. */
const solvedOf = ({ gain, error, baseline, dispersion }: CountFit, of: string, family: CountFamily): Solved => ({
  [`${of}gain`]: gain,
  [`${of}standard error of the gain`]: error,
  [`${of}baseline`]: baseline,
  ...(family === 'poisson' ? {} : { [`${of}dispersion`]: dispersion }),
});

const numbersOf = (solved: Solved, of: string) => ({
  gain: solved[`${of}gain`] ?? 1,
  level: driveOf(solved[`${of}baseline`] ?? 1),
  dispersion: solved[`${of}dispersion`] ?? 0,
});

/** `unit 3`; an id may say itself that it is one. */
const unitWords = (id: string): string => (/^unit\b/i.test(id) ? id : `unit ${id}`);

const nameOf = (units: SpikeCounts['units'], unit: number): string =>
  units.length === 1 ? '' : `${unitWords(units[unit]?.id ?? '')}: `;
