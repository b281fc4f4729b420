import type { JSX } from 'react';
import { Button } from 'react-aria-components';
import { appState } from '../../store/app-state.ts';
import { showCorrected, useData } from '../../store/data.ts';
import { tryExample } from '../../store/data-set.ts';
import { fits, useFits } from '../../store/fits.ts';
import { ErrorLine } from '../ErrorLine.tsx';
import { FitForm } from './FitForm.tsx';
import { FitOutcome } from './FitOutcome.tsx';
import { FitSave } from './FitSave.tsx';

/** Agents that are fitted to the recording that is open in Data. */
export function FitPanel(): JSX.Element {
  const files = useData((state) => state.opened?.files.join(', '));
  const hasSession = useData((state) => state.session !== undefined && state.table === undefined);
  const run = useFits((state) => state.run);
  return (
    <main className="workspace-panel" aria-label="fit">
      <ErrorLine />
      <header className="workspace-head">
        <div className="workspace-titles">
          <h2>{files === undefined ? 'Fit agents to your recording' : `Fit agents to ${files}`}</h2>
          <p className="soft">Parameters with errors, which agent explains more, and whether this session can tell.</p>
        </div>
        {run === undefined ? null : <FitSave run={run} />}
      </header>
      {hasSession ? (
        <div className="fit-columns">
          <FitForm />
          <FitOutcome run={run} />
        </div>
      ) : (
        <FitWelcome isOpen={files !== undefined} />
      )}
    </main>
  );
}

/** Two to compare, one of which has an error at the reward alone. */
const exampleAgents = ['rescorla-wagner', 'td-csc'] as const;

/** Opens the simulated session, with agents to compare. */
async function openFitExample(): Promise<void> {
  await tryExample();
  showCorrected(true);
  fits.set({ agents: exampleAgents });
}

function FitWelcome({ isOpen }: { readonly isOpen: boolean }): JSX.Element {
  const table = useData((state) => state.table);
  const missing = useData((state) => state.missing);
  const why =
    table !== undefined
      ? 'It is a table of windows. Agents are fitted to a session with a signal of its whole length, or with choices.'
      : missing === undefined
        ? 'Say which events are cues and which are rewards, or what was chosen.'
        : `No model can be run through it: ${missing}.`;
  return (
    <div className="data-welcome">
      <h3>{isOpen ? 'This recording cannot be fitted as it is' : 'Open a recording first'}</h3>
      <p>
        {isOpen
          ? why
          : 'In Data: a file, several files or a folder; then say what is what. Agents are fitted to its signal, to its choices, or to both.'}
      </p>
      <div className="fit-buttons">
        <Button className="button" onPress={() => appState.set({ workspace: 'data' })}>
          {isOpen ? 'Go to Data' : 'Open it in Data'}
        </Button>
        {isOpen ? null : (
          <Button className="button" onPress={() => void openFitExample()}>
            Try a simulated session
          </Button>
        )}
      </div>
    </div>
  );
}
