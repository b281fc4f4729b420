import type { JSX } from 'react';
import type { WorkerTask } from '../../fit/protocol.ts';
import type { RunState } from '../../store/fit-runs.ts';

const words: Readonly<Record<WorkerTask['kind'], string>> = {
  search: 'searches',
  intervals: 'posteriors',
  profile: 'profiles',
  heights: 'parts of the grid',
  block: 'held-out blocks',
  recovery: 'portions of simulations',
  subjects: 'portions of the subjects',
  rounds: 'portions of a round of the group',
  chain: 'chains of the group',
};

interface Properties {
  readonly run: Pick<RunState<unknown>, 'state' | 'progress' | 'secondsLeft' | 'error'>;
  /** What is being fitted. */
  readonly what: string;
  /** What is made so far, for a stop. */
  readonly made: string;
}

/** How far the fits are, and after a stop what is kept. */
export function FitProgressLine({ run, what, made }: Properties): JSX.Element {
  const { state, progress, secondsLeft, error } = run;
  const step =
    progress === undefined ? 'starting' : `${progress.done} of ${progress.of} ${words[progress.kind]} are done`;
  return (
    <div>
      {state === 'running' ? (
        <>
          <p>
            {what}
            {step}
            {secondsLeft === undefined ? '' : `, about ${clockTime(secondsLeft)} left in all`}
          </p>
          <progress
            aria-label="progress of this step"
            value={progress === undefined ? 0 : progress.done / progress.of}
          />
        </>
      ) : state === 'stopped' ? (
        <p className={error === undefined ? '' : 'fit-fault'}>
          {error === undefined ? 'Stopped' : `${error.what}: ${error.remedy}. It stopped`} with {made}.
          {progress === undefined ? '' : ` ${what}${step}.`} Resume goes on from there; nothing is computed again.
        </p>
      ) : null}
    </div>
  );
}

/** `1:05` for 65 seconds. */
const clockTime = (seconds: number): string =>
  `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
