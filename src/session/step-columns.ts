import { secondsOf } from '../contracts/trial.ts';
import type { Observer } from '../engine/run.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import type { StepColumns } from '../storage/columns.ts';

/**
 * The signals of a run with the trial, time, reward and recorded rate of each step.
 * @param session a finished session, and `observer` its observer
 */
export function stepColumns(session: TrialSession, { recorded, rateUnit }: Observer): StepColumns {
  const { spec, design, trials, offsets, signals } = session;
  const steps = signals.rpe.length;
  const trial = new Int32Array(steps);
  const seconds = new Float64Array(steps);
  const reward = new Float32Array(steps);
  // The identity recording equals the RPE.
  const values = spec.recording.id === 'identity' ? undefined : new Float64Array(steps);
  for (const one of trials) {
    const { index, zeroStep, outcomes } = one;
    const start = offsets[index] as number;
    trial.fill(index, start, start + one.steps);
    for (let step = 0; step < one.steps; step++) {
      seconds[start + step] = secondsOf(step - zeroStep, design.stepSeconds);
      if (values !== undefined) values[start + step] = recorded.mean(one, step - zeroStep);
    }
    for (const { step, magnitude } of outcomes) {
      const at = start + zeroStep + step;
      reward[at] = (reward[at] as number) + magnitude;
    }
  }
  const { rpe, value } = signals;
  return { trial, seconds, rpe, value, reward, ...(values === undefined ? {} : { rate: { values, unit: rateUnit } }) };
}
