import type { JSX } from 'react';
import { LiveTrace } from '../plots/LiveTrace.tsx';
import { useApp } from '../store/app-state.ts';

/** The latest trial, with its choices. */
export function TrialTab(): JSX.Element {
  const trial = useApp(({ status }) => status?.trial);
  const trialsDone = useApp(({ status }) => status?.trialsDone ?? 0);
  return (
    <div className="tab-figure">
      <p className="tab-caption">
        <span className="key-line" aria-hidden="true" /> RPE <i className="symbol">δ</i>
        <span className="key-line dashed" aria-hidden="true" /> value <i className="symbol">V</i>
        <span className="soft caption-text">
          {trial === undefined ? 'no trial yet' : `trial ${trialsDone}, ${trial.type}: ${trial.text}`}
        </span>
      </p>
      <LiveTrace />
    </div>
  );
}
