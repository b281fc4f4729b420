import type { JSX } from 'react';
import { notesOn } from '../../src/analysis/verdict-words.ts';
import type { ParadigmEntry } from '../store/catalogue.ts';

/** Why an agent does not show what a paper reported, or shows what it should not: one line per note. */
export function NoteLines({
  entry,
  agent,
}: {
  readonly entry: ParadigmEntry | undefined;
  readonly agent: string;
}): JSX.Element {
  return (
    <>
      {notesOn(entry?.notes, agent).map(({ signatures = [], why }) => (
        <p key={why} className="soft note-line">
          {signatures.length === 0 ? '' : `${signatures.join(', ')}: `}
          {why}
        </p>
      ))}
    </>
  );
}
