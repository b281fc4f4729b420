import type { JSX } from 'react';
import { useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';

/** The session's position, in a sentence, and a control to move to any other trial. */
export function Scrubber(): JSX.Element {
  const trials = useApp(({ opened }) => opened?.trials ?? 0);
  const trialsDone = useApp(({ status }) => status?.trialsDone ?? 0);
  const trial = useApp(({ status }) => status?.trial);
  const place = `trial ${trialsDone} of ${trials}`;
  const sentence = trial === undefined ? 'before the first trial' : `${trial.phase}: ${trial.text}`;
  return (
    <div className="scrubber">
      <div className="scrubber-line">
        <output className="numeral scrubber-place">
          trial <b>{trialsDone}</b> / {trials}
        </output>
        <span className="soft scrubber-sentence" title={sentence}>
          {sentence}
        </span>
      </div>
      <input
        className="slider"
        type="range"
        aria-label="trial"
        aria-valuetext={`${place}; ${sentence}`}
        min={0}
        max={Math.max(1, trials)}
        value={trialsDone}
        onChange={(event) => void experiment.seek(Number(event.target.value))}
      />
    </div>
  );
}
