import { didYouMean } from '../core/errors.ts';
import { recordedChoiceFaults } from './choice-faults.ts';
import { microseconds } from './clock.ts';
import type { Design, Phase, RecordedTrial } from './design.ts';
import type { DesignFault } from './design-fault.ts';

type Path = DesignFault['path'];

/**
 * Shortest time from the end of a trial's window to the next time zero, seconds: at least a step of the coarsest
 * resolution, so that no event moves to another step to make room.
 */
export const minApartSeconds = 1;

/** What is wrong with the trials of a recorded session beyond their shape. */
export function* recordedFaults(
  path: Path,
  { recorded, order, trials, mixture }: Phase,
  design: Design,
  known: { readonly cues: ReadonlySet<string> },
): Generator<DesignFault> {
  if ((order === 'recorded') !== (recorded !== undefined)) {
    yield {
      path,
      what: `its order is ${order} and it has ${recorded === undefined ? 'no' : 'a list of'} recorded trials`,
      remedy: 'give both `order: "recorded"` and `recorded`, or neither',
    };
    return;
  }
  if (recorded === undefined) return;
  if (recorded.length !== trials)
    yield {
      path: [...path, 'trials'],
      what: `it says ${trials} trials, and ${recorded.length} are recorded`,
      remedy: 'let trials be the number of recorded trials',
    };
  // In microseconds, which add up exactly.
  let end = 0;
  for (const [i, trial] of recorded.entries()) {
    const at = [...path, 'recorded', i];
    if (microseconds(trial.zeroSeconds) < end)
      yield {
        path: at,
        what: `its time zero, ${trial.zeroSeconds} s, is not ${minApartSeconds} s after the end of the trial before`,
        remedy: 'list trials in order of time, and shorten windowSeconds',
      };
    end = microseconds(trial.zeroSeconds) + microseconds(windowOf(trial, design)) + microseconds(minApartSeconds);
    if (!Object.hasOwn(mixture, trial.type))
      yield {
        path: [...at, 'type'],
        what: `'${trial.type}' is not in the phase's mixture`,
        remedy: didYouMean(trial.type, Object.keys(mixture)),
      };
    yield* eventFaults(at, trial, design, known);
    const type = design.trialTypes[trial.type];
    if (type !== undefined) yield* recordedChoiceFaults(at, trial, type, windowOf(trial, design));
  }
}

const windowOf = ({ windowSeconds }: RecordedTrial, { trialSeconds }: Pick<Design, 'trialSeconds'>): number =>
  windowSeconds ?? trialSeconds;

function* eventFaults(
  path: Path,
  trial: RecordedTrial,
  design: Design,
  known: { readonly cues: ReadonlySet<string> },
): Generator<DesignFault> {
  const window = windowOf(trial, design);
  for (const [i, { cue, onsetSeconds }] of trial.cues.entries()) {
    if (!known.cues.has(cue))
      yield { path: [...path, 'cues', i], what: `unknown cue '${cue}'`, remedy: didYouMean(cue, [...known.cues]) };
    if (onsetSeconds >= window)
      yield { path: [...path, 'cues', i], what: "it comes after the trial's window", remedy: 'raise windowSeconds' };
  }
  let last = 0;
  for (const [i, { seconds }] of trial.rewards.entries()) {
    if (seconds >= window || seconds < last)
      yield {
        path: [...path, 'rewards', i],
        what: seconds < last ? 'it comes before the reward above it' : "it comes after the trial's window",
        remedy: seconds < last ? 'list rewards in order of time' : 'raise windowSeconds',
      };
    last = seconds;
  }
}
