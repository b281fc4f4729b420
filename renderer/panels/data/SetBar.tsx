import type { JSX } from 'react';
import { selectSession, showAnimals, useDataSet } from '../../store/data-set.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Segments } from '../../ui/Segments.tsx';

/** Which session of a set is shown, or all animals. */
export function SetBar(): JSX.Element | null {
  const sessions = useDataSet((state) => state.sessions);
  const selected = useDataSet((state) => state.selected);
  const view = useDataSet((state) => state.view);
  if (sessions.length < 2) return null;
  return (
    <>
      <Segments
        label="view"
        segments={[
          { id: 'session', title: 'one session' },
          { id: 'animals', title: 'all animals' },
        ]}
        chosen={view}
        onChoose={showAnimals}
      />
      {view === 'animals' ? null : (
        <Choice
          label="session"
          options={sessions.map(({ name, animal }) => ({ id: name, title: name, description: animal }))}
          chosen={selected}
          onChoose={(name) => void selectSession(name)}
        />
      )}
    </>
  );
}
