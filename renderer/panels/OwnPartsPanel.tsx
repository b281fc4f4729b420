import { useEffect, useState, type FormEvent, type JSX } from 'react';
import { Button, Checkbox, Input, Label, TextField } from 'react-aria-components';
import { singular } from '../../src/spec/kinds.ts';
import type { ShownFile, ShownParts } from '../../src/protocol/own-parts.ts';
import { useApp } from '../store/app-state.ts';
import { ownParts } from '../store/current.ts';
import { useOwnParts } from '../store/own-parts.ts';
import { Icon } from '../ui/icons.tsx';

/** The folder of a person's own parts: each file is shown before it is run, and agreed to by its name. */
export function OwnPartsPanel(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const shown = useOwnParts(ownParts, (state) => state.shown);
  const error = useOwnParts(ownParts, (state) => state.error);
  // Each time that the program has started: it has other parts then.
  useEffect(() => {
    if (catalogue !== undefined) void ownParts.look();
  }, [catalogue]);
  return (
    <main className="workspace-panel" aria-label="parts">
      <header className="workspace-head">
        <div className="workspace-titles">
          <h2>Parts of your own</h2>
          <p className="soft">
            A folder of agents, learning rules, experiments and other parts. Its files are programs: they can do on this
            machine whatever you can. Read each file, then choose those that Phasic may run. A file that changes is
            asked about again.
          </p>
        </div>
        {shown === undefined || shown.isGiven ? null : <RunButton shown={shown} />}
      </header>
      {error === undefined ? null : (
        <div className="error-line" role="alert">
          <p>
            <b>{error.where}:</b> {error.what}. <span className="remedy">To mend it: {error.remedy}.</span>
          </p>
        </div>
      )}
      {shown === undefined ? null : <Folder shown={shown} />}
    </main>
  );
}

function RunButton({ shown }: { readonly shown: ShownParts }): JSX.Element {
  const chosen = useOwnParts(ownParts, (state) => state.chosen);
  const isStarting = useOwnParts(ownParts, (state) => state.isStarting);
  const isSame = shown.files.every(
    ({ name, state, isLoaded }) => (state === 'agreed') === chosen.has(name) && (state === 'agreed' || !isLoaded),
  );
  const none = shown.files.some(({ state }) => state === 'agreed') ? 'Run none' : 'Run';
  const words = chosen.size === 0 ? none : `Run ${chosen.size} ${chosen.size === 1 ? 'file' : 'files'}`;
  return (
    <Button className="button run-parts" isDisabled={isSame || isStarting} onPress={() => void ownParts.agree()}>
      {isStarting ? 'Starting again ...' : words}
    </Button>
  );
}

function Folder({ shown: { folder, isGiven, files } }: { readonly shown: ShownParts }): JSX.Element {
  // What a person has typed stays when an answer arrives meanwhile.
  const [own, setTyped] = useState<string>();
  const typed = own ?? folder ?? '';
  const look = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== '') void ownParts.look(typed);
  };
  return (
    <div className="own-parts panel-scroll">
      {isGiven ? (
        <p className="own-parts-given">
          Phasic was started with <code>--parts {folder}</code>, which agrees to all files of the folder.
        </p>
      ) : (
        <form className="own-parts-folder" onSubmit={look}>
          <TextField className="own-parts-field" value={typed} onChange={setTyped}>
            <Label className="field-label">folder</Label>
            <Input
              className="text-input"
              placeholder="/home/me/my-parts"
              autoComplete="off"
              spellCheck={false}
              // A path is longer than other texts.
              maxLength={4096}
            />
          </TextField>
          <Button type="submit" className="button" isDisabled={typed.trim() === ''}>
            <Icon name="search" />
            Look
          </Button>
        </form>
      )}
      {files.map((file) => (
        <FileSection key={`${file.name} ${file.sha256}`} file={file} isGiven={isGiven} />
      ))}
    </div>
  );
}

/** Longer files scroll. */
const mostRows = 18;

const states = { new: 'new', changed: 'changed since you agreed to it', agreed: 'agreed to' } as const;
const inUse = {
  // Agreed to when the program started, and taken back since on another page.
  new: 'in use until Phasic starts again',
  changed: 'changed since you agreed to it; the one before is in use',
  agreed: 'agreed to, in use',
} as const;

interface FileProperties {
  readonly file: ShownFile;
  readonly isGiven: boolean;
}

function FileSection({ file, isGiven }: FileProperties): JSX.Element {
  const { name, text, part, state, isLoaded, flaw } = file;
  const isChosen = useOwnParts(ownParts, ({ chosen }) => chosen.has(name));
  const kind = part === undefined ? 'imported by others' : `${singular(part.kind)} '${part.id}'`;
  return (
    <section className="own-file" aria-label={name}>
      <header className="own-file-head">
        {isGiven ? (
          <b>{name}</b>
        ) : (
          <Checkbox className="own-file-check" isSelected={isChosen} onChange={(is) => ownParts.choose(name, is)}>
            <span className="own-file-box" aria-hidden="true" />
            run <b>{name}</b>
          </Checkbox>
        )}
        <span className="soft">{kind}</span>
        <span className={`own-file-state ${state}`}>{isLoaded ? inUse[state] : states[state]}</span>
      </header>
      {flaw === undefined ? null : <p className="own-file-flaw">{flaw}</p>}
      <textarea
        className="own-file-text"
        aria-label={`text of ${name}`}
        value={text}
        rows={Math.min(text.split('\n').length, mostRows)}
        wrap="off"
        readOnly
      />
    </section>
  );
}
