import { useState, type JSX, type ReactNode } from 'react';
import {
  Collection,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  SearchField,
} from 'react-aria-components';
import { Icon } from './icons.tsx';

export interface ListedItem {
  readonly id: string;
  readonly title: string;
  /** Text searched for its words. */
  readonly text: string;
}

export interface ListedSection<T extends ListedItem> {
  /** Sections and their items share one key space. */
  readonly id: string;
  readonly title: string;
  readonly items: readonly T[];
}

interface Properties<T extends ListedItem> {
  /** Name of the listed items: singular and plural. */
  readonly name: readonly [one: string, many: string];
  /** Absent until loaded. */
  readonly sections: readonly ListedSection<T>[] | undefined;
  readonly chosen: string | undefined;
  readonly itemClass?: string;
  readonly onOpen: (id: string) => void;
  readonly children: (item: T) => ReactNode;
}

/** Items in sections, searchable by all their words; one of them is open. */
export function SearchableList<T extends ListedItem>({
  name: [one, many],
  sections,
  chosen,
  itemClass = '',
  onOpen,
  children,
}: Properties<T>): JSX.Element {
  const [search, setSearch] = useState('');
  const found = (sections ?? [])
    .map((section) => ({ ...section, items: section.items.filter((item) => matches(item, search)) }))
    .filter(({ items }) => items.length > 0);
  return (
    <nav className="panel gallery" aria-label={many}>
      <SearchField className="search" value={search} onChange={setSearch}>
        <Label className="visually-hidden">search {many}</Label>
        <Icon name="search" />
        <Input className="search-input" id="search" placeholder={`Search ${many}`} />
      </SearchField>
      <ListBox
        className="gallery-list panel-scroll"
        aria-label={many}
        items={found}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={chosen === undefined ? [] : [chosen]}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : [...keys];
          if (key !== undefined && key !== chosen) onOpen(String(key));
        }}
        renderEmptyState={() =>
          sections === undefined ? null : <p className="soft gallery-empty">No {one} matches these words.</p>
        }
      >
        {(section) => (
          <ListBoxSection id={section.id}>
            <Header className="gallery-header">{section.title}</Header>
            <Collection items={section.items}>
              {(item) => (
                <ListBoxItem id={item.id} textValue={item.title} className={`gallery-item ${itemClass}`}>
                  {children(item)}
                </ListBoxItem>
              )}
            </Collection>
          </ListBoxSection>
        )}
      </ListBox>
    </nav>
  );
}

function matches({ title, text }: ListedItem, search: string): boolean {
  const searched = `${title} ${text}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}
