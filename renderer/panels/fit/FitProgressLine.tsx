import type { JSX } from 'react';
import type { FitTask } from '../../fit/protocol.ts';
import { fittedOf, type FitRun } from '../../store/fits.ts';
import { useAgentTitles } from './use-agent-titles.ts';

const words: Readonly<Record<FitTask['kind'], string>> = {
  search: 'searches',
  profile: 'profiles',
  heights: 'parts of the grid',
  block: 'held-out blocks',
  recovery: 'simulated sessions',
};

/** How far the fits are, and after a stop what is kept. */
export function FitProgressLine({ run }: { readonly run: FitRun }): JSX.Element {
  const { state, progress, work, secondsLeft, error } = run;
  const titleOf = useAgentTitles();
  const title = titleOf(work.fits[progress?.number ?? 0]?.agent ?? '');
  const fitted = fittedOf(run).length;
  const fitOf = work.fits.length < 2 ? '' : `fit ${(progress?.number ?? 0) + 1} of ${work.fits.length}, `;
  const step =
    progress === undefined ? 'starting' : `${progress.done} of ${progress.of} ${words[progress.kind]} are done`;
  return (
    <div>
      {state === 'running' ? (
        <>
          <p>
            {title}: {fitOf}
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
          {error === undefined ? 'Stopped' : `${error.what}: ${error.remedy}. It stopped`} with {fitted} of{' '}
          {work.fits.length} {work.fits.length === 1 ? 'fit' : 'fits'} made.
          {progress === undefined ? '' : ` ${title}: ${step}.`} Resume goes on from there; nothing is computed again.
        </p>
      ) : null}
    </div>
  );
}

/** `1:05` for 65 seconds. */
const clockTime = (seconds: number): string =>
  `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
