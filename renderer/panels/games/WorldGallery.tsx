import { memo, useMemo, useState, type JSX } from 'react';
import { Collection, Header, Input, Label, ListBox, ListBoxItem, ListBoxSection, SearchField, type Selection } from 'react-aria-components';
import type { Drawing } from '../../../src/contracts/drawing.ts';
import { appState, useApp } from '../../store/app-state.ts';
import { play } from '../../store/current.ts';
import { usePlay } from '../../store/play/play.ts';
import { playDraft, worldEntries, type WorldEntry } from '../../store/play/play-draft.ts';
import { Icon } from '../../ui/icons.tsx';
import { Thumbnail } from './Thumbnail.tsx';

const genres = { arcade: 'games', control: 'control', grid: 'grid worlds', maze: 'mazes and tracks', bandit: 'bandits' } as const;

interface Row {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly drawing?: Drawing | undefined;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

const runPrefix = 'run:';

/** The worlds, and the agents that have been saved in them, to be searched and opened. */
export const WorldGallery = memo(function WorldGallery(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const chosen = usePlay(play, ({ opened, draft }) => (opened?.run === undefined ? draft?.env.id : `${runPrefix}${opened.run}`));
  const thumbnails = usePlay(play, (state) => state.thumbnails);
  const runs = usePlay(play, (state) => state.runs);
  const [search, setSearch] = useState('');
  const sections = useMemo(() => {
    const worlds = catalogue === undefined ? [] : worldEntries(catalogue);
    const saved = (runs ?? []).map(
      ({ run, spec, steps, meanReturn }): Row => ({
        id: `${runPrefix}${run}`,
        title: `${worlds.find(({ id }) => id === spec.env.id)?.title ?? spec.env.id}, ${spec.agent.id ?? spec.agent.learningRule.id}`,
        text: `seed ${spec.seed}, ${steps.toLocaleString('en-GB')} steps${meanReturn === null ? '' : `, return ${Number(meanReturn.toPrecision(3))}`}`,
      }),
    );
    return [...sectionsOf(worlds, thumbnails), { id: 'saved', title: 'saved agents', rows: saved }]
      .map((section) => ({ ...section, rows: section.rows.filter(({ title, text }) => matches(`${title} ${text}`, search)) }))
      .filter(({ rows }) => rows.length > 0);
  }, [catalogue, thumbnails, runs, search]);
  return (
    <nav className="panel gallery" aria-label="worlds">
      <SearchField className="search" value={search} onChange={setSearch}>
        <Label className="visually-hidden">search worlds</Label>
        <Icon name="search" />
        <Input className="search-input" id="search" placeholder="Search worlds" />
      </SearchField>
      <ListBox
        className="gallery-list panel-scroll"
        aria-label="worlds"
        items={sections}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={chosen === undefined ? [] : [chosen]}
        onSelectionChange={open}
        renderEmptyState={() => (catalogue === undefined ? null : <p className="soft gallery-empty">No world has these words.</p>)}
      >
        {(section) => (
          <ListBoxSection id={section.id}>
            <Header className="gallery-header">{section.title}</Header>
            <Collection items={section.rows}>
              {({ id, title, text, drawing }) => (
                <ListBoxItem id={id} textValue={title} className="gallery-item world-item">
                  {drawing === undefined ? null : <Thumbnail drawing={drawing} />}
                  <span className="world-words">
                    <span className="gallery-title">{title}</span>
                    <span className="gallery-description">
                      <span className="gallery-summary">{text}</span>
                    </span>
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

function sectionsOf(worlds: readonly WorldEntry[], thumbnails: Readonly<Record<string, Drawing>> | undefined): readonly Section[] {
  return Object.entries(genres).map(([id, title]) => ({
    // Sections and what is in them share one room of keys, and a genre may be called as a world is.
    id: `genre:${id}`,
    title,
    rows: worlds.filter(({ genre }) => genre === id).map((world): Row => ({ id: world.id, title: world.title, text: world.summary, drawing: thumbnails?.[world.id] })),
  }));
}

const matches = (text: string, search: string): boolean => search.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));

/** A world opens with the agent that learns it well; the seed stays. */
function open(keys: Selection): void {
  const { catalogue } = appState.get();
  const [key] = keys === 'all' ? [] : [...keys];
  if (catalogue === undefined || key === undefined) return;
  const id = String(key);
  const { draft, opened } = play.state.get();
  if (id.startsWith(runPrefix)) {
    if (opened?.run !== id.slice(runPrefix.length)) void play.openRun(id.slice(runPrefix.length));
    return;
  }
  if (id === draft?.env.id && opened?.run === undefined) return;
  const next = playDraft(catalogue, id, undefined, draft?.seed);
  if (next !== undefined) void play.edit(next);
}
