import { memo, useMemo, useState, type JSX } from 'react';
import { Collection, Header, Input, Label, ListBox, ListBoxItem, ListBoxSection, SearchField, type Selection } from 'react-aria-components';
import { paradigmEntries, type ParadigmEntry } from '../store/catalogue.ts';
import { appState, useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { draftFor } from '../store/draft.ts';
import { Icon } from '../ui/icons.tsx';

/** The recording and conditioning experiments, to be searched and opened. */
export const Gallery = memo(function Gallery(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const chosen = useApp((state) => state.draft?.paradigm.id);
  const [search, setSearch] = useState('');
  const sections = useMemo(() => (catalogue === undefined ? [] : sectionsOf(paradigmEntries(catalogue).filter((entry) => matches(entry, search)))), [catalogue, search]);
  return (
    <nav className="panel gallery" aria-label="experiments">
      <SearchField className="search" value={search} onChange={setSearch}>
        <Label className="visually-hidden">search experiments</Label>
        <Icon name="search" />
        <Input className="search-input" id="search" placeholder="Search experiments" />
      </SearchField>
      <ListBox
        className="gallery-list panel-scroll"
        aria-label="experiments"
        items={sections}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={chosen === undefined ? [] : [chosen]}
        onSelectionChange={open}
        renderEmptyState={() => (catalogue === undefined ? null : <p className="soft gallery-empty">No experiment has these words.</p>)}
      >
        {(section) => (
          <ListBoxSection id={section.id}>
            <Header className="gallery-header">{section.title}</Header>
            <Collection items={section.entries}>
              {({ id, title, citation, summary }) => (
                <ListBoxItem id={id} textValue={title} className="gallery-item">
                  <span className="gallery-title">{title}</span>
                  <span className="gallery-description">
                    <span className="gallery-citation">{citation.text}</span>
                    <span className="gallery-summary">{summary}</span>
                  </span>
                </ListBoxItem>
              )}
            </Collection>
          </ListBoxSection>
        )}
      </ListBox>
    </nav>
  );
});

interface Section {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly ParadigmEntry[];
}

const sectionTitles = { dopamine: 'dopamine', choices: 'choices', behaviour: 'behaviour in conditioning', own: 'your own' } as const;

/** What an experiment is about, as far as a list has to be cut into pieces. */
function sectionOf({ id, hasChoices }: ParadigmEntry): keyof typeof sectionTitles {
  if (id === 'own-design') return 'own';
  if (hasChoices) return 'choices';
  return id.startsWith('ccnlab-') ? 'behaviour' : 'dopamine';
}

function sectionsOf(entries: readonly ParadigmEntry[]): readonly Section[] {
  const sections = Object.entries(sectionTitles).map(([id, title]): Section => ({ id, title, entries: entries.filter((entry) => sectionOf(entry) === id) }));
  return sections.filter((section) => section.entries.length > 0);
}

function matches({ title, citation, summary }: ParadigmEntry, search: string): boolean {
  const text = `${title} ${citation.text} ${summary}`.toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** A paradigm opens with its own first agent; the seed stays. */
function open(keys: Selection): void {
  const { catalogue, draft } = appState.get();
  const [id] = keys === 'all' ? [] : [...keys];
  if (catalogue === undefined || id === undefined || id === draft?.paradigm.id) return;
  const opened = draftFor(catalogue, String(id), undefined, draft?.seed);
  if (opened !== undefined) experiment.edit(opened);
}
