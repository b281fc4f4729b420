import type { AgentPart } from '../../contracts/agent.ts';
import type { Recorder } from '../../contracts/recording.ts';
import { eachBlock } from '../../core/blocks.ts';
import { quietRecorder, shownOnAverage, type ErrorPlacement } from '../../engine/sensed-session.ts';
import { binMeans, binWeights, type Bins } from '../../recorded/model/signal-means.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { NearFit, SessionRun } from './data-part.ts';

type Run = Pick<SessionRun, 'rpe'>;
type Near = Pick<NearFit, 'throughSensor' | 'afterRun'>;

/**
 * What sensors show of many runs of one session, in bins. An evaluation takes milliseconds, of which fresh memory would be
 * the larger part: results are overwritten by the next ones.
 */
export class SensedBins {
  private readonly placement: ErrorPlacement;
  private readonly seed: number;
  private readonly means: ReturnType<typeof binMeans>;
  private readonly spread: ReturnType<typeof binWeights>;
  /** Errors at the steps of the sensor, and what it shows of them. */
  private readonly errors: Float64Array;
  private readonly steps: Float64Array;
  private readonly bins: Float64Array;
  private recorder: Recorder | undefined;
  private nearby: Nearby | undefined;

  constructor(placement: ErrorPlacement, { seed }: Pick<TrialSpec, 'seed'>, bins: Bins) {
    this.placement = placement;
    this.seed = seed;
    this.means = binMeans(placement, bins);
    this.spread = binWeights(placement, bins);
    this.errors = new Float64Array(placement.length);
    this.steps = new Float64Array(placement.length);
    this.bins = new Float64Array(bins.count);
  }

  of({ rpe }: Run, recording: AgentPart): Float64Array {
    const { placement, steps } = this;
    this.recorder = this.recorderOf(recording);
    shownOnAverage(this.recorder, placement.placed(rpe, this.errors), placement.stepSeconds, steps);
    return this.means(steps, this.bins);
  }

  private recorderOf(recording: AgentPart): Recorder {
    return quietRecorder({ recording, seed: this.seed });
  }

  /**
   * By how much a weighted sum of the bins changes from what of() has given last, until it is called again.
   * @param run the same as there
   * @param weights one number per bin
   */
  near({ rpe }: Run, weights: Float64Array): Near {
    const { placement, recorder, errors } = this;
    if (recorder === undefined) throw new Error('nothing was shown yet');
    this.nearby ??= nearbyOf(placement.length, rpe.length);
    const { ofSteps, otherErrors, run, ofRun } = this.nearby;
    this.spread(weights, ofSteps);
    const slopes = recorder.slopes?.(errors, placement.stepSeconds, ofSteps, otherErrors);
    if (slopes === undefined)
      return {
        throughSensor: (recording) => this.changeThrough(this.recorderOf(recording), errors),
        afterRun: (after) => this.changeThrough(recorder, placement.placed(after.rpe, otherErrors)),
      };
    placement.taken(otherErrors, ofRun);
    run.set(rpe);
    return {
      throughSensor: (recording) => {
        const other = this.recorderOf(recording);
        return slopes.through(other) ?? this.changeThrough(other, errors);
      },
      afterRun: (after) => changeOf(ofRun, run, after.rpe),
    };
  }

  private changeThrough(recorder: Recorder, errors: Float64Array): number {
    const { ofSteps, otherSteps } = this.nearby as Nearby;
    return changeOf(ofSteps, this.steps, shownOnAverage(recorder, errors, this.placement.stepSeconds, otherSteps));
  }
}

/** What only derivatives need. */
interface Nearby {
  /** Weights of the steps that the sensor shows. */
  readonly ofSteps: Float64Array;
  readonly otherErrors: Float64Array;
  readonly otherSteps: Float64Array;
  /** The errors of the run, and weights of them. */
  readonly run: Float64Array;
  readonly ofRun: Float64Array;
}

const nearbyOf = (sensorSteps: number, runSteps: number): Nearby => ({
  ofSteps: new Float64Array(sensorSteps),
  otherErrors: new Float64Array(sensorSteps),
  otherSteps: new Float64Array(sensorSteps),
  run: new Float64Array(runSteps),
  ofRun: new Float64Array(runSteps),
});

/** By how much a weighted sum changes from `before` to `after`. */
function changeOf(weights: Float64Array, before: Float64Array, after: Float64Array): number {
  let sum = 0;
  eachBlock(weights.length, (from, to) => {
    sum += changeIn(weights, before, after, from, to);
  });
  return sum;
}

function changeIn(weights: Float64Array, before: Float64Array, after: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += (weights[t] as number) * ((after[t] as number) - (before[t] as number));
  return sum;
}
