import { memo, useMemo, type JSX } from 'react';
import { lookupIn } from '../../src/spec/catalogue.ts';
import { completeTrialSpec } from '../../src/spec/complete.ts';
import type { ParadigmEntry } from '../store/catalogue.ts';
import { appState, useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { SearchableList, type ListedItem, type ListedSection } from '../ui/SearchableList.tsx';

interface Row extends ListedItem {
  readonly citation: string;
  readonly summary: string;
}

/** A searchable list of the recording and conditioning experiments. */
export const Gallery = memo(function Gallery(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const chosen = useApp((state) => state.draft?.world.id);
  const sections = useMemo(() => (catalogue === undefined ? undefined : sectionsOf(catalogue.paradigms)), [catalogue]);
  return (
    <SearchableList name={['experiment', 'experiments']} sections={sections} chosen={chosen} onOpen={open}>
      {({ title, citation, summary }) => (
        <>
          <span className="gallery-title">{title}</span>
          <span className="gallery-description">
            <span className="gallery-citation">{citation}</span>
            <span className="gallery-summary">{summary}</span>
          </span>
        </>
      )}
    </SearchableList>
  );
});

const sectionTitles = {
  dopamine: 'dopamine',
  choices: 'choices',
  behaviour: 'behaviour in conditioning',
  own: 'your own',
} as const;

/** The topic of an experiment, which groups the list. */
function sectionOf({ id, isOwn, hasChoices }: ParadigmEntry): keyof typeof sectionTitles {
  if (isOwn === true || id === 'own-design') return 'own';
  if (hasChoices) return 'choices';
  return id.startsWith('ccnlab-') ? 'behaviour' : 'dopamine';
}

const sectionsOf = (entries: readonly ParadigmEntry[]): readonly ListedSection<Row>[] =>
  Object.entries(sectionTitles).map(([id, title]) => ({
    id,
    title,
    items: entries.filter((entry) => sectionOf(entry) === id).map(rowOf),
  }));

const rowOf = ({ id, title, citation, summary }: ParadigmEntry): Row => ({
  id,
  title,
  text: `${citation.text} ${summary}`,
  citation: citation.text,
  summary,
});

/** A paradigm opens with its own first agent; the seed is kept. */
function open(id: string): void {
  const { catalogue, draft } = appState.get();
  if (catalogue !== undefined)
    experiment.edit(completeTrialSpec(lookupIn(catalogue), { world: id, seed: draft?.seed }));
}
