import type { JSX } from 'react';
import { Button } from 'react-aria-components';
import { appState } from '../../store/app-state.ts';
import { choiceFits, openExampleChoices, useChoiceFits } from '../../store/choice-fits.ts';
import { showCorrected, useData } from '../../store/data.ts';
import { tryExample } from '../../store/data-set.ts';
import { fits, useFits } from '../../store/fits.ts';
import { Segments } from '../../ui/Segments.tsx';
import { ErrorLine } from '../ErrorLine.tsx';
import { ChoicesForm } from './ChoicesForm.tsx';
import { ChoicesOutcome } from './ChoicesOutcome.tsx';
import { ChoicesSave } from './ChoicesSave.tsx';
import { FitForm } from './FitForm.tsx';
import { FitOutcome } from './FitOutcome.tsx';
import { FitSave } from './FitSave.tsx';

/** Agents that are fitted to the recording that is open in Data, or models to its choices. */
export function FitPanel(): JSX.Element {
  const files = useData((state) => state.opened?.files.join(', '));
  const hasSession = useData((state) => state.session !== undefined && state.table === undefined);
  const choices = useData((state) => state.mapping?.choices);
  const isShown = useChoiceFits((state) => state.isShown);
  const run = useFits((state) => state.run);
  const choiceRun = useChoiceFits((state) => state.run);
  const ofChoices = choices !== undefined && (isShown || !hasSession);
  const what = ofChoices ? 'models of choices' : 'agents';
  return (
    <main className="workspace-panel" aria-label="fit">
      <ErrorLine />
      <header className="workspace-head">
        <div className="workspace-titles">
          <h2>{files === undefined ? 'Fit agents to your recording' : `Fit ${what} to ${files}`}</h2>
          <p className="soft">
            {ofChoices
              ? 'Parameters of each subject with errors, which model explains more, and whether these trials can tell.'
              : 'Parameters with errors, which agent explains more, and whether this session can tell.'}
          </p>
        </div>
        {ofChoices ? (
          choiceRun && <ChoicesSave run={choiceRun} />
        ) : (
          <>{run === undefined ? null : <FitSave run={run} />}</>
        )}
      </header>
      {ofChoices ? (
        <div className="fit-columns">
          <ChoicesForm choices={choices}>{hasSession ? <FittedKinds isOfChoices /> : null}</ChoicesForm>
          <ChoicesOutcome />
        </div>
      ) : hasSession ? (
        <div className="fit-columns">
          <FitForm>{choices === undefined ? null : <FittedKinds isOfChoices={false} />}</FitForm>
          <FitOutcome run={run} />
        </div>
      ) : (
        <FitWelcome isOpen={files !== undefined} />
      )}
    </main>
  );
}

/** Agents go through the session in its time; models of choices know trials alone. */
const FittedKinds = ({ isOfChoices }: { readonly isOfChoices: boolean }): JSX.Element => (
  <p className="fit-signal">
    <b>fit</b>
    <Segments
      label="what is fitted"
      segments={[
        { id: 'agents', title: 'agents' },
        { id: 'models', title: 'models of choices' },
      ]}
      chosen={isOfChoices ? 'models' : 'agents'}
      onChoose={(id) => choiceFits.set({ isShown: id === 'models' })}
    />
  </p>
);

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
        {isOpen ? null : (
          <Button className="button" onPress={() => void openExampleChoices()}>
            Try simulated choices
          </Button>
        )}
      </div>
      {isOpen ? null : (
        <p className="soft">
          The choices are of 20 learners whose answer is known: ten with a learning rate of about .4 (saline), and ten
          of about .2 (drug).
        </p>
      )}
    </div>
  );
}
