import type { JSX } from 'react';
import { Button, DropZone, FileTrigger } from 'react-aria-components';
import { recordedExamples, type RecordedExample } from '../../../src/recorded/examples.ts';
import { chosenFiles, droppedFiles } from '../../data/chosen-files.ts';
import { stopOpening, useData } from '../../store/data.ts';
import {
  addSessions,
  definedSet,
  openFiles,
  stopReading,
  tryExample,
  tryRecorded,
  useDataSet,
  type AskedSet,
} from '../../store/data-set.ts';
import { gathered } from '../../store/gathered.ts';
import { saveFile } from '../../store/save-file.ts';
import { savedSet } from '../../store/saved-set.ts';
import { Icon } from '../../ui/icons.tsx';
import { ErrorLine } from '../ErrorLine.tsx';
import { DataAnimals } from './DataAnimals.tsx';
import { DataFigures } from './DataFigures.tsx';
import { DataModel } from './DataModel.tsx';
import { DataParts } from './DataParts.tsx';
import { DataSave } from './DataSave.tsx';
import { DataSessions } from './DataSessions.tsx';
import { SetBar } from './SetBar.tsx';
import { DataWindows } from './DataWindows.tsx';

/** A recording of one's own: what is in it, what is what, and a model driven by the same session. */
export function DataPanel(): JSX.Element {
  const opened = useData((state) => state.opened);
  const ofAnimals = useDataSet((state) => state.view === 'animals');
  const asked = useDataSet((state) => state.asked);
  return (
    <main className="workspace-panel" aria-label="data">
      <ErrorLine />
      <DataHead />
      <DropZone
        className="data-drop"
        aria-label="files to open"
        onDrop={({ items }) => void gathered(() => droppedFiles(items), openFiles)}
      >
        {ofAnimals ? (
          <div className="data-set-columns">
            <DataSessions />
            <DataAnimals />
          </div>
        ) : opened === undefined ? (
          <Welcome asked={asked} />
        ) : (
          <div className="data-columns">
            <DataParts opened={opened} />
            {opened.found.windows === undefined ? <DataFigures opened={opened} /> : <DataWindows />}
            <DataModel opened={opened} />
          </div>
        )}
      </DropZone>
    </main>
  );
}

function DataHead(): JSX.Element {
  const opened = useData((state) => state.opened);
  const example = useData((state) => state.example);
  const opening = useData((state) => state.opening);
  const finding = useDataSet((state) => state.finding);
  const ofSet = useDataSet((state) => (state.view === 'animals' ? state.sessions.length : 0));
  return (
    <header className="workspace-head">
      <div className="workspace-titles">
        <h2>
          {ofSet > 0
            ? `${ofSet} sessions`
            : opened === undefined
              ? 'Your recording'
              : (example?.title ?? titleOf(opened.files))}
        </h2>
        <p className="soft" aria-live="polite">
          {finding !== undefined
            ? `Looking for sessions in ${finding} files ...`
            : opening === undefined
              ? (exampleWords(example) ?? opened?.formats.join(', ') ?? 'Files stay on this computer.')
              : `Opening ${opening} ...`}
        </p>
      </div>
      <SetBar />
      {finding === undefined ? null : (
        <Button className="button" onPress={stopReading}>
          Stop
        </Button>
      )}
      {opening === undefined ? null : (
        <Button className="button" onPress={stopOpening}>
          Stop
        </Button>
      )}
      {ofSet > 0 ? <SetSave /> : <DataSave />}
      <FileTrigger allowsMultiple onSelect={(files) => void gathered(() => chosenFiles(files), openFiles)}>
        <Button className="button">Open files</Button>
      </FileTrigger>
      {opened === undefined ? null : (
        <FileTrigger allowsMultiple onSelect={(files) => void gathered(() => chosenFiles(files), addSessions)}>
          <Button className="button">Add sessions</Button>
        </FileTrigger>
      )}
      <FileTrigger acceptDirectory onSelect={(files) => void gathered(() => chosenFiles(files), openFiles)}>
        <Button className="button">Open folder</Button>
      </FileTrigger>
    </header>
  );
}

/** What to cite for an example. */
const exampleWords = (example: RecordedExample | undefined): string | undefined =>
  example === undefined
    ? undefined
    : `${example.citation.text}, doi:${example.citation.doi}; ${example.source.from}, ${example.source.licence}`;

const maxNamed = 3;

const titleOf = (files: readonly string[]): string =>
  files.length > maxNamed
    ? `${files.slice(0, maxNamed).join(', ')} and ${files.length - maxNamed} more`
    : files.join(', ');

/** Saves what was said of a data set. */
function SetSave(): JSX.Element {
  // The simulated session has no files.
  const isKept = useDataSet(({ isMapped, sessions }) => isMapped && sessions.every(({ files }) => files.length > 0));
  return (
    <Button
      className="button"
      isDisabled={!isKept}
      onPress={() => {
        const definition = definedSet();
        if (definition !== undefined) void saveFile(() => savedSet(definition));
      }}
    >
      <Icon name="save" />
      Save data set
    </Button>
  );
}

/** The files of a data set, which a page cannot keep. */
function AskedFiles({ asked: { definition, fileName } }: { readonly asked: AskedSet }): JSX.Element {
  const files = definition.sessions.flatMap((session) => session.files);
  const more = files.length - maxAsked;
  return (
    <div className="data-welcome">
      <h3>
        {fileName}: {definition.sessions.length} sessions
      </h3>
      <p>Open or drop its files: a page cannot keep them.</p>
      <ul>
        {files.slice(0, maxAsked).map(({ name }) => (
          <li key={name}>{name}</li>
        ))}
        {more > 0 ? <li>and {more} more</li> : null}
      </ul>
    </div>
  );
}

const maxAsked = 12;

function Welcome({ asked }: { readonly asked: AskedSet | undefined }): JSX.Element {
  if (asked !== undefined) return <AskedFiles asked={asked} />;
  return (
    <div className="data-welcome">
      <h3>Drop a session here: a file, several files or a folder</h3>
      <p>
        Photometry, spikes, events and trials as NWB, TDT block, Doric, pyPhotometry, Neurophotometrics, RWD, Open
        Ephys, MATLAB, NumPy, Parquet, or CSV of any layout. The file is read here and sent nowhere.
      </p>
      <p className="soft">
        Then say what is what. The session as your animal had it, with its intervals, omissions and sizes, drives any
        model, and both are drawn on the same axes.
      </p>
      <h4>Or open an example</h4>
      <ul className="data-examples">
        {recordedExamples.map((example) => (
          <li key={example.id}>
            <Button className="button" onPress={() => void tryRecorded(example)}>
              {example.title}
            </Button>
            <span className="soft">
              {example.summary}. {example.source.licence}.
            </span>
          </li>
        ))}
        <li>
          <Button className="button" onPress={() => void tryExample()}>
            Try a simulated session
          </Button>
          <span className="soft">
            Photometry with a control, bleaching and movement, whose dopamine is a known RPE.
          </span>
        </li>
      </ul>
    </div>
  );
}
