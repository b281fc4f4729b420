import { microseconds } from '../../contracts/clock.ts';
import { errorPlacement } from '../../engine/sensed-session.ts';
import { taughtAgents } from '../../engine/taught-agent.ts';
import type { GridDesign } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { priorPoints } from '../discrimination/prior-points.ts';
import { valuesAt } from '../problem.ts';
import { freeOfSpec } from '../session/free-of-spec.ts';
import { SensedBins } from '../session/sensed-bins.ts';

/** A model with parameters from its prior, that trials are shown to one by one. */
export interface TaughtModel {
  /** Number of places of its prior. */
  readonly count: number;
  /** What the sensor shows at each place from a trial's time zero to its end; NaN where learning has diverged. */
  learn(trial: Trial): readonly Float64Array[];
  /** The same, after which all are as before the trial. */
  tried(trial: Trial): readonly Float64Array[];
  /** Back to before the first trial. */
  forget(): void;
}

/** Places of each prior. */
const placesEach = 16;

export function taughtModel(
  spec: TrialSpec,
  design: GridDesign,
  { binSeconds, seed }: { readonly binSeconds: number; readonly seed: number },
): TaughtModel {
  const free = freeOfSpec(spec, undefined);
  const specs = priorPoints(free.parameters, placesEach, { seed, name: 'next trial' }).map((point) =>
    free.withValues(valuesAt(free.parameters, point)),
  );
  const agents = taughtAgents(specs, design);
  const shown = (trial: Trial, errors: readonly (Float64Array | undefined)[]): readonly Float64Array[] => {
    const count = Math.floor(((trial.steps - trial.zeroStep) * design.stepSeconds) / binSeconds + rounding);
    const alone = { design, trials: [{ ...trial, index: 0 }], offsets: [0, trial.steps], spec };
    const bins = new SensedBins(errorPlacement(alone), spec, {
      startSeconds: startOf(trial, design),
      binSeconds,
      count,
    });
    return specs.map(({ recording }, i) => {
      const rpe = errors[i];
      return rpe === undefined ? new Float64Array(count).fill(Number.NaN) : bins.of({ rpe }, recording).slice();
    });
  };
  return {
    count: specs.length,
    learn: (trial) => shown(trial, agents.learn(trial)),
    tried: (trial) => shown(trial, agents.tried(trial)),
    forget: () => agents.forget(),
  };
}

/** Of the step that contains time zero, seconds: what happens then is in this step. */
function startOf({ zeroSeconds }: Trial, { stepSeconds }: GridDesign): number {
  const resolution = microseconds(stepSeconds);
  return (Math.floor(microseconds(zeroSeconds) / resolution) * resolution) / 1e6;
}

/** Of times that are a whole number of bins. */
const rounding = 1e-6;
