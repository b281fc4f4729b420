import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import type { PartialAgent, PartialSpec } from '../../src/spec/spec.ts';
import { observe, type Observer } from '../../src/engine/run.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import type { Averages, SignalName } from '../../src/contracts/paradigm.ts';
import type { Result } from '../../src/spec/result.ts';
import { gridOf } from './grids.ts';

export interface Finished {
  readonly session: TrialSession;
  readonly observer: Observer;
  readonly result: Omit<Result, 'hash'>;
}

/** Runs an experiment to its end, like the program, on the grid of the paradigm's golden numbers. */
export function run(given: PartialSpec, resolutionSeconds?: number): Finished {
  const spec = completeTrialSpec(given);
  const session = createTrialSession(
    setParameter(spec, 'resolutionSeconds', resolutionSeconds ?? gridOf(spec.world.id)),
  );
  session.advance(session.trials.length);
  const observer = observe(session);
  return { session, observer, result: observer.look() };
}

/** The share that remains after a second if a step keeps `kept`, the form of golden values. */
export const perSecond = (kept: number, stepSeconds: number): number => kept ** (1 / stepSeconds);

/**
 * TD(0), or TD(λ) if a decay is given, on a complete serial compound, for closed forms: traces end with the trial.
 * Discount and decay are per step of `stepSeconds`.
 */
export function tdCsc(values: {
  learningRate: number;
  discount: number;
  stepSeconds: number;
  traceDecay?: number;
  resetAtReward?: boolean;
}): PartialAgent {
  const { learningRate, discount, stepSeconds, traceDecay, resetAtReward = false } = values;
  return {
    architecture: { id: 'complete-serial-compound', parameters: { resetAtReward } },
    objective: { id: 'discounted-return', parameters: { discount: perSecond(discount, stepSeconds) } },
    learningRule:
      traceDecay === undefined
        ? { id: 'td-zero', parameters: { learningRate } }
        : {
            id: 'td-lambda',
            parameters: { learningRate, traceDecay: perSecond(traceDecay, stepSeconds), boundary: 'reset' },
          },
  };
}

/** Mean of a signal over a condition's trials at the step of `seconds`. */
export function at({ result }: Finished, condition: string, signal: SignalName, seconds: number): number {
  const averages = result.conditions[condition] as Averages;
  const i = averages.t.findIndex((t) => Math.abs(t - seconds) < 1e-6);
  if (i < 0) throw new Error(`${condition} has no step at ${seconds} s`);
  return averages[signal].mean[i] as number;
}

/** Whether a signature passed, and its measurement. */
export function signature({ result }: Finished, id: string): { pass: boolean | null; measured: number | null } {
  const found = result.signatures.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no signature '${id}'`);
  return found;
}
