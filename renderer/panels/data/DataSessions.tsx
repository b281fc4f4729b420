import { useMemo, type JSX } from 'react';
import { Button, Checkbox, Input, TextField } from 'react-aria-components';
import { failingSessions } from '../../../src/recorded/data-set/set-notes.ts';
import {
  isWaivedIn,
  leaveOut,
  openAsOne,
  rename,
  selectSession,
  useDataSet,
  type SetSession,
} from '../../store/data-set.ts';

/** The sessions of a set: whose they are, which are in, and what is wrong with them. */
export function DataSessions(): JSX.Element {
  const sessions = useDataSet((state) => state.sessions);
  const unclaimed = useDataSet((state) => state.unclaimed);
  const animals = new Set(sessions.map(({ animal }) => animal)).size;
  return (
    <section className="data-sessions panel-scroll" aria-label="sessions">
      <h3>
        {sessions.length} sessions of {animals} {animals === 1 ? 'animal' : 'animals'}
      </h3>
      <p className="soft">
        Animals are proposed and can be corrected. The first session says what is what in all of the same shape.
      </p>
      <ul className="data-session-list">
        {sessions.map((session, place) => (
          <SessionRow key={session.name} session={session} isFirst={place === 0} />
        ))}
      </ul>
      {unclaimed.length === 0 ? null : (
        <ul className="data-warnings" aria-label="files of no session">
          {unclaimed.map(({ file, line }) => (
            <li key={file}>{line}</li>
          ))}
        </ul>
      )}
      <Button className="text-button" onPress={() => void openAsOne()}>
        All files are one session
      </Button>
    </section>
  );
}

function SessionRow({ session, isFirst }: { readonly session: SetSession; readonly isFirst: boolean }): JSX.Element {
  const { name, animal, group, reason, isLeftOut, files, own } = session;
  const problem = useProblem(session);
  return (
    <li className={`data-session ${isLeftOut ? 'is-out' : ''}`}>
      <Checkbox
        className="own-file-check"
        isSelected={!isLeftOut}
        onChange={(isIn) => leaveOut(name, !isIn)}
        aria-label={`${name} is in the set`}
      >
        <span className="own-file-box" aria-hidden="true" />
      </Checkbox>
      <Button className="text-button data-session-name" onPress={() => void selectSession(name)}>
        {name}
      </Button>
      <TextField
        aria-label={`animal of ${name}`}
        className="data-session-field"
        value={animal}
        onChange={(text) => rename(name, { animal: text })}
      >
        <Input className="text-input" />
      </TextField>
      <TextField
        aria-label={`group of ${name}`}
        className="data-session-field"
        value={group}
        onChange={(text) => rename(name, { group: text })}
      >
        <Input className="text-input" placeholder="group" />
      </TextField>
      <span className="soft">
        {[
          `${animal}: ${reason}`,
          files.length === 0 ? 'simulated' : files.length === 1 ? '' : `${files.length} files`,
          isFirst ? 'its mapping is used for all' : own === undefined ? '' : 'mapped on its own',
        ]
          .filter((words) => words !== '')
          .join('; ')}
      </span>
      {problem === undefined ? null : <span className="fails">{problem}</span>}
    </li>
  );
}

/** Why a session is not in the set, or which checks it fails. */
function useProblem({ name, isLeftOut }: SetSession): string | undefined {
  const set = useDataSet((state) => state.set);
  const sessions = useDataSet((state) => state.sessions);
  return useMemo(() => {
    if (set === undefined) return undefined;
    if (isLeftOut) return undefined;
    const line = set.left.find(({ session }) => session === name)?.line;
    if (line !== undefined) return line;
    const failing = failingSessions(set, isWaivedIn(sessions)).find(({ session }) => session === name);
    return failing === undefined
      ? undefined
      : `Fails: ${failing.checks.join(', ').toLowerCase()}. Select it to give a reason, or leave it out.`;
  }, [set, sessions, name, isLeftOut]);
}
