import type { JSX, ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { RunState } from '../../store/fit-runs.ts';

interface Properties {
  readonly state: RunState<unknown>['state'] | undefined;
  /** Why nothing can be fitted. */
  readonly missing: string | undefined;
  readonly onFit: () => void;
  readonly onStop: () => void;
  readonly onResume: () => void;
  /** How far it is. */
  readonly children: ReactNode;
}

/** Begins fits, stops them, and goes on. */
export const FitGo = ({ state, missing, onFit, onStop, onResume, children }: Properties): JSX.Element => (
  <div className="fit-go">
    <div className="fit-buttons">
      {state === 'running' ? (
        <Button className="button" onPress={onStop}>
          Stop
        </Button>
      ) : (
        <Button className="button fit-start" isDisabled={missing !== undefined} onPress={onFit}>
          Fit
        </Button>
      )}
      {state === 'stopped' ? (
        <Button className="button" onPress={onResume}>
          Resume
        </Button>
      ) : null}
      <span className="soft">{state === 'running' ? '' : missing}</span>
    </div>
    {children}
  </div>
);
